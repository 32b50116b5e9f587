"""Run inside the application, as the owner: companions and whom they accompany, into a bench world of clients.

Everyone who has a companion's grant gets the assignment that would have opened it; triggers are off meanwhile. From
`HEAD` on, LKS are made one large one with its KDS: the most that one coordinator may have to choose from (in a world of
32,500 clients or more: 1,000 companions and 30,000 clients). `EVERYDAY` is an LKS of 500 clients.
"""

import os
import random
import uuid
from datetime import timedelta

EVERYDAY, HEAD = 1, 3
LARGEST = 30_000  # clients of the head with its KDS
OF_A_COMPANION = 30  # clients, on average, in the largest
LEAVING, OFFERED_TO, OFFERED_FROM, AWAY = 1, 2, 3, 4  # numbers of companions in each of the two LKS
CASELOAD = 20  # of the one who leaves
OFFERS = 5
TALKS = 6  # supervisions of each companion, one a month
ALONE = 50  # one client in so many of the largest has nobody; three of five in the others have someone
CODE = "{:012d}"

ASSIGNED = """
    INSERT INTO companions_assignment (id, client_id, companion_id, organisation_id, part, from_on, until_on, asked_by,
            assigned_by_id, started_at, end_reason, risk, running, new_until)
        SELECT g.id, g.client_id, g.holder_id, m.organisation_id, 'utama', g.starts_at::date, NULL, 'koordinator',
            g.opened_by_id, g.starts_at, '', f.risk, f.stage <> 'PROSPEK', c.registered_at::date + 89
        FROM cases_grant g JOIN accounts_membership m ON m.id = g.holder_id JOIN cases_client c ON c.id = g.client_id
        JOIN cases_casefile f ON f.client_id = g.client_id
        WHERE g.basis = 'assignment' AND f.stage <> 'TERMINASI';
    UPDATE cases_grant SET source = id WHERE basis = 'assignment';
    UPDATE cases_responsibility r SET on_behalf_id = a.organisation_id
        FROM companions_assignment a WHERE a.client_id = r.client_id AND a.companion_id = r.holder_id;
    SELECT cases_refresh_responsibility(client_id) FROM companions_assignment;
    DELETE FROM companions_gap g USING companions_assignment a WHERE a.client_id = g.client_id;
    UPDATE companions_gap g SET since = GREATEST(c.registered_at, now() - interval '1 minute' * (abs(hashtext(c.code))
        % 80000)) FROM cases_client c WHERE c.id = g.client_id
"""
# Of the one who leaves, all but twenty ended before.
CUT = """
    WITH kept AS (SELECT id FROM companions_assignment WHERE companion_id = %(member)s ORDER BY id LIMIT %(most)s),
    over_now AS (UPDATE companions_assignment SET ended_at = now(), end_reason = 'beban'
        WHERE companion_id = %(member)s AND id NOT IN (SELECT id FROM kept) RETURNING id, client_id),
    gone AS (DELETE FROM cases_responsibility r USING over_now o
        WHERE r.client_id = o.client_id AND r.holder_id = %(member)s)
    UPDATE cases_grant SET ends_at = now() FROM over_now o WHERE cases_grant.id = o.id
"""
SAID = """
    INSERT INTO companions_clientword (id, client_id, assignment_id, said, said_on, recorded_by_id, recorded_at)
        SELECT gen_random_uuid(), client_id, id, CASE WHEN abs(hashtext(id::text)) % 100 = 0 THEN 'MINTA_LAIN' ELSE
            'SETUJU' END, started_at::date + 1, assigned_by_id, started_at + interval '1 day'
        FROM companions_assignment;
    INSERT INTO companions_companionwish (client_id, sex, languages, changed_by_id, changed_at)
        SELECT id, sex, '{ternate}', registered_by_id, registered_at FROM cases_client
        WHERE abs(hashtext(code)) % 4 = 0
"""
# What triggers would have marked and `companions_settle` written down.
LOADS = """
    INSERT INTO companions_loadtouched (id, companion_id)
        SELECT gen_random_uuid(), companion_id FROM companions_assignment GROUP BY companion_id;
    SELECT companions_settle()
"""


def main():
    import django

    django.setup()
    from django.db import connection, transaction

    from privacy.context import as_owner

    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        tables = _tables(cursor)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        _Filling(cursor).fill()
        for table in tables:
            cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} ENABLE TRIGGER USER")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _tables(cursor):
    cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^(companions|cases|accounts)_'")
    return [row[0] for row in cursor.fetchall()]


