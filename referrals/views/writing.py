"""Write a referral: to whom, why, and what they will read. Proposed by a companion, sent by who may."""

from urllib.parse import urlencode
from uuid import UUID

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from accounts.roles import Right
from accounts.rules import NotAllowed
from cases import visit_facts
from cases.models import HomeVisit, Identity
from cases.presenting import way_in_words
from cases.rules import NotPossible
from cases.views.base import bound, client_in_care, page, said, sent_differently, token_of, warned
from cases.vocabulary import Health, Kind, ServiceFamily
from companions.models import Assignment
from privacy import drafts, tokens
from privacy.receipts import SentTwiceDifferently
from referrals import actions, rules
from referrals.forms.writing import THEN, CancelForm, NoteForm, ReferralForm, TelephonedForm
from referrals.models import Referral, ReferralContent, Service
from referrals.models.referral import born_words
from referrals.states import MOVES, UNSENT, Side, State
from referrals.views.base import GET_POST, done, opened, referral_or_404
from referrals.vocabulary import FITS, SCREENING, Urgency

FORM = "referral"
MOST_FITTING = 5
FOLDED = ("summary", "given_before", "special_needs", "transport", "companion", "with_name")


@require_http_methods(GET_POST)
def referral_new(request, pk):
    """First to whom, then why; `?layanan=` names the service, `?kunjungan=` the visit that it comes from, `?seperti=`
    a referral that came to nothing, whose words are taken over.
    """
    client = client_in_care(request, pk)
    _check_writes(request.actor)
    service = _service(request.GET.get("layanan"))
    if service is None:
        return _choose(request, client)
    return _write(request, client, service, subject=client.pk)


@require_http_methods(GET_POST)
def referral_edit(request, pk):
    """A draft or a proposal, written anew; another service may be chosen."""
    row = referral_or_404(request, pk)
    client = client_in_care(request, row.client_id)
    try:
        rules.check_is_unsent(row)
    except NotPossible as refusal:
        warned(request, str(refusal))
        return redirect("referral_detail", pk=row.pk)
    if row.author_id != request.actor.id and not rules.may_send_kind(request.actor, row.kind):
        raise NotAllowed(_("Its author changes this draft."))
    if request.GET.get("layanan") == "":
        return _choose(request, client)
    service = _service(request.GET.get("layanan")) or row.service
    return _write(request, client, service, subject=row.pk, row=row)


def _check_writes(actor):
    if not any(
        actor.may(right) for right in (Right.SEND_REFERRALS, Right.PROPOSE_REFERRALS, Right.REFER_TO_COMPANIONS)
    ):
        raise NotAllowed(_("Referrals are written by companions, social workers and coordinators."))


def _service(text):
    try:
        return Service.objects.offered().select_related("kind", "provider").filter(pk=UUID(text)).first()
    except (TypeError, ValueError):
        return None


def _choose(request, client):
    """Who offers what; of an emergency the telephones stand on top."""
    services, sender = Service.objects.offered(), rules.sender_for(request.actor, client)
    services = services.select_related("kind", "provider")
    if not (request.actor.may(Right.SEND_REFERRALS) or request.actor.may(Right.PROPOSE_REFERRALS)):
        services = services.filter(kind__family=ServiceFamily.COMPANIONS)
    if client.case.kind == Kind.ODHIV:
        services = services.exclude(kind__in=rules.FOR_UNKNOWN)
    services = list(services.order_by("provider__name", "kind__position"))
    services = [one for one in services if rules.is_sensible(one, client, sender)]
    groups = {}
    for one in services:
        groups.setdefault(one.provider, []).append(one)
    visit = _visit(request, client)
    context = {
        "fitting": _fitting(services, visit),
        "groups": groups.items(),
        "query": urlencode({name: request.GET[name] for name in ("kunjungan", "seperti") if request.GET.get(name)}),
        "emergency": bool(visit and visit.red_flags),
    }
    return page(request, "referrals/writing/choose.html", client, context)


def _fitting(services, visit):
    """What answers the red flags and needs of the visit, the most pressing first."""
    shown = [*visit.red_flags, *([SCREENING] if visit.screening_positive else []), *visit.needs] if visit else []
    wanted = [kind for one in shown for kind in FITS.get(one, ())]
    place = {kind: number for number, kind in reversed(list(enumerate(wanted)))}
    return sorted((one for one in services if one.kind_id in place), key=lambda one: place[one.kind_id])[:MOST_FITTING]


