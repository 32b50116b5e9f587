"""Run inside the application, as the owner: who has which clients in a bench world, and who has nobody. Prints JSON.

The names to search for are opened here, with the keys of the bench: nobody in such a world is real.
"""

import json
import os
import random

WORKERS = 10  # eight that drive pages, and two for the passes that count
QUESTIONS = 60
OF_A_WORKER = """
    SELECT u.username, r.client_id::text, (SELECT count(*) FROM cases_homevisit v WHERE v.client_id = r.client_id)
    FROM accounts_user u JOIN accounts_membership m ON m.user_id = u.id
    JOIN cases_responsibility r ON r.worker_id = m.id AND r.holder_id = m.organisation_id
    WHERE u.username = ANY (%s) ORDER BY u.username, r.sort_on, r.client_id
"""
WITHOUT_A_COMPANION = """
    SELECT g.client_id::text FROM companions_gap g JOIN accounts_membership m ON m.organisation_id = g.holder_id
    JOIN accounts_user u ON u.id = m.user_id WHERE u.username = %s ORDER BY g.since, g.client_id LIMIT %s
"""
WHO = "SELECT m.id::text FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id WHERE u.username = %s"
OF_THE_LARGEST = """
    SELECT (SELECT count(*) FROM companions_companion c WHERE c.organisation_id = ANY (held.ids)),
        (SELECT count(DISTINCT g.client_id) FROM cases_grant g WHERE g.holder_id = ANY (held.ids))
    FROM (SELECT array_agg(o.id) AS ids FROM accounts_organisation o JOIN accounts_membership m
        ON m.organisation_id IN (o.id, o.parent_id) JOIN accounts_user u ON u.id = m.user_id WHERE u.username = %s) held
"""
CHOSEN_FOR = 25
# Running ones: an officer answers, a coordinator has sent.
OF_A_DESK = """
    SELECT r.id::text FROM referrals_referral r JOIN accounts_membership m
        ON m.organisation_id = CASE WHEN %s THEN r.receiver_id ELSE r.sender_id END
    JOIN accounts_user u ON u.id = m.user_id
    WHERE u.username = %s AND r.state IN ('DIKIRIM', 'DITERIMA', 'DIJADWALKAN') AND r.due_at > now()
    ORDER BY r.id LIMIT %s
"""


def main():
    import django

    django.setup()
    from django.db import connection

    from bench.companionship import EVERYDAY, HEAD, LEAVING
    from bench.pages import LKS, OFFICER
    from cases.management.bench.plan import LONG_HISTORY, TYPICAL_HISTORY
    from cases.management.slips import FORMS
    from cases.models import Identity
    from privacy.context import as_owner

    coordinators = {}
    logins = [f"peksos-{number}" for number in range(1, WORKERS + 1)]
    draw, workers = random.Random(2026), []
    with as_owner():
        with connection.cursor() as cursor:
            cursor.execute(OF_A_WORKER, [logins])
            rows = cursor.fetchall()
            for place in (EVERYDAY, HEAD):
                login = f"koordinator-{place}"
                cursor.execute(WITHOUT_A_COMPANION, [login, CHOSEN_FOR])
                alone = [row[0] for row in cursor.fetchall()]
                cursor.execute(WHO, [f"pendamping-{place}-{LEAVING}"])
                coordinators[login] = {"alone": alone, "leaving": cursor.fetchone()[0]}
            for login, answers in ((OFFICER, True), (LKS, False)):
                cursor.execute(OF_A_DESK, [answers, login, CHOSEN_FOR])
                coordinators.setdefault(login, {})["referral"] = [row[0] for row in cursor.fetchall()]
            cursor.execute(OF_THE_LARGEST, [f"koordinator-{HEAD}"])
            largest = dict(zip(("companions", "clients"), cursor.fetchone(), strict=True))
        for login in logins:
            clients = {client: visits for who, client, visits in rows if who == login}
            typical = next(client for client, visits in clients.items() if visits == TYPICAL_HISTORY)
            long = next(client for client, visits in clients.items() if visits >= LONG_HISTORY)
            names = [person.legal_name for person in Identity.objects.filter(pk__in=clients)]
            makers = list(FORMS.values())
            questions = [makers[n % len(makers)](draw, draw.choice(names)) for n in range(QUESTIONS)]
            others = [client for client in clients if client not in (typical, long)]
            workers.append(
                {"login": login, "typical": typical, "long": long, "clients": others, "questions": questions}
            )
    print(json.dumps({"workers": workers, "coordinators": coordinators, "largest": largest}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    main()
