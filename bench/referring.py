"""Run inside the application, as the owner: services, and two referrals for every client, into a bench world.

Nearly all are over. The Balai's desk has some hundreds that run (`at_the_balai`), the clinic's sixty in a world of any
size: what a page shows is as long in a small world as in a large one, what lies behind it is not. The second Balai and
the second clinic have one each. Triggers are off meanwhile; grants and steps are those that they would have written.
"""

import os
import random
import uuid
from datetime import timedelta

AT_A_CLINIC = 60  # referrals that run there
OF_THE_EVERYDAY_LKS = 80  # of those that run at the Balai, at least
PROPOSED, DRAFTED = 30, 20  # of each of its first senders
LOOKS = 300
LATE_DAYS, AHEAD_DAYS = 3, 12  # due times of what runs, from so long ago to so far ahead
AT_ONCE = 10_000
OFFICERS = 6
OVER = {"SELESAI": 75, "DITOLAK": 8, "TIDAK_HADIR_AKHIR": 7, "DIBATALKAN": 10}
RUN = {"DIKIRIM": 40, "DITERIMA": 20, "DIJADWALKAN": 20, "DITANGANI": 12, "TIDAK_HADIR": 8}
REASONS = {"DITOLAK": "kapasitas_penuh", "TIDAK_HADIR_AKHIR": "cuaca", "TIDAK_HADIR": "biaya",
           "DIBATALKAN": "tidak_diperlukan"}  # fmt: skip
URGENT = {"BIASA": 80, "SEGERA": 17, "DARURAT": 3}
OF_THE_BALAI = ("KEDARURATAN", "KUNJUNGAN", "PENGUATAN_KELUARGA", "PEMBERDAYAAN")
OF_A_CLINIC = ("VCT", "VIRAL_LOAD_CD4")
WHY = ("Kehilangan pekerjaan, tiga anak di rumah.", "Rumah rusak setelah banjir, menumpang di rumah kakak.",
       "Ingin memulai usaha kecil di rumah.", "Keluarga belum tahu harus bagaimana mendukung.")  # fmt: skip

CLIENTS = """
    SELECT c.id, c.code, c.kelurahan_id, c.registered_organisation_id, c.registered_by_id, s.id
    FROM cases_client c LEFT JOIN cases_consent s ON s.client_id = c.id AND s.organisation_id = %s AND s.purpose = 'C4'
    ORDER BY c.code
"""
# What the triggers would have written, and feedback as it is given.
FOLLOWED = """
    INSERT INTO cases_grant (id, client_id, holder_id, level, basis, source, starts_at, ends_at, opened_by_id,
            end_reason)
        SELECT gen_random_uuid(), client_id, receiver_id, 'referral', 'referral', id, sent_at,
            COALESCE(closed_at + interval '30 days', '9999-12-31 00:00:00+00'), sent_by_id, ''
        FROM referrals_referral WHERE sent_at IS NOT NULL;
    INSERT INTO referrals_referralevent (id, referral_id, sender_id, at, from_state, to_state, by_id,
            by_organisation_id, reason, on_paper, appointment_at)
        SELECT gen_random_uuid(), r.id, r.sender_id, step.at, step.from_state, step.to_state, step.by_id,
            step.of_id, step.reason, false, step.appointment_at
        FROM referrals_referral r CROSS JOIN LATERAL (VALUES
            (r.made_at, '', 'DRAF', r.author_id, r.sender_id, '', NULL::timestamptz),
            (r.proposed_at, 'DRAF', 'DIUSULKAN', r.author_id, r.sender_id, '', NULL),
            (r.sent_at, 'DRAF', 'DIKIRIM', r.sent_by_id, r.sender_id, '', NULL),
            (r.answered_at, 'DIKIRIM', 'DITERIMA', r.person_id, r.receiver_id, '', NULL),
            (CASE WHEN r.appointment_at IS NOT NULL THEN r.answered_at + interval '1 hour' END, 'DITERIMA',
                'DIJADWALKAN', r.person_id, r.receiver_id, '', r.appointment_at),
            (r.served_at, 'DIJADWALKAN', 'DITANGANI', r.person_id, r.receiver_id, '', NULL),
            (CASE WHEN r.closed_at IS NOT NULL OR r.state = 'TIDAK_HADIR' THEN r.changed_at END, 'DITERIMA', r.state,
                r.person_id, r.receiver_id, r.reason, NULL)
        ) step (at, from_state, to_state, by_id, of_id, reason, appointment_at) WHERE step.at IS NOT NULL;
    INSERT INTO cases_servicegiven (id, provider_id, client_id, client_code, kind_id, given_on, approval, source,
            source_id, recorded_by_id, recorded_at)
        SELECT gen_random_uuid(), receiver_id, client_id, client_code, kind_id, served_at::date, 'TIDAK', 'rujukan', id,
            person_id, closed_at
        FROM referrals_referral WHERE state = 'SELESAI';
    INSERT INTO cases_servicedetail (service_id, provider_id, client_id, comes_back)
        SELECT s.id, s.provider_id, s.client_id, k.family <> 'KLINIK'
        FROM cases_servicegiven s JOIN cases_servicekind k ON k.code = s.kind_id WHERE s.source = 'rujukan'
"""
# Planned looks of the Balai, some due by now; and a few whose consent was taken back.
ASIDE = """
    INSERT INTO referrals_check (id, service_id, client_id, provider_id, months, due_on)
        SELECT gen_random_uuid(), id, client_id, provider_id, 3, current_date - 20 + (row_number() OVER ())::int
        FROM (SELECT * FROM cases_servicegiven WHERE provider_id = %(balai)s ORDER BY id LIMIT %(looks)s) s;
    WITH gone AS (UPDATE referrals_referral SET withdrawn_at = changed_at, reason = 'persetujuan_ditarik'
        WHERE id IN (SELECT id FROM referrals_referral WHERE state = 'DIBATALKAN' AND receiver_id = %(balai)s
            AND sent_at IS NOT NULL ORDER BY id LIMIT 20) RETURNING id, receiver_id, number, withdrawn_at)
    INSERT INTO referrals_withdrawn (referral_id, receiver_id, number, at) SELECT * FROM gone
"""