def _write(request, client, service, *, subject, row=None):
    actor = request.actor
    sender = rules.sender_for(actor, client)
    consent = rules.consent_for(client, service.kind, sender, service.provider)
    text = ReferralContent.objects.visible_to(actor).filter(pk=row.pk).first() if row else None
    visit = _visit(request, client)
    initial = _initial(*((row, text) if row else _like(request, client)), visit)
    options = {"companions": _companions(client), "times": service.times, "asks": service.asks}
    form, saved_at = bound(request, ReferralForm, FORM, subject, initial=initial, **options)
    wish = request.POST.get("lalu", "")
    if wish == "persetujuan":
        return _to_consent(request, client, service, subject)
    if request.method == "POST" and wish != "lihat" and form.is_valid():
        try:
            made = _save(request, client, service, form, subject, row, visit)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where=reverse("referral_list"), back="referral_list")
        else:
            said(request, _sentence(made, wish))
            return redirect(made)
    alike = [one for one in rules.similar(actor, client, service.kind) if row is None or one.pk != row.pk]
    context = {
        "form": form, "saved_at": saved_at, "service": service, "row": row, "name": FORM, "subject": subject,
        "consent": consent, "needs_consent": sender.pk != service.provider_id, "alike": alike, "sender": sender,
        "may_send": rules.may_send_kind(actor, service.kind), "may_consent": actor.may(Right.RECORD_CONSENT),
        "waits": row is not None and row.state == State.PROPOSED, "preview": _preview(client, form),
        "emergency": form["urgency"].value() == Urgency.EMERGENCY,
        "has_more": bool(set(FOLDED) & set(service.asks)) or any(form[one].value() for one in FOLDED),
    }  # fmt: skip
    return page(request, "referrals/writing/write.html", client, context)


def _sentence(made, wish):
    if made.state == State.SENT:
        return _("Sent. You read here and on your home page how it goes on.")
    if made.state == State.PROPOSED:
        return _("Saved.") if wish == "draf" else _("Proposed. Your coordinator looks at it and sends it.")
    return _("Kept as a draft. Only you see it.")


def _save(request, client, service, form, subject, row, visit):
    data = form.cleaned_data
    then = THEN.get(request.POST.get("lalu", ""), State.DRAFT)
    companion = Membership.objects.filter(pk=data["companion"]).first() if data["companion"] else None
    fields = ("reason", "urgency", "wanted", "summary", "given_before", "special_needs", "transport", "with_name")
    return actions.write(
        token=token_of(request, FORM, subject), client=client, by=request.actor, service=service, referral=row,
        then=then, companion=companion, telephoned_at=data["telephoned_at"], telephoned_to=data["telephoned_to"],
        visit_id=visit and visit.pk, **{field: data[field] for field in fields},
    )  # fmt: skip


def _to_consent(request, client, service, subject):
    """What was typed becomes the draft of this form, and the consent's page leads back to it."""
    try:
        drafts.save(request.actor.id, tokens.read_for(request, FORM, subject), request.POST)
    except tokens.NoToken:
        warned(request, _("This page was open for too long. Look it over and save once more."))
        return redirect(request.get_full_path())
    query = {"untuk": service.kind.consent, "lembaga": service.provider_id, "next": request.get_full_path()}
    return redirect(f"{reverse('consent_new', args=[client.pk])}?{urlencode(query)}")


def _preview(client, form):
    """[(label, value)] as the receiver will read it: what stands in the form, and of the client what goes with it."""
    card, who = client.card, {name: form[name].value() or "" for name in form.fields}
    choices = {name: dict(form.fields[name].choices) for name in ("transport", "companion")}
    typed = [(form[name].label, who[name]) for name in ("reason", "wanted", *FOLDED[:3])]
    name = Identity.objects.get(pk=client.pk).legal_name if who["with_name"] else ""
    return [
        (_("Called"), card.call_name), (_("Code"), client.code), (_("Legal name"), name),
        (_("Sex"), client.get_sex_display()), (_("Year of birth"), born_words(client)),
        (_("Kelurahan"), client.kelurahan.name if client.kelurahan else ""),
        (_("Safe way to make contact"), way_in_words(card)),
        (_("What may be said"), card.may_say), (_("What must never happen"), card.never),
        (_("Home visit"), card.get_home_visit_display() if card.home_visit else ""), *typed,
        (form["transport"].label, who["transport"] and choices["transport"].get(who["transport"], "")),
        (form["companion"].label, who["companion"] and choices["companion"].get(str(who["companion"]), "")),
    ]  # fmt: skip


def _visit(request, client):
    try:
        return (
            HomeVisit.objects.visible_to(request.actor).filter(client=client, pk=UUID(request.GET["kunjungan"])).first()
        )
    except (KeyError, ValueError):
        return None


def _like(request, client):
    """(referral, its words) that the address names, of the same client and in sight; (None, None) without one."""
    try:
        pk = UUID(request.GET["seperti"])
    except (KeyError, ValueError):
        return None, None
    row = Referral.objects.visible_to(request.actor).filter(client=client.pk, pk=pk).first()
    text = ReferralContent.objects.visible_to(request.actor).filter(pk=pk).first() if row else None
    return (row, text) if text else (None, None)


