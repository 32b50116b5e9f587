from referrals.models.directory import Service
from referrals.models.letter import LetterNumber, LetterPrint
from referrals.models.referral import Check, Referral, ReferralContent, ReferralEvent, Withdrawn

__all__ = [
    "Check",
    "LetterNumber",
    "LetterPrint",
    "Referral",
    "ReferralContent",
    "ReferralEvent",
    "Service",
    "Withdrawn",
]
