"""A consent that is taken back stops what runs under it: the database does that with the line, this tells people."""

from django.db import connection
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.notices import notify
from referrals import rules, words
from referrals.models import Referral, ReferralContent
from referrals.states import State

# What a client is told that a receiver could read, by the names of the fields.
TOLD = (
    "call_name", "sex", "birth_year", "legal_name", "way", "phone", "may_say", "never", "home_visit", "reason",
    "wanted", "summary", "given_before", "special_needs",
)  # fmt: skip


def tell(given, by):
    """Both sides of every referral that is about to stop; called before the line is written."""
    if given.organisation_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, sender_id, receiver_id, person_id, sent_by_id FROM referrals_under_consent(%s::uuid)",
            [str(given.pk)],
        )
        rows = cursor.fetchall()
    places = Organisation.objects.in_bulk({place for row in rows for place in row[1:3]})
    for referral, sender, receiver, person, sent_by in rows:
        about = {"object_id": referral}
        _tell_side(person, receiver, places, by, kind="referral_withdrawn", **about)
        if sender != receiver:
            _tell_side(sent_by, sender, places, by, kind="referral_stopped", **about)


def _tell_side(member, place, places, by, **notice):
    """Whoever has it in hand, unless they wrote the withdrawal down themselves; where nobody has, the desk."""
    if member is None:
        notify(organisation=place, role=rules.desk_role(places[place]), **notice)
    elif member != by.id:
        notify(membership=member, **notice)


def what_ends(line):
    """Which referrals a withdrawal of this given line stops, one sentence each."""
    if line.organisation_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM referrals_under_consent(%s::uuid)", [str(line.pk)])
        ids = [row[0] for row in cursor.fetchall()]
    rows = Referral.objects.filter(pk__in=ids).select_related("kind", "receiver").order_by("number")
    return [
        (_("Referral %(number)s (%(kind)s, %(place)s) closes without feedback: the client was served already.")
         if row.state == State.SERVED else
         _("Referral %(number)s (%(kind)s, %(place)s) stops; nobody there makes contact any more."))
        % {"number": row.number, "kind": row.kind.quiet_label, "place": row.receiver.short_name}
        for row in rows
    ]  # fmt: skip


def what_was_shown(line):
    """[(title, [(label, text)])]: each referral that was sent to the line's organisation, and which parts it held."""
    if line.organisation_id is None:
        return []
    rows = Referral.objects.filter(client=line.client_id, receiver=line.organisation_id, sent_at__isnull=False)
    rows = list(rows.select_related("kind", "content").order_by("-sent_at"))
    return [(f"{row.number} · {row.kind.quiet_label}", _parts(row)) for row in rows]


def _parts(row):
    fields = ReferralContent._meta
    held = [str(_("Client code")), *([str(_("Kelurahan"))] if row.kelurahan_id else [])]
    held += [str(capfirst(fields.get_field(name).verbose_name)) for name in TOLD if getattr(row.content, name)]
    return [(_("Sent on"), words.moment(row.sent_at)), (_("State"), row.state_words), (_("It held"), ", ".join(held))]
