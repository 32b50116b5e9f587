"""How a world of N clients is shared out. The same shape at every size, so that two sizes can be compared.

An LKS of 500 clients, one of 2,000 and as many of 5,000 as the rest fills; four of five clients are shared with the
Balai, which so holds most. The first social workers of the Balai have 30 clients each (theirs are the pages that are
measured); the others have what is left, unevenly.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

CASELOAD = 30
MEASURED_WORKERS = 16
LONG, TYPICAL = 0, 1  # places in a measured caseload: a history of 500 visits, and one of exactly five
LONG_HISTORY, TYPICAL_HISTORY = 500, 5
COMPANION_OF = 40  # clients of an LKS per companion, who accompanies three of five of them


@dataclass
class Lks:
    """One LKS, the numbers of the clients that it registered, and its members."""

    number: int
    start: int
    stop: int
    id: UUID = None
    coordinators: list = field(default_factory=list)
    companions: list = field(default_factory=list)

    @property
    def size(self):
        return self.stop - self.start


@dataclass
class Plan:
    clients: int
    seed: int
    today: date
    balai: UUID = None
    social_workers: list = field(default_factory=list)  # the measured ones first

    @cached_property
    def lks(self):
        found, start = [], 0
        for size in _sizes(self.clients):
            found.append(Lks(len(found) + 1, start, start + size))
            start += size
        return found

    def lks_of(self, number):
        return next(lks for lks in self.lks if number < lks.stop)

    @property
    def measured(self):
        """How many social workers have a caseload of 30."""
        return min(MEASURED_WORKERS, self.clients * 4 // 5 // CASELOAD)

    @property
    def other_workers(self):
        """The Balai's other social workers: more with more clients, though not in proportion."""
        return max(2, min(60, self.clients // 250))


def is_shared(number):
    """Whether the Balai holds this client by a share."""
    return number % 5 != 4


def place_in_caseload(plan, number):
    """(worker, place) in the measured caseloads, or None for the clients of all others."""
    if not is_shared(number):
        return None
    worker, place = divmod(number // 5 * 4 + number % 5, CASELOAD)
    return (worker, place) if worker < plan.measured else None


def _sizes(clients):
    left = clients
    for wanted in (500, 2_000):
        size = min(wanted, left // 2)
        left -= size
        yield size
    while left:
        size = min(5_000, left)
        left -= size
        yield size