class _Filling:
    def __init__(self, cursor):
        from django.utils import timezone

        from accounts.models import Membership, Organisation
        from accounts.roles import Role
        from regions.models import Region

        self.cursor, self.draw = cursor, random.Random("companionship")
        self.now, self.today = timezone.now(), timezone.localdate()
        self.villages = list(Region.objects.villages().under("82.71").values_list("code", flat=True))
        places = Organisation.objects.filter(kind="LKS")
        self.places = sorted(places, key=lambda one: int(one.name.split()[-1]))
        self.coordinators, self.companions = {}, {one.pk: [] for one in self.places}
        for member in Membership.objects.filter(organisation__in=self.places).select_related("user"):
            if Role.COMPANION in member.roles:
                self.companions[member.organisation_id].append(member)
            else:
                self.coordinators.setdefault(member.organisation_id, member)
        for members in self.companions.values():
            members.sort(key=lambda one: int(one.user.username.rsplit("-", 1)[1]))

    def fill(self):
        self.large_one()
        for place in self.places:
            self.profile(place)
        self.cursor.execute(ASSIGNED)
        for place in self.measured():
            self.everyday(place)
        self.cursor.execute(SAID)
        self.cursor.execute(LOADS)

    def measured(self):
        return [self.places[EVERYDAY - 1], self.places[HEAD - 1]]

    def id(self):
        return uuid.UUID(int=self.draw.getrandbits(128), version=4)

    def ago(self, days):
        return self.today - timedelta(days=days)

    def copy(self, *instances):
        from cases.management.copying import copy_in

        if instances:
            copy_in(type(instances[0]), instances)

    def large_one(self):
        """The head and as many of those after it as it can have, with a companion for nearly everyone."""
        head, total = self.places[HEAD - 1], 0
        for place in self.places[HEAD - 1 :]:
            clients = self.alone_in(place)
            total += clients["all"]
            if total > LARGEST:
                break
            if place != head:
                place.parent, place.kind = head, "KDS"
                self.cursor.execute(
                    "UPDATE accounts_organisation SET parent_id = %s, kind = 'KDS' WHERE id = %s", [head.pk, place.pk]
                )
            self.more_companions(place, -(-clients["all"] // OF_A_COMPANION) - len(self.companions[place.pk]))
            self.share_out(place, clients["alone"])

    def alone_in(self, place):
        self.cursor.execute(
            "SELECT c.id, EXISTS (SELECT FROM cases_grant g WHERE g.client_id = c.id AND g.basis = 'assignment') "
            "FROM cases_client c WHERE c.registered_organisation_id = %s ORDER BY c.id",
            [place.pk],
        )
        rows = self.cursor.fetchall()
        return {"all": len(rows), "alone": [pk for number, (pk, has) in enumerate(rows) if not has and number % ALONE]}

    def more_companions(self, place, count):
        from accounts.models import Membership, User
        from accounts.roles import Role

        like = self.companions[place.pk][0]
        number, users, members = place.name.split()[-1], [], []
        for at in range(len(self.companions[place.pk]) + 1, len(self.companions[place.pk]) + count + 1):
            user = User(
                id=self.id(), username=f"pendamping-{number}-{at}", password=like.user.password,
                display_name=f"Pendamping {self.draw.choice('ABCDEFGHIJ')} {number}-{at}",
                date_joined=like.user.date_joined,
            )  # fmt: skip
            users.append(user)
            members.append(
                Membership(
                    id=self.id(),
                    user=user,
                    organisation=place,
                    roles=[str(Role.COMPANION)],
                    created_at=like.created_at,
                )  # fmt: skip
            )
        self.copy(*users)
        self.copy(*members)
        self.companions[place.pk] += members

    def share_out(self, place, clients):
        """Grants for these clients, to whoever has the fewest."""
        from cases.models import Grant, Level, Responsibility

        self.cursor.execute("SELECT holder_id, count(*) FROM cases_grant WHERE basis = 'assignment' GROUP BY holder_id")
        counts, members = dict(self.cursor.fetchall()), self.companions[place.pk]
        load = {member.pk: counts.get(member.pk, 0) for member in members}
        grants, rows, since = [], [], self.now - timedelta(days=120)
        for client in clients:
            holder = min(load, key=load.get)
            load[holder] += 1
            grants.append(
                Grant(
                    id=self.id(),
                    client_id=client,
                    holder_id=holder,
                    level=Level.CARE,
                    basis="assignment",
                    starts_at=since,
                    opened_by=self.coordinators[place.pk],
                )  # fmt: skip
            )
            rows.append(Responsibility(id=self.id(), client_id=client, holder_id=holder, since=since))
        self.copy(*grants)
        self.copy(*rows)

    def profile(self, place):
        """The organisation's own, and all that is known of its companions."""
        from companions import models, vocabulary
        from companions.actions.training import code_digest

        draw, by = self.draw, self.coordinators[place.pk]
        common = {"organisation": place}
        self.copy(
            models.OrganisationProfile(
                organisation=place,
                area=draw.sample(self.villages, 5),
                coordinator=by,
                agreement_no=f"MoU {place.name}",
                agreement_from=self.ago(200),
                agreement_until=self.ago(draw.randint(-500, -10)),
            )  # fmt: skip
        )
        training = models.Training(
            id=self.id(), course="Pelatihan dasar", starts_on=self.ago(400), ends_on=self.ago(397),
            state=vocabulary.EventState.HELD, made_by=by, **common,
        )  # fmt: skip
        self.copy(training)
        made = {model: [] for model in (
            models.Companion, models.CompanionKind, models.Participant, models.Certificate, models.Absence,
            models.Supervision, models.AgreedAction,
        )}  # fmt: skip
        for number, member in enumerate(self.companions[place.pk], start=1):
            mine = {"companion": member, **common}
            companion = models.Companion(
                membership=member, sex=draw.choice("LP"), kelurahan_id=draw.choice(self.villages),
                languages=["indonesia", draw.choice(("ternate", "tidore", "makian", "jawa"))],
                limits=draw.choice(([], [], [], ["tanpa_malam"], ["tanpa_perahu"], ["perempuan_saja"])),
                capacity=draw.choice((None, None, 15, 25)), pledged_on=self.ago(390),
                leaves_on=self.ago(-6) if number == LEAVING and place in self.measured() else None, enrolled_by=by,
                enrolled_at=self.now - timedelta(days=400), **common,
            )  # fmt: skip
            made[models.Companion].append(companion)
            made[models.CompanionKind].append(
                models.CompanionKind(companion=companion, kind=draw.choice(vocabulary.Kind.values), **common)
            )
            seat = models.Participant(id=self.id(), training=training, enrolled_by=by, **mine)
            code = CODE.format(draw.getrandbits(36))
            made[models.Participant].append(seat)
            made[models.Certificate].append(
                models.Certificate(
                    id=self.id(),
                    participant=seat,
                    number=f"{member.user.username}",
                    code=code,
                    code_digest=code_digest(code),
                    issued_on=self.ago(396),
                    issued_by=by,
                    expires_on=self.ago(draw.randint(-330, -5) if number % 20 else 30),
                    **mine,
                )  # fmt: skip
            )
            if number % 25 == AWAY:
                made[models.Absence].append(
                    models.Absence(
                        id=self.id(),
                        from_on=self.ago(3),
                        until_on=self.ago(-9),
                        why="Pulang kampung",
                        recorded_by=by,
                        **mine,
                    )  # fmt: skip
                )
            last = draw.randint(1, 40)
            for back in range(TALKS):
                held_on = self.ago(last + 30 * back)
                talk = models.Supervision(
                    id=self.id(), held_on=held_on, findings="Berjalan baik.", next_on=held_on + timedelta(days=30),
                    held_by=by, **mine,
                )  # fmt: skip
                made[models.Supervision].append(talk)
            made[models.AgreedAction].append(
                models.AgreedAction(
                    id=self.id(),
                    supervision=talk,
                    what="Lengkapi catatan",
                    due_on=self.ago(draw.randint(-20, 3)),
                    **mine,
                )  # fmt: skip
            )
        for rows in made.values():
            self.copy(*rows)

    def everyday(self, place):
        """One who leaves with twenty clients, five offers that wait for an answer, some whom clients will not have."""
        from companions import models, vocabulary

        companions, by = self.companions[place.pk], self.coordinators[place.pk]
        self.cursor.execute(CUT, {"member": companions[LEAVING - 1].pk, "most": CASELOAD})
        source, receiver = companions[OFFERED_FROM - 1], companions[OFFERED_TO - 1]
        made = models.HandOver(
            id=self.id(), companion=source, organisation=place, why=vocabulary.WhyHandOver.LOAD,
            note="Rumah klien dekat dengan rumahmu.", made_by=by,
        )  # fmt: skip
        self.copy(made)
        offered = models.Assignment.objects.filter(companion=source, ended_at=None).select_related("client")
        self.copy(
            *(
                models.Offer(
                    id=self.id(),
                    hand_over=made,
                    organisation=place,
                    client=one.client,
                    assignment=one,
                    to=receiver,
                    code=one.client.code,
                    kelurahan_name=one.client.kelurahan_name,
                    weight=1,
                    lapses_at=self.now + timedelta(days=2),
                )  # fmt: skip
                for one in offered.order_by("pk")[:OFFERS]
            )
        )
        feared = models.Gap.objects.filter(holder_id=place.pk).order_by("pk")[:50]
        self.copy(
            *(
                models.ClientBarrier(
                    id=self.id(),
                    client_id=one.client_id,
                    companion=self.draw.choice(companions),
                    kind=vocabulary.Barrier.UNWANTED,
                    recorded_by=by,
                )  # fmt: skip
                for one in feared
            )
        )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    main()
