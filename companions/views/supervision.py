"""Supervision: who is due, a talk written down, what was agreed and whether it is done."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles import Right
from accounts.rules import NotAllowed, check_may
from cases.rules import NotPossible
from cases.views.base import bound, said, sent_differently, token_of
from companions import actions, supervision_due
from companions.days import day_words
from companions.forms.supervision import SupervisionForm
from companions.models import AgreedAction, Certificate, Companion, DiscussedCase, Participant, Supervision
from companions.views.companion_rows import reads_work
from companions.views.companions import companion_in_sight, current_of
from privacy import access
from privacy.receipts import SentTwiceDifferently

MOST = 200
MOST_DONE = 10
SOON = 7  # days: due within a week


def check_reads_work(actor):
    """403 for a role that reads no companions, and for trainers: what concerns clients is not theirs."""
    check_may(actor, Right.READ_COMPANIONS)
    if not reads_work(actor):
        raise NotAllowed(_("This is not part of your role. Ask your coordinator."))


@require_safe
def supervision_list(request):
    """One row a companion: the longest overdue first, then those to come."""
    check_reads_work(request.actor)
    found = supervision_due.due(request.actor, MOST)
    soon = timezone.localdate() + timedelta(days=SOON)
    context = {
        "late": [one for one in found if one.late],
        "soon": [one for one in found if not one.late and one.next_on <= soon],
        "later": [one for one in found if one.next_on > soon],
        "may_keep": request.actor.may(Right.KEEP_COMPANIONS),
        "me": request.actor.id,
        "rhythm": settings.SUPERVISION_DAYS,
    }
    return render(request, "companions/supervision/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def supervision_new(request, pk):
    """Write a talk down; the companion's current clients stand there to be ticked."""
    companion = companion_in_sight(request, pk, Right.KEEP_COMPANIONS)
    current = current_of(request.actor, pk)
    clients = [(str(one.client.pk), f"{one.client.code} · {one.client.card.call_name}") for one in current]
    initial = {"next_on": timezone.localdate() + timedelta(days=settings.SUPERVISION_DAYS)}
    form, saved_at = bound(request, SupervisionForm, "supervision", pk, initial=initial, clients=clients)
    if request.method == "POST" and form.is_valid():
        try:
            token = token_of(request, "supervision", pk)
            talk = actions.record_supervision(token=token, companion=companion, by=request.actor, **form.talk())
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="supervision_detail", back="supervision_list")
        else:
            said(request, _("The supervision was saved. The next one: %(day)s.") % {"day": day_words(talk.next_on)})
            return redirect("supervision_detail", pk=talk.pk)
    if current:
        access.opened(request, [one.client.pk for one in current], kind=access.AccessKind.LIST)
    context = {"companion": companion, "form": form, "saved_at": saved_at}
    return render(request, "companions/supervision/new.html", context)


@require_safe
def supervision_detail(request, pk):
    """One talk, good to print: clients by code only."""
    check_may(request.actor, Right.READ_COMPANIONS)
    rows = Supervision.objects.visible_to(request.actor).select_related(
        "companion__user", "organisation", "held_by__user"
    )
    talk = rows.filter(pk=pk).first()
    if talk is None:
        raise Http404
    cases = DiscussedCase.objects.visible_to(request.actor).filter(supervision=talk).select_related("client")
    cases = sorted(cases, key=lambda one: one.client.code)
    if cases:
        access.opened(request, [one.client_id for one in cases], kind=access.AccessKind.LIST)
    context = {
        "talk": talk,
        "cases": cases,
        "actions": list(talk.actions.select_related("done_by__user").order_by("due_on", "pk")),
        "may_keep": request.actor.may(Right.KEEP_COMPANIONS) and talk.organisation_id in request.actor.organisations,
    }
    return render(request, "companions/supervision/detail.html", context)


@require_POST
def action_done(request, pk):
    """Ticked off, by the companion or the coordinator; twice is once."""
    action = AgreedAction.objects.visible_to(request.actor).filter(pk=pk).first()
    if action is None:
        raise Http404
    actions.finish_action(action=action, by=request.actor)
    said(request, _("Done."))
    if action.companion_id == request.actor.id:
        return redirect("my_supervision")
    if request.POST.get("dari") == "pendamping":
        return redirect("companion_detail", pk=action.companion_id)
    return redirect("supervision_detail", pk=action.supervision_id)


@require_safe
def my_supervision(request):
    """What was agreed with me, to be ticked off, when the next talk is; which trainings come, and my certificate."""
    actor = request.actor
    check_may(actor, Right.ACCOMPANY)
    mine = AgreedAction.objects.visible_to(actor).filter(companion=actor.id)
    still = list(mine.filter(done_at=None).order_by("due_on", "pk")[:MOST])
    companion = supervision_due.with_next(Companion.objects.visible_to(actor).filter(pk=actor.id)).first()
    today = timezone.localdate()
    context = {
        "late": [one for one in still if one.due_on < today],
        "open": [one for one in still if one.due_on >= today],
        "done": list(mine.filter(done_at__isnull=False).order_by("-done_at", "pk")[:MOST_DONE]),
        "companion": companion,
        "trainings": _trainings_to_come(actor, today),
        "certificate": _newest_certificate(actor),
        "today": today,
        "soon": today + timedelta(days=settings.CERTIFICATE_SOON_DAYS),
    }
    return render(request, "companions/supervision/mine.html", context)


def _trainings_to_come(actor, today):
    """What the companion is enrolled in and is not over yet, those that were cancelled too: nobody should set out."""
    mine = Participant.objects.visible_to(actor).filter(
        companion=actor.id, withdrawn_at=None, training__ends_on__gte=today
    )
    mine = mine.select_related("training__organisation").order_by("training__starts_on", "pk")
    return [one.training for one in mine[:MOST_DONE]]


def _newest_certificate(actor):
    """The one that lasts longest and was not taken back, or None."""
    mine = Certificate.objects.visible_to(actor).filter(companion=actor.id, revoked_at=None).defer("code")
    return mine.order_by("-expires_on", "-issued_at").first()
