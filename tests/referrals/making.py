"""Invented referrals for tests, made by walking the real actions."""

from datetime import timedelta

from django.utils import timezone

from accounts.roles import OrganisationKind, Role
from cases import actions as case_actions
from cases.models import Consent, ServiceKind
from cases.vocabulary import Purpose
from privacy.context import acting_as
from referrals import actions
from referrals.models import Service
from referrals.states import State
from tests.clients import give_consent, make_client, token_for
from tests.people import make_clinic_staff, make_coordinator, make_member, make_organisation, make_referral_officer


def offer(staff, kind="KEDARURATAN", **fields):
    """A service of this person's organisation; put there as its staff would."""
    with acting_as(staff):
        there = Service.objects.filter(provider=staff.organisation, kind=kind).first()
        if there:
            return there
        fields.setdefault("duty_phone", "0812-0000-0101")
        return actions.keep_service(
            token=token_for(staff),
            by=staff,
            provider=staff.organisation,
            kind=ServiceKind.objects.get(pk=kind),
            **fields,
        )


def consent_to(client, staff, by, kind="KEDARURATAN"):
    """The client agrees that the receiver reads what it needs."""
    purpose = ServiceKind.objects.get(pk=kind).consent
    return give_consent(client, by, Purpose(purpose), organisation=staff.organisation)


def write(client, by, service, then=State.SENT, **more):
    more.setdefault("reason", "Rumah rusak karena angin")
    if more.get("urgency") == "DARURAT" and then == State.SENT:
        more.setdefault("telephoned_at", timezone.now() - timedelta(minutes=5))
        more.setdefault("telephoned_to", "Wulan, petugas jaga")
    with acting_as(by):
        return actions.write(token=token_for(by), client=client, by=by, service=service, then=then, **more)


def send_one(by, staff, kind="KEDARURATAN", client=None, **more):
    """A client of `by`, the consent, and the referral sent to `staff`'s organisation."""
    client = client or make_client(by, kind="PROSPEK" if kind == "VCT" else "ODHIV")
    if by.organisation.pk != staff.organisation.pk:
        consent_to(client, staff, by, kind)
    return write(client, by, offer(staff, kind), **more)


def bring_to(referral, state, sender, receiver):
    """Walk a sent referral to a state by the shortest way."""
    walk = {
        State.SENT: (),
        State.ACCEPTED: ("take",),
        State.DECLINED: ("decline",),
        State.SCHEDULED: ("take", "schedule"),
        State.SERVED: ("take", "schedule", "serve"),
        State.NO_SHOW: ("take", "schedule", "no_show"),
        State.NO_SHOW_CLOSED: ("take", "schedule", "no_show", "close_no_show"),
        State.DONE: ("take", "serve", "feedback"),
        State.CANCELLED: ("cancel",),
    }[state]
    for step in walk:
        do(step, referral, sender if step == "cancel" else receiver)
    return referral


def do(step, referral, by):
    """One verb with its least input."""
    now = timezone.now()
    wanted = {
        "take": {}, "decline": {"reason": "bukan_wilayah"},
        "schedule": {"at": now - timedelta(minutes=5), "place": "Kantor"},
        "serve": {},
        "no_show": {"reason": "lupa"}, "close_no_show": {"note": "Tidak ditemui"},
        "cancel": {"reason": "salah_kirim"},
        "put_back": {"note": "Salah orang"}, "unschedule": {"note": "Hujan"}, "undo_arrival": {},
        "reschedule": {"at": now + timedelta(days=2), "note": "Hujan"}, "reopen": {"note": "Salah catat"},
        "send": {}, "send_back": {"note": "Kurang jelas"},
    }  # fmt: skip
    with acting_as(by):
        if step == "feedback":
            return feedback(referral, by)
        return getattr(actions, step)(referral=referral, by=by, **wanted[step])


def feedback(referral, by, **more):
    more = {"done": "Makanan dan terpal diantar", "outcome": "tercapai", **more}
    with acting_as(by):
        return actions.give_feedback(token=token_for(by), referral=referral, by=by, **more)


def centre():
    """A referral officer of a new centre."""
    return make_referral_officer()


def clinic():
    return make_clinic_staff()


def sender():
    return make_coordinator()


def without_account():
    """An organisation that nobody works for in the application."""
    return make_organisation(OrganisationKind.LAIN)


def colleague(actor, role=None):
    return make_member(role or Role(actor.roles[0]), actor.organisation)


def withdraw(client, by, purpose="C4", organisation=None):
    with acting_as(by):
        rows = Consent.objects.filter(client=client, purpose=purpose, decision="SETUJU", organisation=organisation)
        case_actions.withdraw(token=token_for(by), consent=rows.latest("recorded_at"), by=by)
