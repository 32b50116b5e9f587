"""The ledger of consents, and sharing with another organisation."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation
from accounts.roles import Right
from cases import actions, registry, rules
from cases.actions.grants import holders_of
from cases.forms.consents import ConsentForm, ShareForm
from cases.models import Client, Consent, HouseholdMember
from cases.presenting import holders_in_words
from cases.views.base import bound, client_in_care, page, said, sent_differently, token_of
from cases.views.client_page import current_consents
from cases.vocabulary import ConsentState, Decision, Purpose
from privacy import access
from privacy.receipts import SentTwiceDifferently

GET_POST = ["GET", "HEAD", "POST"]
QUIET = (Purpose.C2, Purpose.C3, Purpose.C4)  # whose words may lie on a table


@require_safe
def consents(request, pk):
    """What holds today, and every line that was ever written."""
    client = client_in_care(request, pk)
    ledger = Consent.objects.filter(client=client).select_related("organisation", "person", "recorded_by__user")
    context = {
        "current": current_consents(client),
        "ledger": ledger.order_by("-recorded_at"),
        "may_record_consent": request.actor.may(Right.RECORD_CONSENT),
    }
    return page(request, "cases/consents.html", client, context)


@require_http_methods(GET_POST)
def consent_new(request, pk):
    client = client_in_care(request, pk, Right.RECORD_CONSENT)
    options = {
        "organisations": Organisation.objects.filter(active=True).exclude(pk__in=request.actor.organisations),
        "household": HouseholdMember.objects.filter(client=client, left_on=None),
    }
    asked = request.GET.get("untuk", "")
    initial = {"purpose": asked if asked in Purpose.values else Purpose.C1, "organisation": request.GET.get("lembaga")}
    form, saved_at = bound(request, ConsentForm, "consent", client.pk, initial=initial, **options)
    if request.method == "POST" and form.is_valid():
        try:
            line = actions.record(
                token=token_of(request, "consent", client.pk), client=client, by=request.actor, **form.cleaned_data
            )
        except rules.NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="", back="client_list")
        else:
            said(request, _("The consent was recorded."))
            if back := _way_back(request):
                return redirect(back)
            if (
                line.purpose == Purpose.C4
                and line.state == ConsentState.GIVEN
                and request.actor.may(Right.SHARE_CLIENTS)
            ):
                return redirect("client_share", pk=client.pk)
            return redirect("consents", pk=client.pk)
    context = {"form": form, "saved_at": saved_at, "title": _("Record a consent"), "name": "consent"}
    context["subject"] = client.pk
    return page(request, "cases/client_form.html", client, context)


def _way_back(request):
    """The page of ours that sent the writer here and waits for the consent, as a path; "" when there is none."""
    asked = request.GET.get("next", "")
    return asked if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, None) else ""


@require_http_methods(GET_POST)
def consent_withdraw(request, pk):
    """A page that says what happens, then the withdrawal; after it the writer may see nothing of the client."""
    line = Consent.objects.visible_to(request.actor).select_related("organisation", "person").filter(pk=pk).first()
    if line is None:
        raise Http404
    client = client_in_care(request, line.client_id, Right.RECORD_CONSENT)
    problem = ""
    if request.method == "POST":
        try:
            actions.withdraw(token=token_of(request, "withdraw", line.pk), consent=line, by=request.actor)
        except rules.NotPossible as refusal:
            problem = str(refusal)
        else:
            said(request, _("The consent was withdrawn. Everything that depended on it has ended."))
            still = Client.objects.visible_to(request.actor).filter(pk=client.pk).exists()
            return redirect("consent_withdrawn", pk=_withdrawal_of(line).pk) if still else redirect("client_list")
    context = {"line": line, "problem": problem, "happens": [*_what_ends(line), *registry.ends_with(line)]}
    return page(request, "cases/consent_withdraw.html", client, context)


def _withdrawal_of(line):
    """The newest line that takes this consent back."""
    same = {"client": line.client_id, "purpose": line.purpose, "organisation": line.organisation, "person": line.person}
    return Consent.objects.filter(decision=Decision.WITHDRAWN, **same).latest("recorded_at", "id")


@require_safe
def consent_withdrawn(request, pk):
    """For the client, to read or on paper: what was taken back, what has stopped, and what had been seen until then."""
    line = Consent.objects.visible_to(request.actor).select_related("organisation", "person", "recorded_by__user")
    line = line.filter(pk=pk, decision=Decision.WITHDRAWN).first()
    if line is None:
        raise Http404
    client = client_in_care(request, line.client_id)
    context = {
        "line": line,
        "what": f"{line.purpose}: {line.get_purpose_display()}" if line.purpose in QUIET else line.purpose,
        "shown": registry.shown_under(line),
        "days": access.days_of(client.pk, line.organisation_id) if line.organisation_id else [],
    }
    return page(request, "cases/consent_withdrawn.html", client, context)


def _what_ends(line):
    """In words, what the withdrawal does at once."""
    happens = [_("The ledger says from today that the consent was taken back. The line that gave it stays.")]
    if line.purpose == Purpose.C4:
        happens.append(_("%(who)s can no longer open this case, and is told.") % {"who": line.organisation})
        happens.append(_("What they had planned is cancelled. An urgent step passes to whoever still holds the case."))
    if line.purpose == Purpose.C2:
        happens.append(_("Plan visits at another place from now on."))
    if line.purpose == Purpose.C3:
        happens.append(_("Do not telephone or write messages from now on."))
    if line.purpose == Purpose.C6:
        happens.append(_("%(who)s counts as not knowing from now on.") % {"who": line.person.name})
    return happens


@require_http_methods(GET_POST)
def client_share(request, pk):
    """Organisations that the client has named, and those who see the case already."""
    client = client_in_care(request, pk, Right.SHARE_CLIENTS)
    rows = holders_of(client)
    agreed = [
        line["line"].organisation_id
        for line in current_consents(client)
        if line["purpose"] == Purpose.C4 and line["state"] == ConsentState.GIVEN
    ]
    holding = [row["holder_id"] for row in rows]
    ready = Organisation.objects.filter(pk__in=agreed, active=True).exclude(pk__in=holding)
    form, _saved_at = bound(request, ShareForm, "share", client.pk, organisations=ready)
    if request.method == "POST" and form.is_valid():
        try:
            actions.share(client=client, organisation=form.cleaned_data["organisation"], by=request.actor)
        except rules.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("The case is now shared with %(who)s.") % {"who": form.cleaned_data["organisation"]})
            return redirect(client)
    context = {"form": form, "ready": ready, "holders": holders_in_words(rows, request.actor)}
    return page(request, "cases/client_share.html", client, context)


@require_http_methods(GET_POST)
def share_end(request, pk, grant):
    """Ask, then end a share."""
    client = client_in_care(request, pk, Right.SHARE_CLIENTS)
    row = next(
        (one for one in holders_in_words(holders_of(client), request.actor) if one["id"] == grant and one["is_share"]),
        None,
    )
    if row is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            actions.end_share(client=client, grant_id=grant, by=request.actor)
        except rules.NotPossible as refusal:
            problem = str(refusal)
        else:
            said(request, _("The share has ended."))
            still = Client.objects.visible_to(request.actor).filter(pk=client.pk).exists()
            return redirect(client) if still else redirect("client_list")
    return page(request, "cases/share_end.html", client, {"row": row, "problem": problem})
