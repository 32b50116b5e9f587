"""Clients without a responsible worker: many get one at once, as after an import."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.core import signing
from django.db.models import Value
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.roles import Right
from accounts.rules import check_may
from cases import rules
from cases.actions import assigning
from cases.forms.clients import KelurahanField
from cases.forms.workers import AssignForm
from cases.paging import After, first_of_each
from cases.views.base import bound, opened, said, sent_differently, token_of
from cases.views.client_list import workers_of
from privacy import access
from privacy.receipts import SentTwiceDifferently

PAGE = 50
ORDER = ("since", "client_id")


class PlaceForm(forms.Form):
    kelurahan = KelurahanField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kelurahan"].choices = [("", _("All")), *list(self.fields["kelurahan"].choices)[1:]]


@require_http_methods(["GET", "HEAD", "POST"])
def workers_assign(request):
    check_may(request.actor, Right.ASSIGN_WORKERS)
    place = PlaceForm(request.GET)
    place.is_valid()
    rows, next_url = _page(request, place.cleaned_data.get("kelurahan"))
    # What is sent is held against the page as it was: a colleague may have named someone for one of them since.
    here = {str(row.client_id) for row in rows}
    shown = _uuids(request.POST.getlist("shown")) if request.method == "POST" else sorted(here)
    form, saved_at = bound(request, AssignForm, "workers", workers=workers_of(request.actor), shown=shown)
    if request.method == "POST" and form.is_valid():
        worker = form.cleaned_data["worker"]
        try:
            count = assigning.assign_workers(
                token=token_of(request, "workers"), by=request.actor, clients=form.chosen, worker=worker
            )
        except rules.NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="", back="workers_assign")
        else:
            said(request, _done(count, len(set(form.chosen)), worker))
            return redirect(reverse("workers_assign") + _address(request, sejak=""))
    opened(request, *(row.client for row in rows), kind=access.AccessKind.LIST)
    context = {
        "form": form,
        "place": place,
        "saved_at": saved_at,
        "rows": rows,
        "ticked": set(form["clients"].value() or ()),
        "next_url": next_url,
        "first_url": _address(request, sejak="") if request.GET.get("sejak") else "",
        "filtered": bool(place.cleaned_data.get("kelurahan")),
    }
    return render(request, "cases/workers.html", context)


def _done(count, asked, worker):
    sentence = ngettext(
        "%(who)s now answers for %(n)s client.", "%(who)s now answers for %(n)s more clients.", count
    ) % {"who": worker.display_name, "n": count}
    if count < asked:
        sentence += " " + _("The others had a worker already and keep that one.")
    return sentence


def _page(request, kelurahan):
    """Who has waited longest stands first."""
    rows = assigning.without_worker(request.actor)
    if kelurahan:
        rows = rows.filter(kelurahan=kelurahan)
    if after := _read_key(request.GET.get("sejak", "")):
        rows = rows.filter(After(*ORDER, *map(Value, after)))
    queries = [rows.filter(holder_id=holder) for holder in request.actor.holders]
    found = first_of_each(queries, ORDER, PAGE + 1).select_related("client__card", "client__kelurahan").order_by(*ORDER)
    found = list(found[: PAGE + 1])
    next_url = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        key = signing.dumps([found[-1].since.isoformat(), found[-1].client_id.hex], salt="workers")
        next_url = _address(request, sejak=key)
    # An LKS and its KDS may both hold a client: one line, and naming names for both.
    return list({row.client_id: row for row in reversed(found)}.values())[::-1], next_url


def _read_key(text):
    try:
        at, client = signing.loads(text, salt="workers")
        return datetime.fromisoformat(at), UUID(client)
    except (signing.BadSignature, ValueError):
        return None


def _uuids(texts):
    """Those that are ids; what else is sent is nobody."""
    found = []
    for text in texts[: 2 * PAGE]:
        try:
            found.append(str(UUID(text)))
        except ValueError:
            continue
    return found


def _address(request, **change):
    query = {key: request.GET.get(key, "") for key in ("kelurahan", "sejak")} | change
    return "?" + urlencode({key: value for key, value in query.items() if value})
