"""What only the owner of the tables may date back: what PostgreSQL writes with its own clock.

The people of the demo acted today; their actions say so nowhere else than here: grants, the holders' own rows, and the
history's events. Runs inside the transaction that made the world, before anyone sees it.
"""

from datetime import timedelta

from django.apps import apps
from django.db import connection
from django.utils import timezone

from basodara.demo.roster import SHARE_HAS_RUN_OUT
from cases.codes import ALPHABET, check_character
from cases.models import Client

READ_AFTER_DAYS = 4
RAN_OUT_DAYS = 17


def age(clients, rng, *, now):
    """`clients` is a list of (client, life)."""
    _deal_codes(clients, rng)
    _date_grants()
    _let_a_share_run_out(clients, timezone.localdate(now))
    _date_assignments()
    _date_gaps()
    _date_referrals()
    _date_history()
    _read_old_notices(now - timedelta(days=READ_AFTER_DAYS))


def _deal_codes(clients, rng):
    """Codes by the seed in place of those drawn by chance; nobody has read the first ones, so no event tells of it.

    All step aside first: a code that the seed deals to one may by chance still be another's.
    """
    dealt = set()
    for number, (client, _life) in enumerate(clients):
        Client.objects.filter(pk=client.pk).update(code=f"~{number}")
    for client, life in clients:
        area = client.code.partition("-")[0]
        body = life.body
        while not body or (area, body) in dealt or not check_character(area, body):
            body = "".join(rng.choice(ALPHABET) for _ in range(4))
        dealt.add((area, body))
        Client.objects.filter(pk=client.pk).update(code=f"{area}-{body}-{check_character(area, body)}")
    _run("DELETE FROM cases_clientevent WHERE pgh_context IS NULL")


def _date_grants():
    _run(
        """UPDATE cases_grant g SET starts_at = c.registered_at FROM cases_client c
           WHERE c.id = g.client_id AND g.basis = 'registration'""",
        """UPDATE cases_grant g SET starts_at = k.recorded_at + interval '25 minutes' FROM cases_consent k
           WHERE k.id = g.source AND g.basis = 'share'""",
        """UPDATE cases_grant g SET ends_at = k.recorded_at FROM cases_consent k
           WHERE g.end_reason = 'consent' AND g.basis = 'share' AND k.client_id = g.client_id
             AND k.organisation_id = g.holder_id AND k.purpose = 'C4' AND k.decision = 'DITARIK'""",
        """UPDATE cases_responsibility r SET since = g.starts_at FROM cases_grant g
           WHERE g.client_id = r.client_id AND g.holder_id = r.holder_id AND g.level = 'care'""",
    )


def _date_assignments():
    """An assignment, and what came of it, at the moment of the word that was written down with it."""
    _run(
        "UPDATE companions_offer o SET code = c.code FROM cases_client c WHERE c.id = o.client_id",
        "UPDATE companions_offerevent o SET code = c.code FROM cases_client c WHERE c.id = o.client_id",
        """UPDATE companions_assignment a
           SET started_at = w.recorded_at, from_on = (w.recorded_at AT TIME ZONE 'Asia/Jayapura')::date
           FROM (SELECT assignment_id, min(recorded_at) AS recorded_at FROM companions_clientword
                 GROUP BY assignment_id) w WHERE w.assignment_id = a.id""",
        """UPDATE companions_offer o SET answered_at = a.started_at FROM companions_assignment a
           WHERE a.id = o.accepted_as_id""",
        """UPDATE companions_assignment a SET ended_at = o.answered_at
           FROM companions_offer o JOIN companions_handover h ON h.id = o.hand_over_id
           WHERE a.id = o.assignment_id AND o.state = 'DITERIMA' AND h.why <> 'cuti'""",
        """UPDATE companions_assignmentevent e SET started_at = a.started_at, from_on = a.from_on
           FROM companions_assignment a WHERE a.id = e.pgh_obj_id""",
        "DELETE FROM companions_assignmentevent WHERE pgh_context IS NULL",
        "DELETE FROM companions_offerevent WHERE pgh_context IS NULL",
        """UPDATE cases_grant g SET starts_at = a.started_at FROM companions_assignment a
           WHERE a.id = g.source AND g.basis = 'assignment'""",
        """UPDATE cases_grant g SET ends_at = a.ended_at FROM companions_assignment a
           WHERE a.id = g.source AND g.basis = 'assignment' AND a.ended_at IS NOT NULL""",
        """UPDATE cases_responsibility r SET since = g.starts_at FROM cases_grant g
           WHERE g.client_id = r.client_id AND g.holder_id = r.holder_id AND g.basis = 'assignment'""",
    )


