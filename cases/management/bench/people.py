"""The organisations and members of a bench world. All have one password, hashed once."""

import random
import uuid
from datetime import UTC, datetime

from django.contrib.auth.hashers import make_password

from accounts.models import Membership, Notice, Organisation, User
from accounts.roles import OrganisationKind, Role
from cases.management.bench.plan import COMPANION_OF
from cases.management.copying import copy_in
from cases.management.invented_names import InventedNames

PASSWORD = "bench-world-of-invented-people"  # noqa: S105, everyone in this world is invented
LONG_AGO = datetime(2023, 1, 1, tzinfo=UTC)
NOTICES = 6


class People:
    """Collects organisations, users, memberships and notices; `write` copies them in."""

    def __init__(self, plan):
        self.plan = plan
        self.draw = random.Random(plan.seed)
        self.names = InventedNames(plan.seed)
        self.password = make_password(PASSWORD)
        self.rows = {Organisation: [], User: [], Membership: [], Notice: []}

    def invent(self):
        plan = self.plan
        balai = self.organisation("Balai Contoh", OrganisationKind.BALAI)
        plan.balai = balai.id
        count = plan.measured + plan.other_workers
        plan.social_workers = [
            self.member(f"peksos-{n}", balai, Role.SOCIAL_WORKER, noticed=n <= plan.measured).id
            for n in range(1, count + 1)
        ]
        self.member("koordinator-balai", balai, Role.COORDINATOR, noticed=True)
        self.member("supervisor-balai", balai, Role.SUPERVISOR)
        for lks in plan.lks:
            organisation = self.organisation(f"LKS Contoh {lks.number}", OrganisationKind.LKS)
            lks.id = organisation.id
            for n in range(1, 3 + lks.size // 1_000):
                login = f"koordinator-{lks.number}" + (f"-{n}" if n > 1 else "")
                lks.coordinators.append(self.member(login, organisation, Role.COORDINATOR, noticed=n == 1).id)
            for n in range(1, -(-lks.size // COMPANION_OF) + 1):
                lks.companions.append(self.member(f"pendamping-{lks.number}-{n}", organisation, Role.COMPANION).id)
        return self

    def organisation(self, name, kind):
        made = Organisation(id=self._id(), name=name, short_name=name, kind=kind)
        self.rows[Organisation].append(made)
        return made

    def member(self, login, organisation, role, *, noticed=False):
        name = self.names.legal_name()
        user = User(id=self._id(), username=login, password=self.password, display_name=name, date_joined=LONG_AGO)
        made = Membership(id=self._id(), user=user, organisation=organisation, roles=[str(role)], created_at=LONG_AGO)
        self.rows[User].append(user)
        self.rows[Membership].append(made)
        for _ in range(NOTICES if noticed else 0):
            self.rows[Notice].append(Notice(id=self._id(), membership=made, kind="step_for_you", created_at=LONG_AGO))
        return made

    def write(self):
        for model, rows in self.rows.items():
            copy_in(model, rows)

    def _id(self):
        return uuid.UUID(int=self.draw.getrandbits(128), version=4)
