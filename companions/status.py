"""Whether someone may accompany now: derived from facts, never stored."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """In the order in which the first that holds is shown."""

    LEFT = "berhenti", _("Has left")
    NO_PLEDGE = "belum_ikrar", _("Pledge not signed yet")
    UNTRAINED = "belum_bersertifikat", _("No certificate yet")
    EXPIRED = "kedaluwarsa", _("Certificate ran out")
    AWAY = "cuti", _("Away")
    LEAVING = "akan_berhenti", _("Leaves soon")
    ACTIVE = "aktif", _("Active")


@dataclass(frozen=True)
class Facts:
    """`certificate_until` is the last day of the newest certificate, `away_until` the last day of a present absence."""

    active: bool = True
    pledged_on: date | None = None
    certificate_until: date | None = None
    away_until: date | None = None
    leaves_on: date | None = None


def status_of(facts, today):
    """The status on a day."""
    if not facts.active or (facts.leaves_on and facts.leaves_on < today):
        return Status.LEFT
    if facts.pledged_on is None:
        return Status.NO_PLEDGE
    if facts.certificate_until is None:
        return Status.UNTRAINED
    if facts.certificate_until < today:
        return Status.EXPIRED
    if facts.away_until and facts.away_until >= today:
        return Status.AWAY
    return Status.LEAVING if facts.leaves_on else Status.ACTIVE
