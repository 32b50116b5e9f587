"""The ledger of consents: given, refused, withdrawn. Lines are added, never changed."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.notices import notify
from accounts.roles import Right, Role
from accounts.rules import check_may
from cases import registry, rules
from cases.actions.sharing import drop_work_of, share
from cases.models import Client, Consent
from cases.vocabulary import NAMES_ORGANISATION, NAMES_PERSON, Decision, HowGiven, Purpose
from privacy.once import sent

TEXT_VERSION = "2026-1"


def until_from(from_on, months=None):
    """The last day of a consent given on `from_on`: the day is cut to the last one of a shorter month."""
    months = months or settings.CONSENT_MONTHS
    year, month = divmod(from_on.year * 12 + from_on.month - 1 + months, 12)
    for day in range(from_on.day, 27, -1):
        try:
            return from_on.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return from_on.replace(year=year, month=month + 1)


@transaction.atomic
def record(
    *, token, client, by, purpose, decision, organisation=None, person=None, from_on=None, until_on=None, **details
):
    """Write down that a consent was given or refused. Refusing one that a share hangs on ends the share.

    `details`: language, how, explained_by, witness, guardian, from_papers.
    """
    rules.check_can(by, Right.RECORD_CONSENT, client)
    _check_names(client, purpose, organisation, person)
    content = ["consent", client.pk, purpose, decision, organisation and organisation.pk, person and person.pk]
    sending = sent(token, by=by, content=[*content, from_on, until_on, details])
    if sending.repeated:
        return Consent.objects.filter(pk=sending.result).first()
    today = timezone.localdate()
    from_on = from_on or today
    if from_on > today:
        raise rules.NotPossible(_("A consent cannot begin after today."))
    if decision == Decision.GIVEN:
        until_on = until_on or until_from(from_on)
        if until_on < from_on:
            raise rules.NotPossible(_("The consent ends before it begins. Check the dates."))
        if details.get("how") == HowGiven.SPOKEN and not details.get("witness"):
            raise rules.NotPossible(_("A spoken consent needs a witness."))
        if rules.is_minor(client) and not details.get("guardian"):
            raise rules.NotPossible(_("The client is under 18: name the guardian who consents."))
    line = Consent(
        client=client,
        purpose=purpose,
        decision=decision,
        organisation=organisation,
        person=person,
        text_version=TEXT_VERSION,
        from_on=from_on,
        until_on=until_on if decision == Decision.GIVEN else None,
        recorded_by=by.membership,
        **details,
    )
    sending.done(line.pk)
    _add(line, by)
    return line


@transaction.atomic
def withdraw(*, token, consent, by):
    """Write down that the client takes a consent back; may be called under any live grant.

    A consent to sharing takes its share along in the same transaction (a trigger holds that). The line is written last:
    after it the one who wrote it may see nothing of the client any more.
    """
    check_may(by, Right.RECORD_CONSENT)
    client = Client.objects.filter(pk=consent.client_id).first()
    if client is None:
        raise rules.NotAllowed(_("This case is not with your organisation any more."))
    sending = sent(token, by=by, content=["withdraw", consent.pk])
    if sending.repeated:
        return
    live = rules.live_consent(client, consent.purpose, organisation=consent.organisation, person=consent.person)
    if live is None:
        raise rules.NotPossible(_("This consent is no longer in force. Nothing was changed."))
    line = Consent(
        client=client,
        purpose=live.purpose,
        decision=Decision.WITHDRAWN,
        organisation=live.organisation,
        person=live.person,
        text_version=live.text_version,
        language=live.language,
        from_on=timezone.localdate(),
        recorded_by=by.membership,
    )
    sending.done(line.pk)
    _add(line, by)


def _add(line, by):
    """The other side of a share that ends is told, and so are the coordinators of who registered the client."""
    if line.decision != Decision.GIVEN:
        named = {"organisation": line.organisation, "person": line.person}
        given = Consent.objects.filter(client=line.client, purpose=line.purpose, decision=Decision.GIVEN, **named)
        if given := given.order_by("-recorded_at", "-id").first():
            registry.withdrawing(given, by)
    if line.purpose == Purpose.C4 and line.decision != Decision.GIVEN:
        told = {line.organisation_id, line.client.registered_organisation_id} - {by.organisation.pk}
        for organisation_id in told:
            notify(
                organisation=organisation_id, role=Role.COORDINATOR, kind="consent_withdrawn", object_id=line.client_id
            )
        why = _("The client took back the consent to sharing.")
        drop_work_of(line.organisation_id, client=line.client, by=by, because=why)
    line.save(force_insert=True)


@transaction.atomic
def confirm_papers(*, token, by, lines, organisation=None, share_too=False):
    """Tick signed papers: `lines` is a list of (client, purposes, signed_on). All or nothing, once.

    C4 names `organisation`; with `share_too` its share opens in the same step. Gives how many clients were ticked.
    """
    content = ["papers", [[client.pk, sorted(purposes), day] for client, purposes, day in lines]]
    sending = sent(token, by=by, content=[*content, organisation and organisation.pk, share_too])
    if sending.repeated:
        return int(sending.result)
    today = timezone.localdate()
    for client, purposes, signed_on in lines:
        rules.check_can(by, Right.RECORD_CONSENT, client)
        if signed_on is None or signed_on > today:
            raise rules.NotPossible(
                _("%(code)s: give the date on which the paper was signed, not after today.") % {"code": client.code}
            )
        if until_from(signed_on) < today:
            raise rules.NotPossible(
                _("%(code)s: this paper is older than %(months)s months. Ask the client anew.")
                % {"code": client.code, "months": settings.CONSENT_MONTHS}
            )
        if rules.is_minor(client):
            raise rules.NotPossible(
                _("%(code)s is under 18: record this consent on the client's page, with the guardian.")
                % {"code": client.code}
            )
        for purpose in purposes:
            named = organisation if purpose in NAMES_ORGANISATION else None
            _check_names(client, purpose, named, None)
            _add(
                Consent(
                    client=client,
                    purpose=purpose,
                    decision=Decision.GIVEN,
                    organisation=named,
                    text_version=TEXT_VERSION,
                    how=HowGiven.WRITTEN,
                    from_on=signed_on,
                    until_on=until_from(signed_on),
                    from_papers=True,
                    recorded_by=by.membership,
                ),
                by,
            )
        if share_too and Purpose.C4 in purposes:
            share(client=client, organisation=organisation, by=by)
    sending.done(len(lines))
    return len(lines)


def _check_names(client, purpose, organisation, person):
    if purpose in NAMES_ORGANISATION and organisation is None:
        raise rules.NotPossible(_("Say for which organisation this consent is."))
    if purpose in NAMES_PERSON and (person is None or person.client_id != client.pk):
        raise rules.NotPossible(_("Say for which person of the household this consent is."))


def expires_soon(line):
    """True in the last days of a consent, when a line asks for it anew."""
    return line.until_on is not None and line.until_on - timezone.localdate() <= timedelta(
        days=settings.CONSENT_WARN_DAYS
    )
