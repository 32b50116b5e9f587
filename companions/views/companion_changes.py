"""What a coordinator changes about a companion: the profile, days away, the day on which they stop."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from accounts.roles import Right, Role
from accounts.rules import check_may
from cases.rules import NotPossible
from cases.views.base import bound, said, sent_differently, token_of
from companions import actions
from companions.days import day_words
from companions.facts import loads_of
from companions.forms.companions import AbsenceForm, CompanionForm, LeavingForm
from companions.models import Absence, Assignment, CompanionKind
from companions.views.companions import companion_in_sight
from companions.vocabulary import Part
from privacy import drafts
from privacy.receipts import SentTwiceDifferently

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
def companion_edit(request, pk):
    """The profile; `pk` is the membership's id, and a member without a profile gets one."""
    check_may(request.actor, Right.KEEP_COMPANIONS)
    member = _member(request, pk)
    companion = getattr(member, "companion", None)
    kind = CompanionKind.objects.visible_to(request.actor).filter(pk=pk).first()
    initial = CompanionForm.initial_of(companion, kind.kind if kind else "")
    form, saved_at = bound(request, CompanionForm, "companion", pk, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            token_of(request, "companion", pk)
            actions.save_companion(membership=member, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            drafts.discard(request.actor, "companion", pk)
            said(request, _("The companion's profile was saved."))
            return redirect("companion_detail", pk=pk)
    context = {"member": member, "companion": companion, "form": form, "saved_at": saved_at}
    return render(request, "companions/companions/edit.html", context)


def _member(request, pk):
    """A member of one's own organisations who has a profile, or the role that wants one."""
    rows = Membership.objects.visible_to(request.actor).filter(pk=pk, organisation_id__in=request.actor.organisations)
    member = rows.select_related("user", "organisation", "companion__kelurahan").first()
    if member is None:
        raise Http404
    if not hasattr(member, "companion") and Role.COMPANION not in {*member.roles, *member.proposed_roles}:
        raise Http404
    return member


@require_http_methods(GET_POST)
def companion_leaving(request, pk):
    """Say on which day a companion stops, or that they stay after all."""
    companion = companion_in_sight(request, pk, Right.KEEP_COMPANIONS)
    initial = {"leaves_on": companion.leaves_on, "why": companion.leaves_why}
    form = LeavingForm(request.POST if request.method == "POST" else None, initial=initial)
    stays = request.method == "POST" and "stays" in request.POST
    if request.method == "POST" and (stays or form.is_valid()):
        try:
            token_of(request, "leaving", pk)
            data = {"leaves_on": None} if stays else form.cleaned_data
            actions.set_leaving(companion=companion, by=request.actor, **data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _leaving_in_words(data["leaves_on"]))
            return redirect("companion_detail", pk=pk)
    context = {"companion": companion, "form": form, "depending": depending(companion)}
    return render(request, "companions/companions/leaving.html", context)


def _leaving_in_words(day):
    if day is None:
        return _("They stay. Nothing is handed over.")
    if day < timezone.localdate():
        return _("Written down: they have left.")
    return _("Written down: their last day is %(day)s. Hand their clients over before.") % {"day": day_words(day)}


def depending(companion):
    """How many clients have this person as their companion now, whoever may open them."""
    return loads_of([companion.pk]).get(companion.pk, (0, 0))[0]


@require_http_methods(GET_POST)
def absence_new(request, pk):
    """Days on which a companion cannot come."""
    companion = companion_in_sight(request, pk, Right.KEEP_COMPANIONS)
    form, saved_at = bound(request, AbsenceForm, "absence", pk)
    if request.method == "POST" and form.is_valid():
        try:
            token = token_of(request, "absence", pk)
            absence = actions.add_absence(token=token, companion=companion, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="", back="companion_list")
        else:
            words = {"first": day_words(absence.from_on), "last": day_words(absence.until_on)}
            said(request, _("Away from %(first)s until %(last)s. Look who stands in.") % words)
            return redirect("companion_detail", pk=pk)
    context = {"companion": companion, "form": form, "saved_at": saved_at, "depending": depending(companion)}
    return render(request, "companions/companions/absence.html", context)


@require_http_methods(GET_POST)
def absence_cancel(request, pk):
    """Back sooner, or never gone: a page that says what happens, then the deed."""
    check_may(request.actor, Right.KEEP_COMPANIONS)
    rows = Absence.objects.visible_to(request.actor).filter(organisation_id__in=request.actor.organisations)
    absence = rows.select_related("companion__user").filter(pk=pk).first()
    if absence is None:
        raise Http404
    is_over = absence.cancelled_at is not None or absence.until_on < timezone.localdate()
    if request.method == "POST":
        if not is_over:  # what is over stays in the history as it was
            actions.cancel_absence(absence=absence, by=request.actor)
            said(request, _("The absence was cancelled."))
        return redirect("companion_detail", pk=absence.companion_id)
    context = {"absence": absence, "is_over": is_over, "happens": [] if is_over else _what_happens(request, absence)}
    return render(request, "companions/companions/absence_cancel.html", context)


def _what_happens(request, absence):
    today = timezone.localdate()
    if absence.from_on < today:
        happens = [_("The absence ends with yesterday.")]
    else:
        happens = [_("The absence is taken back, as if it had never been planned.")]
    mains = Assignment.objects.visible_to(request.actor).current(today)
    mains = mains.filter(companion=absence.companion_id, part=Part.MAIN).values("client")
    there = Assignment.objects.visible_to(request.actor).current(today).filter(part=Part.STAND_IN, client__in=mains)
    if count := there.count():
        happens.append(
            ngettext("%(n)s stand-in ends.", "%(n)s stand-ins end.", count) % {"n": count}
            + " "
            + _("What they had planned for these clients comes back to %(name)s.")
            % {"name": absence.companion.display_name}
        )
    if count := actions.waiting_for_absence(absence.companion_id).count():
        happens.append(
            ngettext(
                "%(n)s offer that waits for an answer is taken back.",
                "%(n)s offers that wait for an answer are taken back.",
                count,
            )
            % {"n": count}
        )
    happens.append(
        _("From now on %(name)s can be chosen for clients again.") % {"name": absence.companion.display_name}
    )
    return happens
