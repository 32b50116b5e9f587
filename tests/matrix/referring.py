"""Referrals in the matrix's world: from one house to a centre, in every standing a page asks for."""

from datetime import timedelta

from django.utils import timezone

from cases import actions as cases
from cases.models import Consent, ServiceKind
from privacy import tokens
from privacy.context import acting_as
from referrals import actions
from referrals.models import Check, Service
from referrals.states import State
from tests.clients import give_consent


def refer(by, officer, client, other):
    """{what: its id}: referrals of a client of `by`'s to `officer`'s organisation, walked to where each page needs one.

    `other` is a client who takes the consent back.
    """

    def key(who, form="r"):
        return tokens.new(who, form)

    with acting_as(officer):
        for kind in ("KEDARURATAN", "PEMBERDAYAAN"):
            if not Service.objects.filter(provider=officer.organisation, kind=kind).exists():
                actions.keep_service(
                    token=key(officer, "s"), by=officer, provider=officer.organisation,
                    kind=ServiceKind.objects.get(pk=kind), about="Qwurp layananku", needs="Qwurp syaratku",
                    duty_phone="0812-0000-0099",
                )  # fmt: skip
        services = {one.kind_id: one for one in Service.objects.filter(provider=officer.organisation).select_related(
            "kind", "provider")}  # fmt: skip
    give_consent(client, by, "C4", organisation=officer.organisation)
    now = timezone.now()

    def write(then=State.SENT, kind="KEDARURATAN", whom=client, urgency="BIASA"):
        with acting_as(by):
            return actions.write(
                token=key(by), client=whom, by=by, service=services[kind], reason="Qwurp alasanku", then=then,
                urgency=urgency,
                wanted="Qwurp mintaku", summary="Qwurp ringkasku", given_before="Qwurp dahuluku",
                special_needs="Qwurp khususku", with_name=True,
            )  # fmt: skip

    def walk(referral, *steps):
        with acting_as(officer):
            for verb, more in steps:
                getattr(actions, verb)(referral=referral, by=officer, **more)
        return referral

    take = ("take", {})
    schedule = ("schedule", {"at": now - timedelta(minutes=5), "place": "Qwurp tempatku", "note": "Qwurp catatanku"})
    serve = ("serve", {})
    made = {
        "referral": write(), "proposal": write(State.PROPOSED), "accepted": walk(write(), take),
        "scheduled": walk(write(), take, schedule), "served": walk(write(), take, serve),
        "no_show": walk(write(), take, schedule, ("no_show", {"reason": "lupa", "note": "Qwurp lupaku"})),
        "closed": walk(write(kind="PEMBERDAYAAN"), take, serve),
        "emergency": write(State.PROPOSED, urgency="DARURAT"),
    }  # fmt: skip
    with acting_as(officer):
        given = actions.give_feedback(
            token=key(officer, "f"), referral=made["closed"], by=officer, done="Qwurp kegiatanku", outcome="tercapai",
            amount=2_500_000, decision_no="Qwurp nomorku", answers={"skill": "Qwurp keahlianku"},
        )  # fmt: skip
        check, answered, *_rest = Check.objects.filter(service=given).order_by("months")
        actions.answer_check(check=answered, by=officer, still_running=True, obstacles="Qwurp halangku")
        spoiled = walk(write(), take, serve)
        wrong = actions.give_feedback(
            token=key(officer, "f"), referral=spoiled, by=officer, done="Qwurp kelirunya", outcome="sebagian"
        )
        wrong.detail.done = "Qwurp kelirunya lagi"
        wrong.detail.save(update_fields=["done"])
        actions.reopen(referral=spoiled, by=officer, note="Qwurp bukaku")
        visit = actions.record_visit(
            token=key(officer, "v"), referral=made["accepted"], by=officer, visited_at=now, place="rumah",
            result="TIDAK_BERTEMU", done="Qwurp lawatanku",
        )  # fmt: skip
    with acting_as(by):
        actions.print_letter(referral=made["referral"], by=by)
    given_by = give_consent(other, by, "C4", organisation=officer.organisation)
    write(whom=other)
    with acting_as(by):
        cases.withdraw(token=key(by, "w"), consent=given_by, by=by)
        taken_back = Consent.objects.filter(client=other, decision="DITARIK").latest("recorded_at")
    ids = {what: referral.pk for what, referral in made.items()}
    return {
        **ids,
        "given": given.pk,
        "check": check.pk,
        "withdrawn_line": taken_back.pk,
        "visit_under": visit.pk,
        "service": services["KEDARURATAN"].pk,
    }