def main():
    import django

    django.setup()
    from django.db import connection

    from privacy.context import as_owner

    fill()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def fill():
    """Into the database that is connected: as the owner, all in one transaction."""
    from django.db import connection, transaction

    from privacy.context import as_owner

    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^(referrals|cases|accounts)_'")
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        _Filling(cursor).fill()
        for table in tables:
            cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} ENABLE TRIGGER USER")


def at_the_balai(clients):
    """How many run there: 500 in a small world, 2,000 in one of 100,000 or more."""
    return min(clients // 2, max(500, min(2_000, clients // 50)))


class _Filling:
    def __init__(self, cursor):
        from django.utils import timezone

        from accounts.models import Membership, Organisation
        from cases.management.bench.rows import Table
        from cases.management.invented_names import InventedNames
        from referrals.models import Referral, ReferralContent

        self.cursor, self.draw, self.now = cursor, random.Random("referring"), timezone.now()
        self.names = InventedNames(2026)
        self.password = Membership.objects.select_related("user").first().user.password
        self.balai = Organisation.objects.filter(kind="BALAI").get()
        self.lks = sorted(
            Organisation.objects.filter(kind__in=("LKS", "KDS")), key=lambda one: int(one.name.split()[-1])
        )
        self.referrals, self.texts = Table(Referral), Table(ReferralContent)
        self.services, self.people, self.number = {}, {}, 0

    def fill(self):
        from accounts.roles import OrganisationKind, Role

        officers = [f"petugas-balai-{n}" for n in range(1, OFFICERS + 1)]
        self.desk(self.balai, officers, [Role.REFERRAL_OFFICER], OF_THE_BALAI)
        clinic = self.organisation("Klinik Contoh", OrganisationKind.KLINIK)
        self.desk(clinic, ["klinik-1", "klinik-2"], [Role.CLINIC_STAFF], OF_A_CLINIC)
        balai_of_one = self.organisation("Balai Contoh 2", OrganisationKind.BALAI)
        self.desk(balai_of_one, ["petugas-satu"], [Role.REFERRAL_OFFICER], OF_THE_BALAI)
        sender = self.member("koordinator-satu", balai_of_one, [Role.COORDINATOR])
        clinic_of_one = self.organisation("Klinik Contoh 2", OrganisationKind.KLINIK)
        self.desk(clinic_of_one, ["klinik-satu"], [Role.CLINIC_STAFF], OF_A_CLINIC)
        for lks in self.lks:
            self.offers(lks, ("PENDAMPINGAN",))

        self.cursor.execute(CLIENTS, [self.balai.pk])
        clients = self.cursor.fetchall()
        self.those_that_run(clients, clinic)
        first = clients[0]
        late = self.now - timedelta(minutes=40)
        self.running(first, balai_of_one, "DIKIRIM", late)
        self.running(first, clinic_of_one, "DIJADWALKAN", self.today(9))
        self.care_of(balai_of_one, first, sender)
        self.running((*first[:3], balai_of_one.pk, sender.pk, first[5]), self.balai, "DIKIRIM", late)
        for lks in self.lks[:3]:
            own = [client for client in clients if client[3] == lks.pk]
            for state, count in (("DIUSULKAN", PROPOSED), ("DRAF", DRAFTED)):
                for client in self.draw.sample(own, min(count, len(own))):
                    self.unsent(client, state)
        shared = [client for client in clients if client[5]]
        for _ in range(2 * len(clients) - self.number):
            to, client = self.draw.choices((self.balai, clinic, None), (6, 3, 1))[0], self.draw.choice(clients)
            if to is None:
                to = self.draw.choice([lks for lks in self.lks if lks.pk != client[3]])
            self.over(self.draw.choice(shared) if to == self.balai else client, to)
        self.copy()
        self.cursor.execute(FOLLOWED)
        self.cursor.execute(ASIDE, {"balai": self.balai.pk, "looks": LOOKS})

    def those_that_run(self, clients, clinic):
        everyday = [client for client in clients if client[5] and client[3] == self.lks[0].pk]
        shared = [client for client in clients if client[5]]
        wanted = at_the_balai(len(clients))
        chosen = self.draw.sample(everyday, min(OF_THE_EVERYDAY_LKS, wanted, len(everyday)))
        for client in [*chosen, *self.draw.choices(shared, k=wanted - len(chosen))]:
            self.running(client, self.balai, self.draw.choices(list(RUN), RUN.values())[0], self.due())
        for number in range(min(AT_A_CLINIC, len(clients))):
            client, state = self.draw.choice(clients), self.draw.choices(list(RUN), RUN.values())[0]
            if number % 3:
                self.running(client, clinic, state, self.due())
            else:
                self.running(client, clinic, "DIJADWALKAN", self.today(8 + number % 9))

    def due(self):
        minutes = self.draw.randint(-LATE_DAYS * 1440, AHEAD_DAYS * 1440)
        return self.now + timedelta(minutes=minutes)

    def today(self, hour):
        from django.utils import timezone

        return timezone.localtime(self.now).replace(hour=hour, minute=0, second=0, microsecond=0)

    def running(self, client, to, state, due):
        """One that is due at this time; an appointment is on that very day."""
        sent = min(due - timedelta(days=2), self.now - timedelta(hours=1))
        answered = sent + timedelta(minutes=30)
        times = {"sent_at": sent, "answer_by": due, "seen_by": max(due, sent + timedelta(days=14)), "due_at": due}
        if state != "DIKIRIM":
            times |= {"answered_at": answered, "person_id": self.draw.choice(self.people[to.pk])}
        if state in ("DIJADWALKAN", "TIDAK_HADIR"):
            times["appointment_at"] = due
        if state == "DITANGANI":
            times |= {"served_at": answered, "feedback_by": due}
        self.sent(client, to, state, changed_at=answered if len(times) > 4 else sent, **times)

    def over(self, client, to):
        """One that was sent in the last three years and is closed."""
        state = self.draw.choices(list(OVER), OVER.values())[0]
        sent = self.now - timedelta(days=self.draw.randint(12, 1_100), minutes=self.draw.randint(0, 1_400))
        answered, served = sent + timedelta(hours=5), sent + timedelta(days=self.draw.randint(1, 5))
        closed = served + timedelta(days=self.draw.randint(0, 7), minutes=self.draw.randint(1, 400))
        times = {"sent_at": sent, "answer_by": sent + timedelta(days=2), "seen_by": sent + timedelta(days=14),
                 "closed_at": closed, "changed_at": closed}  # fmt: skip
        if state in ("SELESAI", "TIDAK_HADIR_AKHIR"):
            times |= {"answered_at": answered, "person_id": self.draw.choice(self.people[to.pk]),
                      "appointment_at": served}  # fmt: skip
        if state == "SELESAI":
            times |= {"served_at": served, "feedback_by": served + timedelta(days=7), "outcome": "tercapai"}
        self.sent(client, to, state, **times)

    def sent(self, client, to, state, **values):
        self.number += 1
        self.add(
            client, to, state, number=f"{self.number:07d}/LKS/{values['sent_at']:%Y}", sent_by_id=client[4],
            consent_id=client[5] if to == self.balai else None, reason=REASONS.get(state, ""),
            made_at=values["sent_at"] - timedelta(minutes=20), **values,
        )  # fmt: skip

    def unsent(self, client, state):
        self.number += 1
        made = self.now - timedelta(days=self.draw.randint(0, 9), minutes=5)
        proposed = made + timedelta(minutes=3) if state == "DIUSULKAN" else None
        self.add(client, self.balai, state, made_at=made, proposed_at=proposed, changed_at=proposed or made)

    def add(self, client, to, state, **values):
        pk, (client_id, code, kelurahan, sender, author, _consent) = self.id(), client
        kind, service = self.draw.choice(self.services[to.pk])
        self.referrals.add({
            "id": pk, "client_id": client_id, "client_code": code, "kelurahan_id": kelurahan, "sender_id": sender,
            "receiver_id": to.pk, "service_id": service, "kind_id": kind, "state": state, "author_id": author,
            "urgency": self.draw.choices(list(URGENT), URGENT.values())[0], **values,
        })  # fmt: skip
        name = self.names.call_name(self.names.legal_name())
        self.texts.add({
            "referral_id": pk, "client_id": client_id, "reason": self.draw.choice(WHY), "wanted": "Bantuan awal",
            "summary": "Tinggal bersama keluarga.", "call_name": name, "way": "wa", "phone": "+6281200000000",
            "time": "setelah 16.00", "may_say": "teman lama", "home_visit": "ya", "transport": "sendiri",
        })  # fmt: skip
        if len(self.referrals.lines) >= AT_ONCE:
            self.copy()

    def copy(self):
        self.referrals.copy()
        self.texts.copy()

    def organisation(self, name, kind):
        from accounts.models import Organisation
        from cases.management.copying import copy_in

        made = Organisation(id=self.id(), name=name, short_name=name, kind=kind)
        copy_in(Organisation, [made])
        return made

    def member(self, login, place, roles):
        from accounts.models import Membership, User
        from cases.management.copying import copy_in

        since = self.now - timedelta(days=900)
        user = User(
            id=self.id(), username=login, password=self.password, display_name=self.names.legal_name(),
            date_joined=since,
        )  # fmt: skip
        made = Membership(
            id=self.id(), user=user, organisation=place, roles=[str(role) for role in roles], created_at=since
        )  # fmt: skip
        copy_in(User, [user])
        copy_in(Membership, [made])
        return made

    def desk(self, place, logins, roles, kinds):
        """Those who answer there, and what it offers."""
        self.people[place.pk] = [self.member(login, place, roles).pk for login in logins]
        self.offers(place, kinds)

    def offers(self, place, kinds):
        from accounts.models import Membership
        from cases.management.copying import copy_in
        from referrals.models import Service

        if place.pk not in self.people:
            members = Membership.objects.filter(organisation=place, roles__contains=["koordinator"])
            self.people[place.pk] = list(members.order_by("pk").values_list("pk", flat=True))
        made = [Service(id=self.id(), provider=place, kind_id=kind, about="Layanan contoh.") for kind in kinds]
        copy_in(Service, made)
        self.services[place.pk] = [(one.kind_id, one.pk) for one in made]

    def care_of(self, place, client, by):
        from cases.management.copying import copy_in
        from cases.models import Grant, Level

        grant = Grant(
            id=self.id(), client_id=client[0], holder_id=place.pk, level=Level.CARE, basis="share", opened_by=by
        )
        copy_in(Grant, [grant])

    def id(self):
        return uuid.UUID(int=self.draw.getrandbits(128), version=4)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    main()