def _initial(row, text, visit):
    """What stands there already, or what the visit says."""
    if text is not None:
        fields = ("reason", "wanted", "summary", "given_before", "special_needs", "transport")
        found = {field: getattr(text, field) for field in fields}
        return found | {
            "urgency": row.urgency,
            "telephoned_at": row.telephoned_at,
            "telephoned_to": text.telephoned_to,
            "companion": text.companion_id or "",
            "with_name": bool(text.legal_name),
        }
    if visit is None:
        return {}
    words = [visit_facts.said(visit, name) for name in ("red_flags", "needs")]
    words.insert(1, _("The five questions of the visit call for an examination") if visit.screening_positive else "")
    urgent = bool(visit.red_flags) or visit.health == Health.REFER_NOW
    pressing = Urgency.URGENT if visit.screening_positive else Urgency.ROUTINE
    return {"urgency": Urgency.EMERGENCY if urgent else pressing, "reason": ", ".join(filter(None, words))}


def _companions(client):
    rows = Assignment.objects.current().filter(client=client).select_related("companion__user")
    return [(str(one.companion_id), one.companion.display_name) for one in rows]


def _not_now(request, row, to):
    """None while the actor may bring this about; the way back with who was first; else NotAllowed."""
    if to in rules.possible(request.actor, row):
        return None
    if not rules.sides_of(request.actor, row) & {Side.SENDER, Side.AUTHOR}:
        raise NotAllowed(_("This step is for the sender of the referral."))
    if (State(row.state), to) in MOVES:
        raise NotAllowed(_("Whoever coordinates does this step."))
    warned(request, rules.who_was_first(row, request.actor))
    return redirect(row)


@require_http_methods(GET_POST)
def referral_send(request, pk):
    """Send a proposal or draft as it stands; an emergency asks for the call."""
    row = referral_or_404(request, pk)
    if not (row.state == State.SENT and row.sent_by_id == request.actor.id) and (
        stop := _not_now(request, row, State.SENT)
    ):
        return stop
    sentence = _("Sent. You read here and on your home page how it goes on.")
    text = ReferralContent.objects.visible_to(request.actor).filter(pk=row.pk).first()
    called = bool(row.telephoned_at and text and text.telephoned_to)
    if row.state != State.SENT and (missing := _consent_missing(row)):
        return _ask_consent(request, row, missing)  # before the call is asked for: the page of the consent keeps it too
    if row.urgency != Urgency.EMERGENCY or row.state == State.SENT or called:
        return _send_as_it_stands(request, row, sentence) if request.method == "POST" else redirect(row)
    pressed = request.method == "POST" and "telephoned_to" not in request.POST  # the button of another page
    form = TelephonedForm(request.POST if request.method == "POST" and not pressed else None)
    if form.is_bound and form.is_valid():
        try:
            actions.send(referral=row, by=request.actor, **form.cleaned_data)
        except rules.NoConsent as refusal:
            return _ask_consent(request, row, refusal)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, sentence)
            return redirect(row)
    opened(request, [row])
    return render(request, "referrals/writing/telephoned.html", {"row": row, "form": form, "text": text})


def _consent_missing(row):
    """The refusal that sending would meet for want of a consent, or None."""
    try:
        rules.check_consent(row.client, row.kind, row.sender, row.receiver)
    except rules.NoConsent as refusal:
        return refusal
    return None


def _send_as_it_stands(request, row, sentence):
    try:
        return done(request, row, actions.send, sentence, on_refusal=rules.NoConsent)
    except rules.NoConsent as refusal:
        return _ask_consent(request, row, refusal)


def _ask_consent(request, row, refusal):
    """To where the consent is taken, with all that was written."""
    warned(request, str(refusal))
    return redirect(f"{reverse('referral_edit', args=[row.pk])}#persetujuan")


def _confirm(request, row, form, verb, words):
    if request.method == "POST" and form.is_valid():
        try:
            verb(referral=row, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, words["sentence"])
            return redirect(words.get("on_to", row.get_absolute_url()))
    opened(request, [row])
    return render(request, "referrals/writing/confirm.html", {"row": row, "form": form, **words})


@require_http_methods(GET_POST)
def referral_send_back(request, pk):
    """A proposal goes back to its author with the reason, out of the sender's sight."""
    row = referral_or_404(request, pk)
    if stop := _not_now(request, row, State.DRAFT):
        return stop
    words = {
        "question": _("Send this proposal back?"),
        "yes": _("Yes, send it back"),
        "happens": [_("Only its author sees it then, with your reason.")],
        "sentence": _("Sent back. Its author is told."),
        "on_to": reverse("referral_list"),
    }
    return _confirm(request, row, NoteForm(request.POST or None), actions.send_back, words)


@require_http_methods(GET_POST)
def referral_cancel(request, pk):
    """The sender takes it back, with the reason."""
    row = referral_or_404(request, pk)
    if stop := _not_now(request, row, State.CANCELLED):
        return stop
    happens = [_("It cannot be opened again; a new one can be written.")]
    if row.state not in UNSENT:
        happens.append(_("The receiver is told, and sees the client for 30 days more."))
    words = {
        "question": _("Cancel this referral?"),
        "yes": _("Yes, cancel it"),
        "happens": happens,
        "sentence": _("Cancelled."),
    }
    return _confirm(request, row, CancelForm(request.POST or None), actions.cancel, words)
