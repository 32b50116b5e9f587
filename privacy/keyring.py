"""The keys: what is sealed with which, and the digests that find sealed values again.

A sealed value is `version | id of the key | nonce | AES-256-GCM`. Its associated data names the table, the column and
the row, so that a ciphertext moved to another place does not open. Only this module sees key material.
"""

import base64
import binascii
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = b"\x01"
ID_BYTES, NONCE_BYTES, KEY_BYTES = 4, 12, 32


class CannotOpen(Exception):
    """A sealed value does not belong where it stands, or its key is not in SEAL_KEYS."""


def seal(plain, place):
    """Seal bytes for one place (`table|column|row`) with the newest key."""
    key_id, cipher = next(iter(_ring(tuple(settings.SEAL_KEYS)).items()))
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + key_id + nonce + cipher.encrypt(nonce, plain, place.encode())


def unseal(sealed, place):
    """Open what was sealed for this very place. Raises CannotOpen for any other."""
    sealed = bytes(sealed)
    key_id, rest = sealed[1 : 1 + ID_BYTES], sealed[1 + ID_BYTES :]
    cipher = _ring(tuple(settings.SEAL_KEYS)).get(key_id)
    if sealed[:1] != VERSION or cipher is None:
        raise CannotOpen("No key in SEAL_KEYS opens this value.")
    try:
        return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], place.encode())
    except InvalidTag as exc:
        raise CannotOpen("A sealed value stands in a place it was not sealed for.") from exc


def index_digest(purpose, text):
    """A keyed digest (32 bytes) by which an exact value is found without being readable; purposes never meet."""
    return hmac.digest(index_key(), f"{purpose}|{text}".encode(), "sha256")


def index_key():
    """The key of the blind index. Raises ImproperlyConfigured naming INDEX_KEY."""
    return _decode(settings.INDEX_KEY, "INDEX_KEY")


def key_names():
    """The ids of all keys in SEAL_KEYS, newest first, as hexadecimal."""
    return [key_id.hex() for key_id in _ring(tuple(settings.SEAL_KEYS))]


def check_keys():
    """Compare the keys with what the database was sealed with.

    Raises ImproperlyConfigured naming SEAL_KEYS or INDEX_KEY, so that a wrong key stops the start.
    """
    from privacy.models import KeyCheck

    key_names(), index_key()
    for row in KeyCheck.objects.all():
        if row.kind == KeyCheck.INDEX and bytes(row.sealed) != index_digest("key-check", "index"):
            raise ImproperlyConfigured(
                "INDEX_KEY is not the key this database was indexed with: names would not be found."
            )
        if row.kind == KeyCheck.SEAL:
            try:
                unseal(row.sealed, "key-check")
            except CannotOpen as exc:
                raise ImproperlyConfigured(
                    "SEAL_KEYS lacks a key that this database was sealed with: put it back behind the newest one."
                ) from exc


@lru_cache(maxsize=8)
def _ring(entries):
    if not entries:
        raise ImproperlyConfigured("SEAL_KEYS is not set: give at least one `name:base64 of 32 bytes`.")
    ring = {}
    for entry in entries:
        key = _decode(entry.partition(":")[2], "SEAL_KEYS")
        ring[hashlib.sha256(b"seal" + key).digest()[:ID_BYTES]] = AESGCM(key)
    return ring


@lru_cache(maxsize=16)
def _decode(text, variable):
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{variable} is missing or is not base64 of 32 bytes (openssl rand -base64 32).")
    return key
