from cases.models.client import CaseFile, Client, ContactCard, HouseholdMember, Identity
from cases.models.consent import Consent
from cases.models.grants import FOREVER, TOP, Grant, Level, Responsibility
from cases.models.register import ImportedRow, RegisterFile
from cases.models.service import ServiceDetail, ServiceGiven, ServiceKind
from cases.models.visit import TB_QUESTIONS, HomeVisit, RestrictedNote
from cases.models.work import NextStep, PlannedVisit

__all__ = [
    "FOREVER",
    "TB_QUESTIONS",
    "TOP",
    "CaseFile",
    "Client",
    "Consent",
    "ContactCard",
    "Grant",
    "HomeVisit",
    "HouseholdMember",
    "Identity",
    "ImportedRow",
    "Level",
    "NextStep",
    "PlannedVisit",
    "RegisterFile",
    "Responsibility",
    "RestrictedNote",
    "ServiceDetail",
    "ServiceGiven",
    "ServiceKind",
]
