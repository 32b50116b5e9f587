from companions.models.assignment import Assignment, ClientWord, Gap
from companions.models.companion import Absence, ClientBarrier, Companion, CompanionKind, CompanionWish
from companions.models.handover import HandOver, Offer
from companions.models.load import Load, LoadTouched
from companions.models.meeting import Attendance, Meeting
from companions.models.profile import OrganisationProfile
from companions.models.register import RegisterName
from companions.models.supervision import AgreedAction, DiscussedCase, Supervision
from companions.models.training import Certificate, Participant, SessionPresence, Training, TrainingSession

__all__ = [
    "Absence", "AgreedAction", "Assignment", "Attendance", "Certificate", "ClientBarrier", "ClientWord", "Companion",
    "CompanionKind", "CompanionWish", "DiscussedCase", "Gap", "HandOver", "Load", "LoadTouched", "Meeting", "Offer",
    "OrganisationProfile", "Participant", "RegisterName", "SessionPresence", "Supervision", "Training",
    "TrainingSession",
]  # fmt: skip
