"""The directory: what is offered by whom, what it needs, how soon they answer; kept by the provider's own staff."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership, Organisation
from accounts.roles import Right
from accounts.rules import check_may
from cases.rules import NotPossible
from cases.views.base import bound, said, sent_differently, token_of
from cases.vocabulary import Purpose
from privacy.receipts import SentTwiceDifferently
from referrals import actions, clock, rules
from referrals.forms.directory import NewServiceForm, ServiceForm
from referrals.forms.writing import promise
from referrals.models import Service
from referrals.views.base import GET_POST
from referrals.vocabulary import Asks, Urgency


@require_safe
def service_list(request):
    check_may(request.actor, Right.READ_REFERRALS)
    groups = {}
    for one in _offered():
        groups.setdefault(one.provider, []).append(_line(one))
    staffed = _staffed([provider.pk for provider in groups])
    context = {
        "groups": [
            (provider, lines, provider.pk in staffed, _keeps(request.actor, provider, provider.pk in staffed))
            for provider, lines in groups.items()
        ],
        "may_keep": request.actor.may(Right.KEEP_SERVICES),
    }
    return render(request, "referrals/directory/list.html", context)


@require_safe
def service_page(request, pk):
    """One provider, to print and hang up."""
    check_may(request.actor, Right.READ_REFERRALS)
    provider = get_object_or_404(Organisation, pk=pk, active=True)
    lines = [_line(one) for one in _offered().filter(provider=provider)]
    context = {
        "provider": provider,
        "lines": lines,
        "may_keep": _keeps(request.actor, provider),
        "in_app": rules.answers_in_app(provider),
        "retired": _retired(request.actor, provider),
    }
    return render(request, "referrals/directory/page.html", context)


@require_http_methods(GET_POST)
def service_new(request):
    check_may(request.actor, Right.KEEP_SERVICES)
    own = Organisation.objects.filter(pk__in=request.actor.organisations)
    others = Organisation.objects.filter(active=True, kind="LAIN")
    staffed = _staffed([one.pk for one in others])
    providers = [(str(one.pk), one.name) for one in (*own, *(one for one in others if one.pk not in staffed))]
    form, saved_at = bound(request, NewServiceForm, "service", "", providers=providers)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        provider = Organisation.objects.get(pk=data.pop("provider"))
        if Service.objects.filter(provider=provider, kind=data["kind"]).exists():
            form.add_error(
                "kind", _("This organisation offers it already. Change it where it stands in the directory.")
            )
        elif answer := _keep(request, form, "", provider=provider, **data):
            return answer
    return render(request, "referrals/directory/edit.html", {"form": form, "saved_at": saved_at, "subject": ""})


@require_http_methods(GET_POST)
def service_edit(request, pk):
    check_may(request.actor, Right.KEEP_SERVICES)
    service = Service.objects.select_related("kind", "provider").filter(pk=pk).first()
    if service is None or not _keeps(request.actor, service.provider):
        raise Http404
    fields = ("about", "needs", "asks", "duty_phone", "open_days", "open_hours", "capacity", "active")
    initial = {name: getattr(service, name) for name in fields}
    for urgency, numbers in service.times.items():
        initial |= {f"{urgency}-{part}": n for part, n in zip(("answer", "seen", "feedback"), numbers, strict=True)}
    form, saved_at = bound(request, ServiceForm, "service", service.pk, initial=initial)
    if request.method == "POST" and form.is_valid():
        more = {"provider": service.provider, "kind": service.kind, "service": service}
        if answer := _keep(request, form, service.pk, **more, **form.cleaned_data):
            return answer
    context = {"form": form, "saved_at": saved_at, "service": service, "subject": service.pk}
    return render(request, "referrals/directory/edit.html", context)


def _keep(request, form, subject, **fields):
    try:
        kept = actions.keep_service(token=token_of(request, "service", subject), by=request.actor, **fields)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return None
    except SentTwiceDifferently as error:
        return sent_differently(request, error, where="", back="service_list")
    said(request, _("Saved. Whoever refers reads it at once."))
    return redirect("service_page", pk=kept.provider_id)


def _offered():
    return Service.objects.offered().select_related("kind", "provider").order_by("provider__name", "kind__position")


def _retired(actor, provider):
    """What the provider's own staff took off the directory and may offer again."""
    if not _keeps(actor, provider):
        return []
    return list(Service.objects.filter(provider=provider, active=False).select_related("kind"))


def _keeps(actor, provider, in_app=None):
    """One's own, and those of a place without an account (`in_app` False; None: not looked up yet)."""
    if not actor.may(Right.KEEP_SERVICES):
        return False
    if provider.pk in actor.organisations:
        return True
    return not (rules.answers_in_app(provider) if in_app is None else in_app)


def _staffed(ids):
    """Those of the organisations that answer in the application."""
    members = Membership.objects.active().filter(organisation__in=ids, roles__overlap=[*rules.ANSWERING])
    return set(members.values_list("organisation", flat=True))


def _line(service):
    times = [(urgency.label, promise(clock.times_for(urgency, service.times))) for urgency in Urgency]
    days = ", ".join(str(WEEKDAYS[day]) for day in sorted(service.open_days))
    asks = ", ".join(str(Asks(one).label) for one in service.asks if one in Asks.values)
    consent = Purpose(service.kind.consent).label if service.kind.consent else ""
    return {"service": service, "times": times, "days": days, "asks": asks, "consent": consent}
