"""A visit under a referral: the visit form of the case, for who sees nothing else of it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import preferences
from cases.crisis import crisis_numbers
from cases.forms.plans import ReasonForm
from cases.forms.visits import VisitForm
from cases.models import Client, HomeVisit
from cases.presenting import safe_card
from cases.rules import NotPossible, against_card, is_own_under_sight
from cases.views.base import said, sent_differently, warned
from cases.visit_facts import groups_of, label_of
from cases.visit_facts import said as in_words
from cases.vocabulary import Health, Place
from privacy import drafts, tokens
from privacy.receipts import SentTwiceDifferently
from referrals import actions, rules
from referrals.models import Referral
from referrals.states import State
from referrals.views.answers import answering, ours
from referrals.views.base import GET_POST, WITH, opened
from referrals.vocabulary import Channel

FORM = "referral_visit"


@require_http_methods(GET_POST)
@answering
def referral_visit(request, pk):
    """Write a visit down; a signal that fails, a session that ends and a second press cost nothing."""
    row = ours(request, pk)
    if request.method == "GET" and not may_visit(row):
        warned(request, rules.who_was_first(row, request.actor))
        return redirect(row)
    client = Client.objects.visible_to(request.actor).select_related("card").filter(pk=row.client_id).first()
    if client is None or row.channel == Channel.SLIP:
        raise Http404
    saved_at, token = None, None
    if request.method == "POST":
        form = _form(request.POST)
        answer = form.is_valid() and _save(request, row, form)
        if answer:
            return answer
    else:
        data, saved_at = drafts.load(request.actor, FORM, row.pk)
        initial = _initial(client)
        if data is not None:
            initial |= drafts.initial_of(VisitForm, data, with_next=False)
            token = drafts.token_of(request, data, FORM, row.pk)
        form = _form(initial=initial)
    opened(request, [row])
    context = {
        "row": row, "client": client, "form": form, "saved_at": saved_at, "token": token, "plan": None,
        "subject": row.pk, "groups": form.groups(preferences.open_folds(request.actor, "visit") or ()),
        "notes": [("", _("The sender reads this visit, and plans what follows from it."), "", "")],
        "card": safe_card(client.card, []), "last": [], "may_plan": False, "draft_form": FORM,
    }  # fmt: skip
    return render(request, "referrals/answers/visit.html", context)


def may_visit(row):
    return row.state in actions.VISITED and row.channel == Channel.APP


def _form(data=None, **options):
    """The form of a visit without what is the case's own: the next visit, and the note for few."""
    form = VisitForm(data, with_next=False, **options)
    del form.fields["restricted_note"]
    return form


def _initial(client):
    now = timezone.localtime()
    place = Place.ELSEWHERE if against_card(client, Place.HOME) else Place.HOME
    return {"day": now.date(), "time": now.time(), "place": place}


def _save(request, row, form):
    """The answer to a form that holds; None when the page has to be shown again with what is in the way."""
    try:
        token = tokens.read_for(request, FORM, row.pk)
        visit = actions.record_visit(token=token, referral=row, by=request.actor, **form.answers())
    except tokens.NoToken:
        form.add_error(None, _("This page was open for too long. Look it over and save once more."))
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
    except SentTwiceDifferently as error:
        return sent_differently(request, error, where=row.get_absolute_url(), back="referral_queue")
    else:
        at = timezone.localtime(visit.recorded_at)
        said(request, _("Visit saved at %(time)s WIT.") % {"time": f"{at:%H.%M}"} + " " + _what_next(row))
        if visit.red_flags or visit.health == Health.REFER_NOW:
            warned(request, _("Some of it cannot wait. The sender was told at once; telephone them too.") + _numbers())
        return redirect(row)
    return None


def _what_next(row):
    now = Referral.objects.get(pk=row.pk)
    if now.state == State.SERVED:
        return _("The referral counts as served. Write what came of it.")
    return _("The sender is told.")


def _numbers():
    found = ", ".join(number for number, _dial in crisis_numbers())
    return " " + _("Call now: %(numbers)s.") % {"numbers": found} if found else ""


@require_http_methods(GET_POST)
def referral_visit_hide(request, pk):
    """ "Recorded by mistake", for who recorded it."""
    visit = HomeVisit.objects.visible_to(request.actor).filter(pk=pk, under_id__isnull=False).first()
    row = visit and Referral.objects.visible_to(request.actor).select_related(*WITH).filter(pk=visit.under_id).first()
    if row is None:
        raise Http404
    if not is_own_under_sight(request.actor, visit):
        raise rules.NotAllowed(_("Only who recorded this visit can say so."))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.hide_visit(visit=visit, by=request.actor, because=form.cleaned_data["because"])
        said(request, _("The visit was marked as recorded by mistake. It no longer counts."))
        return redirect(row)
    opened(request, [row])
    happens = [
        _("The visit stays readable as a line that says why."),
        _("The referral stays as it is: undo or reopen it separately."),
    ]
    context = {
        "row": row, "form": form, "name": FORM, "question": _("Was this visit recorded by mistake?"),
        "yes": _("Yes, it was a mistake"), "happens": happens,
    }  # fmt: skip
    return render(request, "referrals/answers/step.html", context)


def visits_of(actor, row):
    """[(visit, title, place, groups, whether its recorder may mark it)] recorded under this referral, newest first."""
    rows = HomeVisit.objects.visible_to(actor).filter(under_id=row.pk).select_related("recorded_by__user")
    return [
        (visit, visit.get_result_display(), in_words(visit, "place"), [] if visit.hidden_at else _told(visit),
         visit.recorded_by_id == actor.id and not visit.hidden_at)
        for visit in rows.order_by("-visited_at")
    ]  # fmt: skip


def _told(visit):
    today = [("today", _("Today"), [(label_of("health"), in_words(visit, "health"))])] if visit.health else []
    return today + groups_of(visit)
