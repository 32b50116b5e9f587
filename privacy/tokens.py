"""The hidden field of every form that writes: its key, which form it is, about what, and whose it was when shown.

Signed, so that a form that comes back after its session has ended can be kept for the very person it was shown to.
"""

import uuid
from dataclasses import dataclass

from django.core import signing

FIELD = "_form"
MAX_AGE_SECONDS = 24 * 3600
_SALT = "basodara.form"


class NoToken(Exception):
    """The hidden field is missing, forged, older than a day, or was made for another person or form."""


@dataclass(frozen=True)
class FormToken:
    key: uuid.UUID
    form: str
    subject: str
    member: uuid.UUID
    url: str

    def __str__(self):
        return signing.dumps(
            [self.key.hex, self.form, self.subject, self.member.hex, self.url], salt=_SALT, compress=True
        )


def new(actor, form, subject="", *, url=""):
    """A token with a fresh key for one showing of a form."""
    return FormToken(uuid.uuid4(), form, str(subject), actor.id, url)


def read(data):
    """The token in a submitted form. Raises NoToken."""
    try:
        key, form, subject, member, url = signing.loads(data.get(FIELD, ""), salt=_SALT, max_age=MAX_AGE_SECONDS)
        return FormToken(uuid.UUID(key), form, subject, uuid.UUID(member), url)
    except (signing.BadSignature, ValueError, TypeError) as exc:
        raise NoToken("This form carries no valid key.") from exc


def read_for(request, form, subject=""):
    """The token of a submitted form, when it was made for this actor, form and subject. Raises NoToken."""
    token = read(request.POST)
    if (token.member, token.form, token.subject) != (request.actor.id, form, str(subject)):
        raise NoToken("This form was made for someone or something else.")
    return token
