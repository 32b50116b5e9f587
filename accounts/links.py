"""One-time links: the token is made from the invitation's id with a key that no dump holds, and stored as a digest.

So whoever made the invitation can be shown its link again until it is used, and nothing usable lies in the database.
"""

import base64
import hashlib

import segno
from django.urls import reverse

from privacy.keyring import index_digest

from .models import Invitation


def token_of(invitation_id):
    return base64.urlsafe_b64encode(index_digest("invitation", str(invitation_id))).decode().rstrip("=")


def digest_of(token):
    return hashlib.sha256(token.encode()).digest()


def find(token):
    """The invitation of a link, open or not; None for a token that never was."""
    return Invitation.objects.select_related("organisation", "invited_by").filter(digest=digest_of(token)).first()


def path_of(invitation):
    return reverse("invitation", args=[token_of(invitation.id)])


def qr_of(url):
    """The link as a picture, for the phone of the person who sits opposite."""
    return segno.make(url, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
