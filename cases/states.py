"""What a case can be and what may follow (design, section 4). Imports nothing of ours.

The table of stages is the only list of moves: rules read what a move demands from it, pages offer what it allows.
"""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    PROSPEK = "PROSPEK", _("Prospective client")
    ASESMEN = "ASESMEN", _("In intake")
    AKTIF = "AKTIF", _("Active")
    TANGGUH = "TANGGUH", _("On hold")
    TERMINASI = "TERMINASI", _("Closed")
    BIMBINGAN_LANJUT = "BIMBINGAN_LANJUT", _("After-care")


RUNNING = (Stage.ASESMEN, Stage.AKTIF, Stage.TANGGUH, Stage.BIMBINGAN_LANJUT)


class Demand(Enum):
    """What a move of the stage asks for."""

    CONSENT = _("consent to record-keeping and companionship (C1)")
    WORKER = _("a responsible worker")
    CARD = _("a contact card that was checked with the client")
    GUARDIAN = _("a guardian, because the client is under 18")
    REASON = _("a reason")
    UNTIL = _("the date until when")
    DATE = _("the date")
    CLOSING = _("the closing page")
    PLAN = _("a plan for after-care")


# (from, to): demands. An import starts at ASESMEN with kind ODHIV.
MOVES = {
    (Stage.PROSPEK, Stage.ASESMEN): (Demand.CONSENT, Demand.REASON),
    (Stage.PROSPEK, Stage.TERMINASI): (Demand.CLOSING, Demand.REASON),
    (Stage.ASESMEN, Stage.AKTIF): (Demand.CONSENT, Demand.WORKER, Demand.CARD, Demand.GUARDIAN, Demand.REASON),
    (Stage.ASESMEN, Stage.TERMINASI): (Demand.CLOSING, Demand.REASON),
    (Stage.AKTIF, Stage.TANGGUH): (Demand.REASON, Demand.UNTIL),
    (Stage.AKTIF, Stage.TERMINASI): (Demand.CLOSING, Demand.REASON),
    (Stage.TANGGUH, Stage.AKTIF): (Demand.DATE,),
    (Stage.TANGGUH, Stage.TERMINASI): (Demand.CLOSING, Demand.REASON),
    (Stage.TERMINASI, Stage.BIMBINGAN_LANJUT): (Demand.PLAN,),
    (Stage.TERMINASI, Stage.ASESMEN): (Demand.REASON,),
    (Stage.BIMBINGAN_LANJUT, Stage.AKTIF): (Demand.REASON,),
    (Stage.BIMBINGAN_LANJUT, Stage.TERMINASI): (Demand.REASON,),
}
FIRST_STAGES = (Stage.PROSPEK, Stage.ASESMEN)


def next_stages(stage):
    """The stages that may follow."""
    return [to for (from_, to) in MOVES if from_ == stage]


class PlanState(models.TextChoices):
    RENCANA = "RENCANA", _("Planned")
    TUNDA = "TUNDA", _("Moved")
    BATAL = "BATAL", _("Cancelled")
    SELESAI = "SELESAI", _("Done")


# A plan that was moved stays as it was, with its reason; the new date is a new plan.
PLAN_MOVES = {PlanState.RENCANA: (PlanState.TUNDA, PlanState.BATAL, PlanState.SELESAI)}
