"""Notices: a sentence, a page to open, and a quiet counter in the header.

A kind is registered with its sentence once (`register`), by the package that sends it. The sentence names nobody and
nothing of anyone's health, so it may stay when the right to see its page has ended.
"""

from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Notice

COUNTED_TO = 50
_kinds = {}


class Kind(NamedTuple):
    sentence: str
    url_name: str


def register(kind, sentence, url_name=""):
    """Say what a kind of notice reads like, and the name of the URL (taking `pk`, if there is an object) it opens."""
    _kinds[kind] = Kind(sentence, url_name)


def notify(*, kind, membership=None, organisation=None, role=None, object_id=None, url_name=""):
    """Leave a notice for a membership, or for whoever holds `role` in `organisation`.

    Raises LookupError for a kind that no package registered: its reader would see nothing.
    """
    if kind not in _kinds:
        raise LookupError(f"Register the notice kind {kind!r} with its sentence first (accounts.notices.register).")
    return Notice.objects.create(
        membership_id=getattr(membership, "id", membership),
        organisation_id=getattr(organisation, "id", organisation),
        role=role or "",
        kind=kind,
        object_id=object_id,
        url_name=url_name or _kinds[kind].url_name,
    )


def unread_count(actor):
    """How many notices wait, as a figure; counted no further than 51."""
    return Notice.objects.visible_to(actor).unread().order_by()[: COUNTED_TO + 1].count()


def mark_read(notices, *, by):
    """Read by this member; a notice to a role is then read for all who hold it."""
    return notices.unread().update(read_at=timezone.now(), read_by=by.id)


def sentence_of(notice):
    """What the notice says; a kind of a version that is gone says only that something changed."""
    return _kinds[notice.kind].sentence if notice.kind in _kinds else _("Something has changed.")


def url_of(notice):
    """The page the notice is about, or "" when there is none (any more)."""
    if not notice.url_name:
        return ""
    for arguments in ({"pk": notice.object_id}, {}):
        try:
            return reverse(notice.url_name, kwargs=arguments)
        except NoReverseMatch:
            continue
    return ""


register("member_waits", _("A colleague's role waits for a second person to confirm it."), "user_detail")
register("member_confirmed", _("A role that handles clients was confirmed for a colleague."), "user_detail")
register("member_joined", _("Someone has joined your organisation."), "user_detail")
register("member_deactivated", _("A colleague's access was ended."), "user_detail")
register("member_reactivated", _("A colleague's access was opened again."), "user_detail")
register("roles_changed", _("A colleague's roles have changed."), "user_detail")
register("own_roles_changed", _("Your roles have changed."), "my_account")
register("password_link_made", _("A link for a new password was made for a colleague."), "user_detail")
register(
    "own_password_link_made",
    _("A link for a new password was made for your account. If you did not ask for it, tell your privacy officer."),
    "my_account",
)
register("own_password_set", _("A new password was set for your account."), "my_account")
