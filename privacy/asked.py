"""What was searched for, in an address that says nothing: sealed for the one who asked.

A search is sent as POST and answered by a redirect to such an address, so that "back" and "reload" work and nothing
typed stands in an address, in the browser's history or in a proxy's log.
"""

import base64
import binascii

from privacy import keyring
from privacy.fields import pad, unpad

FIELD = "cari"
MOST_CHARACTERS = 80


def seal(actor, text):
    """The text as a word for an address; it opens for this member alone."""
    sealed = keyring.seal(pad(text.strip()[:MOST_CHARACTERS].encode()), _place(actor))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def unseal(actor, word):
    """The text that this member sealed; "" for anything else."""
    try:
        sealed = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        return unpad(keyring.unseal(sealed, _place(actor))).decode()
    except (keyring.CannotOpen, binascii.Error, ValueError):
        return ""


def _place(actor):
    return f"search|{actor.id}"
