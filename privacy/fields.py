"""Fields whose column holds ciphertext and whose attribute opens on access.

They are written by `save()` and `bulk_create()` only: the seal names the row, which `update()` does not know. They
cannot be compared, sorted or searched in SQL. `values()` gives the sealed bytes. An event row of the history opens
with the table and row that it tracks.
"""

import datetime
import json

import psycopg2
from django import forms
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.text import capfirst

from privacy import keyring

PAD = 64


class SealedBytes(bytes):
    """Bytes as they stand in the column."""


class SealedAttribute(DeferredAttribute):
    """Opens the value the first time it is looked at."""

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if isinstance(value, SealedBytes):
            value = instance.__dict__[self.field.attname] = self.field.open(value, instance)
        return value

    def __set__(self, instance, value):  # makes it a data descriptor: without it the instance's dict would win
        instance.__dict__[self.field.attname] = self.field.empty if value is None else value


class SealedField(models.Field):
    """The base: what a value is as text, its subclasses say."""

    descriptor_class = SealedAttribute
    empty = None

    def __init__(self, *args, **kwargs):
        kwargs["null"] = True  # an empty value is stored as nothing
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("null", None)
        kwargs.setdefault("blank", False)
        if kwargs["blank"]:
            del kwargs["blank"]
        return name, path, args, kwargs

    def db_type(self, connection):
        return "bytea"

    def get_internal_type(self):
        return "BinaryField"

    def from_db_value(self, value, expression, connection):
        return self.empty if value is None else SealedBytes(value)

    def pre_save(self, instance, add):
        value = instance.__dict__.get(self.attname, self.get_default())
        if isinstance(value, SealedBytes):
            return value
        if value is None or value == self.empty:
            return None
        plain = self.to_bytes(value)
        before = instance.__dict__.get(self._opened)
        if before and before[1] == plain:  # unchanged keeps its bytes, or the history would tell of a change
            return before[0]
        return SealedBytes(keyring.seal(pad(plain), self.place(instance)))

    @property
    def _opened(self):
        return f"_opened_{self.attname}"

    def get_default(self):
        default = super().get_default()
        return self.empty if default is None else default

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None:
            return None
        if isinstance(value, SealedBytes):
            return psycopg2.Binary(value)
        raise TypeError(f"{self.name} is sealed: it is written by save() or bulk_create(), never by update().")

    def get_lookup(self, lookup_name):
        if lookup_name not in ("isnull", "df"):  # `df`: the history's triggers ask whether the bytes changed
            raise FieldError(f"{self.name} is sealed: the database cannot compare it.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name):
        return None

    def place(self, instance):
        """The table, column and row that the seal is bound to."""
        tracked = getattr(type(instance), "pgh_tracked_model", None)
        table = (tracked or type(instance))._meta.db_table
        row = instance.pgh_obj_id if tracked else instance.pk
        return f"{table}|{self.column}|{row}"

    def open(self, sealed, instance):
        plain = unpad(keyring.unseal(sealed, self.place(instance)))
        instance.__dict__[self._opened] = (sealed, plain)
        return self.from_bytes(plain)

    def value_to_string(self, obj):
        return str(self.value_from_object(obj) or "")


class SealedTextField(SealedField):
    empty = ""

    def to_python(self, value):
        return "" if value is None else str(value)

    def to_bytes(self, value):
        return str(value).encode()

    def from_bytes(self, plain):
        return plain.decode()

    def formfield(self, **kwargs):
        if self.choices is not None:
            return super().formfield(**kwargs)
        options = {"required": not self.blank, "label": capfirst(self.verbose_name), "help_text": self.help_text}
        return forms.CharField(**{**options, "max_length": 4000, **kwargs})


class SealedDateField(SealedField):
    def to_python(self, value):
        return datetime.date.fromisoformat(value) if isinstance(value, str) and value else value or None

    def to_bytes(self, value):
        return self.to_python(value).isoformat().encode()

    def from_bytes(self, plain):
        return datetime.date.fromisoformat(plain.decode())

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": forms.DateField, **kwargs})


class SealedJSONField(SealedField):
    def to_bytes(self, value):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()

    def from_bytes(self, plain):
        return json.loads(plain)


class SealedBytesField(SealedField):
    def to_bytes(self, value):
        return bytes(value)

    def from_bytes(self, plain):
        return plain


def pad(plain):
    """To a multiple of 64 bytes, so that the length of a name is not to be read from its seal."""
    return plain + b"\x80" + bytes(-(len(plain) + 1) % PAD)


def unpad(padded):
    """What `pad` was given."""
    return padded[: padded.rindex(b"\x80")]
