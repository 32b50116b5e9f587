"""Services given, money that waits for a second person, and the looks at what became of it."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles import Right
from accounts.rules import check_may
from cases.models import Client, ServiceDetail, ServiceGiven
from cases.rules import NotPossible
from cases.views.base import bound, said, sent_differently, token_of, warned
from cases.vocabulary import Approval, ServiceSource
from privacy import access
from privacy.receipts import SentTwiceDifferently
from referrals import actions
from referrals.forms.services import CheckForm, RecordForm
from referrals.models import Check
from referrals.views.base import GET_POST

MOST = 100


@require_safe
def services_given(request):
    """What one's organisation has given, the newest first."""
    check_may(request.actor, Right.GIVE_SERVICES)
    rows = ServiceGiven.objects.visible_to(request.actor).filter(provider__in=request.actor.organisations)
    rows = list(rows.select_related("kind", "recorded_by__user").order_by("-given_on", "-recorded_at")[:MOST])
    _opened(request, rows)
    return render(request, "referrals/services/list.html", {"rows": rows})


@require_safe
def service_given(request, pk):
    check_may(request.actor, Right.READ_REFERRALS)
    row = _given(request, pk)
    detail = ServiceDetail.objects.visible_to(request.actor).filter(pk=pk).first()
    _opened(request, [row])
    ours = row.provider_id in request.actor.organisations
    context = {
        "row": row, "detail": detail,
        "may_cancel": ours and request.actor.may(Right.GIVE_SERVICES) and row.source == ServiceSource.DIRECT
        and not row.cancelled_at,
        "may_decide": ours and request.actor.may(Right.APPROVE_MONEY) and row.approval == Approval.WAITING
        and row.recorded_by_id != request.actor.id and not row.cancelled_at,
    }  # fmt: skip
    return render(request, "referrals/services/detail.html", context)


@require_http_methods(GET_POST)
def service_record(request):
    """Given without a referral: to a client in one's care (`?klien=`), or a session for many."""
    check_may(request.actor, Right.GIVE_SERVICES)
    client = _client(request)
    form, saved_at = bound(
        request, RecordForm, "service_given", client.pk if client else "", for_client=client is not None
    )
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.give_directly(
                token=token_of(request, "service_given", client.pk if client else ""), by=request.actor, client=client,
                **form.cleaned_data,
            )  # fmt: skip
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="", back="services_given")
        else:
            said(request, _("Recorded."))
            return redirect("service_given", pk=given.pk)
    if client:
        access.opened(request, [client.pk])
    return render(request, "referrals/services/record.html", {"form": form, "saved_at": saved_at, "client": client})


@require_POST
def service_cancel(request, pk):
    check_may(request.actor, Right.GIVE_SERVICES)
    row = _given(request, pk)
    try:
        actions.cancel_service(given=row, by=request.actor)
    except NotPossible as refusal:
        warned(request, str(refusal))
    else:
        said(request, _("Taken back: it no longer counts."))
    return redirect("service_given", pk=pk)


@require_safe
def money_list(request):
    check_may(request.actor, Right.APPROVE_MONEY)
    rows = ServiceGiven.objects.visible_to(request.actor).filter(
        provider__in=request.actor.organisations, approval=Approval.WAITING, cancelled_at=None
    )
    rows = list(rows.select_related("kind", "recorded_by__user").order_by("recorded_at")[:MOST])
    _opened(request, rows)
    return render(request, "referrals/services/money.html", {"rows": rows, "me": request.actor.id})


@require_POST
def money_approve(request, pk):
    return _decide(request, pk, actions.approve, _("Approved. It counts as given now."))


@require_POST
def money_refuse(request, pk):
    return _decide(request, pk, actions.refuse_money, _("Not approved. Who recorded it is told."))


def _decide(request, pk, verb, sentence):
    check_may(request.actor, Right.APPROVE_MONEY)
    try:
        verb(given=_given(request, pk), by=request.actor)
    except NotPossible as refusal:
        warned(request, str(refusal))
    else:
        said(request, sentence)
    return redirect("money_list")


@require_safe
def check_list(request):
    """What is to be looked at again, the longest overdue first."""
    check_may(request.actor, Right.ANSWER_REFERRALS)
    rows = Check.objects.visible_to(request.actor).open().select_related("service__kind")
    rows = list(rows.order_by("due_on")[:MOST])
    access.opened(request, [row.client_id for row in rows], kind=access.AccessKind.LIST)
    return render(request, "referrals/services/checks.html", {"rows": rows, "today": timezone.localdate()})


@require_http_methods(GET_POST)
def check_answer(request, pk):
    check_may(request.actor, Right.ANSWER_REFERRALS)
    row = Check.objects.visible_to(request.actor).select_related("service__kind").filter(pk=pk).first()
    if row is None:
        raise Http404
    form, _saved = bound(request, CheckForm, "check", pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_check(check=row, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("Written down."))
            return redirect("check_list")
    access.opened(request, [row.client_id])
    return render(request, "referrals/services/check.html", {"row": row, "form": form})


def _given(request, pk):
    row = (
        ServiceGiven.objects.visible_to(request.actor)
        .select_related("kind", "provider", "recorded_by__user")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise Http404
    return row


def _client(request):
    asked = request.GET.get("klien")
    if not asked:
        return None
    try:
        client = Client.objects.visible_to(request.actor).select_related("card").filter(pk=UUID(asked)).first()
    except ValueError:
        client = None
    if client is None:
        raise Http404
    return client


def _opened(request, rows):
    access.opened(request, [row.client_id for row in rows if row.client_id], kind=access.AccessKind.LIST)
