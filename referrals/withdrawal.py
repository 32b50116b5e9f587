"""A consent that is taken back stops what runs under it: the database does that with the line, this tells people."""

from django.db import connection

from accounts.models import Organisation
from accounts.notices import notify
from referrals import rules


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
        about = {"kind": "referral_withdrawn", "object_id": referral}
        for member in {person, sent_by} - {None, by.id}:
            notify(membership=member, **about)
        for place in (sender, receiver):
            notify(organisation=place, role=rules.desk_role(places[place]), **about)