def _date_gaps():
    """Since the last main companion went; where there never was one, since the organisation answers for the client."""
    _run(
        """UPDATE companions_gap gap SET since = COALESCE(
               (SELECT max(a.ended_at) FROM companions_assignment a
                WHERE a.client_id = gap.client_id AND a.part = 'utama'), r.since)
           FROM cases_responsibility r WHERE r.client_id = gap.client_id AND r.holder_id = gap.holder_id"""
    )


def _date_referrals():
    """Sight that a referral gave began when it was sent, and a stopped one was stopped when its consent went."""
    _run(
        "UPDATE referrals_referral r SET client_code = c.code FROM cases_client c WHERE c.id = r.client_id",
        "UPDATE cases_servicegiven s SET client_code = c.code FROM cases_client c WHERE c.id = s.client_id",
        """UPDATE referrals_referralevent e SET at = k.recorded_at FROM referrals_referral r
           JOIN cases_consent k ON k.client_id = r.client_id AND k.organisation_id = r.receiver_id
           AND k.decision = 'DITARIK'
           WHERE e.referral_id = r.id AND e.reason = 'persetujuan_ditarik'""",
        """UPDATE referrals_referral r SET withdrawn_at = e.at, closed_at = e.at FROM referrals_referralevent e
           WHERE e.referral_id = r.id AND e.reason = 'persetujuan_ditarik'""",
        "UPDATE referrals_withdrawn w SET at = r.withdrawn_at FROM referrals_referral r WHERE r.id = w.referral_id",
        """UPDATE referrals_referral r SET changed_at = (SELECT max(e.at) FROM referrals_referralevent e
           WHERE e.referral_id = r.id)""",
        """UPDATE cases_grant g SET starts_at = r.sent_at FROM referrals_referral r
           WHERE r.id = g.source AND g.basis = 'referral' AND r.sent_at IS NOT NULL""",
        """UPDATE cases_grant g SET ends_at = GREATEST(r.withdrawn_at, g.starts_at) FROM referrals_referral r
           WHERE r.id = g.source AND g.basis = 'referral' AND r.withdrawn_at IS NOT NULL""",
        "DELETE FROM referrals_referralversion WHERE pgh_context IS NULL",
        "DELETE FROM cases_servicegivenevent WHERE pgh_context IS NULL",
    )


def _let_a_share_run_out(clients, today):
    """Its consent began a little longer ago than anyone could have recorded it and still share under it today."""
    for client, life in clients:
        if life.share and life.share[1] > SHARE_HAS_RUN_OUT:
            ends = today - timedelta(days=RAN_OUT_DAYS)
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE cases_consent SET from_on = from_on - 30, recorded_at = recorded_at - interval '30 days', "
                    "until_on = %s WHERE client_id = %s AND purpose = 'C4' AND organisation_id = ("
                    "SELECT holder_id FROM cases_grant WHERE client_id = %s AND basis = 'share')",
                    [ends, client.pk, client.pk],
                )
                cursor.execute(
                    "UPDATE cases_grant SET starts_at = starts_at - interval '30 days', "
                    "ends_at = (%s::date + 1) AT TIME ZONE 'Asia/Jayapura' WHERE client_id = %s AND basis = 'share'",
                    [ends, client.pk],
                )


def _date_history():
    """Each event at the moment that the one who acted had told (`at`), which has then done its work."""
    for model in apps.get_models():
        if getattr(model, "pgh_tracked_model", None) is not None:
            table = connection.ops.quote_name(model._meta.db_table)
            _run(
                f"UPDATE {table} SET pgh_created_at = (pgh_context->>'at')::timestamptz, "  # noqa: S608 - a table of ours
                f"pgh_context = pgh_context - 'at' WHERE jsonb_exists(pgh_context, 'at')"
            )


def _read_old_notices(before):
    """Somebody has read what is older than a few days; the counter in the header shows what is new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_notice n SET read_at = n.created_at + interval '5 hours', read_by_id = COALESCE("
            "n.membership_id, (SELECT m.id FROM accounts_membership m WHERE m.organisation_id = n.organisation_id "
            "AND n.role = ANY (m.roles) ORDER BY m.created_at, m.id LIMIT 1)) WHERE n.created_at < %s",
            [before],
        )


def _run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
