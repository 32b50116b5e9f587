"""Services given: one's organisation's list, one of them, and recording one that had no referral."""

from datetime import date, datetime
from uuid import UUID

from django.core import signing
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles import OrganisationKind, Right
from accounts.rules import check_may
from cases.models import Client, ServiceDetail, ServiceGiven, ServiceKind
from cases.paging import first_of_each
from cases.rules import NotPossible, holding
from cases.views.base import bound, said, sent_differently, token_of, warned
from cases.vocabulary import Approval, ServiceFamily, ServiceSource
from privacy import access
from privacy.receipts import SentTwiceDifferently
from referrals import actions
from referrals.actions.feedback import SESSION
from referrals.forms.services import RecordForm
from referrals.models import Referral
from referrals.service_fields import MONEY, fields_of, told
from referrals.views.base import GET_POST
from referrals.views.feedback import refused

PAGE = 50
SALT = "given"
ORDER = ("-given_on", "-recorded_at", "-pk")
NAME = "service_given"
# Which families of services an organisation gives without a referral, beside the session for many.
GIVES = {OrganisationKind.KLINIK: [ServiceFamily.CLINIC]}
GIVES_ELSE = [ServiceFamily.CENTRE, ServiceFamily.OTHER]


@require_safe
def services_given(request):
    """What one's organisation has given, the newest first."""
    check_may(request.actor, Right.GIVE_SERVICES)
    key = _read_key(request.GET.get("sesudah", ""))
    parts = [ServiceGiven.objects.filter(provider=place) for place in request.actor.organisations]
    rows = first_of_each([_behind(rows, key) for rows in parts], ORDER, PAGE + 1).order_by(*ORDER)
    found = list(rows.select_related("kind", "provider", "recorded_by__user")[: PAGE + 1])
    shown = found[:PAGE]
    opened(request, shown)
    context = {
        "rows": shown,
        "next_url": "?" + urlencode({"sesudah": _key(shown[-1])}) if len(found) > PAGE else "",
        "first_url": request.path if key else "",
    }
    return render(request, "referrals/services/list.html", context)


@require_safe
def service_given(request, pk):
    """One service, with what was written of it where that may be read."""
    check_may(request.actor, Right.READ_REFERRALS)
    row = given_or_404(request, pk)
    detail = ServiceDetail.objects.visible_to(request.actor).filter(pk=pk).first()
    opened(request, [row], access.AccessKind.VIEW)
    ours = row.provider_id == request.actor.organisation.pk
    from_referral = row.source == ServiceSource.REFERRAL
    context = {
        "row": row,
        "detail": detail,
        "answers": told(row.kind_id, detail.answers) if detail else [],
        "referral": from_referral and Referral.objects.visible_to(request.actor).filter(pk=row.source_id).first(),
        "may_cancel": ours and request.actor.may(Right.GIVE_SERVICES) and row.source == ServiceSource.DIRECT
        and not row.cancelled_at,
        "may_decide": ours and request.actor.may(Right.APPROVE_MONEY) and row.approval == Approval.WAITING
        and row.recorded_by_id != request.actor.id and not row.cancelled_at,
    }  # fmt: skip
    return render(request, "referrals/services/detail.html", context)


@require_http_methods(GET_POST)
def service_record(request):
    """Given without a referral: to a client in one's care (`?klien=`, then `&layanan=`), or a session for many."""
    check_may(request.actor, Right.GIVE_SERVICES)
    client = _client(request)
    kinds = _kinds(request.actor, client)
    kind = next((one for one in kinds if one.pk == request.GET.get("layanan", "" if client else SESSION)), None)
    if client:
        access.opened(request, [client.pk])
    if kind is None:
        if not client:
            raise Http404
        return render(request, "referrals/services/choose.html", {"client": client, "kinds": kinds})
    subject = f"{client.pk if client else ''}:{kind.pk}"
    form, saved_at = bound(
        request, RecordForm, NAME, subject, for_client=client is not None, with_money=bool(client and kind.pk in MONEY),
        questions=fields_of(kind.pk, request.actor, leave=() if client else ("men", "women")),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            given = _record(request, form, client, kind, subject)
        except NotPossible as refusal:
            refused(form, str(refusal), client and client.pk, kind.pk)
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="", back="services_given")
        else:
            said(request, _("Recorded."))
            return redirect("service_given", pk=given.pk)
    context = {"form": form, "saved_at": saved_at, "client": client, "kind": kind, "subject": subject}
    return render(request, "referrals/services/record.html", context)


def _record(request, form, client, kind, subject):
    data = form.cleaned_data
    return actions.give_directly(
        token=token_of(request, NAME, subject), by=request.actor, kind=kind, client=client, given_on=data["given_on"],
        done=data["done"], men=data.get("men"), women=data.get("women"), answers=form.answers, **form.money,
    )  # fmt: skip


@require_POST
def service_cancel(request, pk):
    """Recorded by mistake: it no longer counts."""
    check_may(request.actor, Right.GIVE_SERVICES)
    row = given_or_404(request, pk)
    try:
        actions.cancel_service(given=row, by=request.actor)
    except NotPossible as refusal:
        warned(request, str(refusal))
    else:
        said(request, _("Taken back: it no longer counts."))
    return redirect("service_given", pk=pk)


def given_or_404(request, pk):
    rows = ServiceGiven.objects.visible_to(request.actor).select_related("kind", "provider", "recorded_by__user")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def opened(request, rows, kind=access.AccessKind.LIST):
    """Leave the record of the clients that these services are of; a session for many has none."""
    if clients := [row.client_id for row in rows if row.client_id]:
        access.opened(request, clients, kind=kind)


def _kinds(actor, client):
    families = GIVES.get(actor.organisation.kind, GIVES_ELSE)
    kinds = ServiceKind.objects.filter(active=True)
    return list(kinds.filter(family__in=families) if client else kinds.filter(pk=SESSION))


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
    holding(request.actor, client)
    return client


def _behind(rows, key):
    """What comes behind the last row of the page before."""
    if key is None:
        return rows
    on, at, pk = key
    same = Q(given_on=on) & (Q(recorded_at__lt=at) | Q(recorded_at=at, pk__lt=pk))
    return rows.filter(Q(given_on__lt=on) | same, given_on__lte=on)


def _key(last):
    return signing.dumps([last.given_on.isoformat(), last.recorded_at.isoformat(), last.pk.hex], salt=SALT)


def _read_key(text):
    try:
        on, at, pk = signing.loads(text, salt=SALT)
        return date.fromisoformat(on), datetime.fromisoformat(at), UUID(pk)
    except (signing.BadSignature, ValueError, TypeError):
        return None
