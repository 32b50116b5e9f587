"""Who came to a meeting: ticked on the page, signed on paper by code."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Right
from accounts.rules import check_may
from cases.rules import NotPossible
from cases.views.base import bound, said, sent_differently, token_of, warned
from companions import actions
from companions.forms.meetings import HoldForm
from companions.rules import check_records
from companions.views.meeting_people import (
    MOST,
    attendances_of,
    found_by_code,
    guests,
    in_care,
    lines_for,
    opened_in_care,
    regulars,
)
from companions.views.meetings import meeting_in_sight, prints, reads_attendance
from companions.vocabulary import EventState
from privacy import access, drafts
from privacy.receipts import SentTwiceDifferently

EMPTY_LINES = 8  # on paper, for those who come without having been expected


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_hold(request, pk):
    """Tick who came, write down what was decided; again to correct it. A code finds whoever is not on the list."""
    meeting = meeting_in_sight(request, pk)
    check_records(request.actor, meeting)
    if request.method != "POST" and (closed := _not_now(meeting)):
        warned(request, closed)
        return redirect("meeting_detail", pk=pk)
    code = request.POST.get("kode") or request.GET.get("kode") or ""
    found = found_by_code(request.actor, code)
    form, saved_at = _form(request, meeting, found)
    if request.method == "POST" and "cari" not in request.POST and form.is_valid():
        try:
            token = token_of(request, "attendance", pk)
            actions.hold_meeting(token=token, meeting=meeting, by=request.actor, **form.held())
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="meeting_detail", back="meeting_list")
        else:
            said(request, _("Written down: who came and what was decided."))
            held = form.held()
            if codes := guests(request.actor, meeting, clients=held["clients"], new=held["new"]):
                words = {"codes": ", ".join(codes)}
                warned(
                    request,
                    _("The meeting was closed, and not members yet: %(codes)s. Tick “new” if they join.") % words,
                )
            return redirect("meeting_detail", pk=pk)
    there, new = form.ticked("clients"), form.ticked("new")
    lines, more = lines_for(request.actor, meeting, there=there, new=new, found=found)
    if lines:
        access.opened(request, [line.client.pk for line in lines], kind=access.AccessKind.LIST)
    context = {
        "meeting": meeting,
        "form": form,
        "saved_at": saved_at,
        "lines": lines,
        "most": MOST if more else 0,
        "code": code,
        "nobody": bool(code) and not found,
        "only_own": not reads_attendance(request.actor),
    }
    return render(request, "companions/meetings/hold.html", context)


def _form(request, meeting, found):
    """(form, saved_at). While a code is looked up, all that was typed and ticked stays, and who was found is ticked."""
    plans = request.actor.may(Right.RUN_MEETINGS)
    if request.method == "POST" and "cari" in request.POST:
        initial = drafts.initial_of(HoldForm, request.POST, plans=plans)
        initial["clients"] = [*initial["clients"], *(str(pk) for pk in found)]
        return HoldForm(initial=initial, plans=plans), None
    initial = HoldForm.initial_of(meeting, list(attendances_of(request.actor, [meeting])))
    return bound(request, HoldForm, "attendance", meeting.pk, initial=initial, plans=plans)


def _not_now(meeting):
    """Why nobody can be ticked, or ""."""
    if meeting.state == EventState.CANCELLED:
        return _("This meeting was cancelled.")
    if meeting.starts_at > timezone.now():
        return _("This meeting has not begun yet. Write down who came afterwards.")
    return ""


@require_safe
def meeting_sheet(request, pk):
    """The list to sign, by code alone: no name is on paper. Regulars, or (`semua`) all whom the organisation holds."""
    meeting, actor = meeting_in_sight(request, pk), request.actor
    if not prints(actor, meeting):
        check_may(actor, Right.RUN_MEETINGS)
    everyone = "semua" in request.GET
    if meeting.state == EventState.HELD and not everyone:
        ids = [one.client_id for one in attendances_of(actor, [meeting])]
    else:
        expected = regulars(actor, meeting)
        everyone = everyone or not expected
        ids = in_care(actor, meeting) if everyone else expected
    clients = sorted(opened_in_care(actor, ids), key=lambda one: one.code)
    if clients:
        access.opened(request, [one.pk for one in clients], kind=access.AccessKind.PRINT)
    context = {"meeting": meeting, "clients": clients, "empty": range(EMPTY_LINES), "everyone": everyone}
    return render(request, "companions/meetings/sheet.html", context)
