""" "Persetujuan dari berkas": the signed papers in the folder are ticked, many at once, and shared in the same step."""

from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Organisation
from accounts.roles import Right
from accounts.rules import check_may
from cases import actions, rules
from cases.forms.register import PapersForm
from cases.models import Consent, ImportedRow
from cases.views.base import bound, opened, said, sent_differently, token_of
from cases.vocabulary import Purpose
from privacy import access, drafts
from privacy.receipts import SentTwiceDifferently

PAGE = 50
MOST_TICKED = 500


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request):
    check_may(request.actor, Right.IMPORT_REGISTER)
    check_may(request.actor, Right.RECORD_CONSENT)
    rows, next_url = _page(request)
    carried = _ticked_elsewhere(request, rows)
    clients = [row.client for row in [*rows, *carried]]
    organisations = (
        Organisation.objects.filter(active=True).exclude(pk__in=request.actor.organisations).order_by("name")
    )
    form, saved_at = bound(request, PapersForm, "papers", clients=clients, organisations=organisations)
    if request.method == "POST":
        try:
            if there := request.POST.get("ke"):
                drafts.save(request.actor.id, token_of(request, "papers"), _without(request.POST, "ke"))
                return redirect(reverse("papers") + (there if there.startswith("?") else ""))
            if form.is_valid():
                return _confirm(request, form)
        except rules.NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="", back="papers")
    with_names = bool(request.GET.get("nama"))
    if clients:
        opened(request, *clients, kind=access.AccessKind.VIEW if with_names else access.AccessKind.LIST)
    ticked = {str(pk) for pk in form["clients"].value() or ()}
    context = {
        "form": form,
        "saved_at": saved_at,
        "lines": [_as_line(row, form, ticked) for row in rows],
        "carried": [_as_line(row, form, ticked) for row in carried],
        "with_names": with_names,
        "names_url": _address(request, nama="" if with_names else "1"),
        "next_url": next_url,
        "first_url": _address(request, sejak="") if request.GET.get("sejak") else "",
    }
    return render(request, "cases/register/papers.html", context)


def _confirm(request, form):
    count = actions.confirm_papers(
        token=token_of(request, "papers"),
        by=request.actor,
        lines=form.lines,
        organisation=form.cleaned_data["organisation"],
        share_too=form.cleaned_data["share_too"],
    )
    said(request, _done(count, form.cleaned_data))
    return redirect("papers")


def _done(count, data):
    sentence = ngettext("%(n)s paper was recorded.", "%(n)s papers were recorded.", count) % {"n": count}
    if data["share_too"]:
        sentence += " " + _("Shared with %(who)s.") % {"who": data["organisation"]}
    return sentence


def _waiting(request):
    """Imported clients of one's organisations who were never asked for C1, by import and row."""
    asked = Consent.objects.filter(client=OuterRef("client"), purpose=Purpose.C1)
    return (
        ImportedRow.objects.visible_to(request.actor)
        .filter(~Exists(asked), holder_id__in=request.actor.organisations)
        .select_related("client__card", "client__identity", "client__kelurahan")
        .defer("row")
        .order_by("-imported_at", "row_number", "pk")
    )


def _ticked_elsewhere(request, rows):
    """Those ticked on another page: sent along with this one, or kept in the draft when pages were turned."""
    data = request.POST if request.method == "POST" else drafts.load(request.actor, "papers")[0]
    here = {str(row.client_id) for row in rows}
    ids = [pk for pk in map(_uuid, data.getlist("clients")[:MOST_TICKED]) if pk and str(pk) not in here] if data else []
    return [row for row in _waiting(request).filter(client__in=ids) if not rules.is_minor(row.client)] if ids else []


def _uuid(text):
    try:
        return UUID(text)
    except ValueError:
        return None


def _without(data, name):
    kept = data.copy()
    kept.pop(name, None)
    return kept


def _page(request):
    """The waiting ones from a key on."""
    rows = _waiting(request)
    if after := _read_key(request.GET.get("sejak", "")):
        at, number, pk = after
        rows = rows.filter(
            Q(imported_at__lt=at)
            | Q(imported_at=at, row_number__gt=number)
            | Q(imported_at=at, row_number=number, pk__gt=pk)
        )
    found = list(rows[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    key = signing.dumps([last.imported_at.isoformat(), last.row_number, last.pk.hex], salt="papers")
    return found[:PAGE], _address(request, sejak=key)


def _read_key(text):
    try:
        at, number, pk = signing.loads(text, salt="papers")
        return datetime.fromisoformat(at), number, pk
    except (signing.BadSignature, ValueError):
        return None


def _as_line(row, form, ticked):
    """One row of the page; a client under 18 needs the guardian, on the client's own page."""
    pk = str(row.client_id)
    own_day = form[f"signed_on_{pk}"]
    return {
        "client": row.client,
        "number": row.row_number,
        "is_minor": rules.is_minor(row.client),
        "is_ticked": pk in ticked,
        "own_day": own_day,
        "has_own_day": bool(own_day.value()),
    }


def _address(request, **change):
    query = {key: request.GET.get(key, "") for key in ("nama", "sejak")} | change
    kept = {key: value for key, value in query.items() if value}
    return "?" + urlencode(kept)
