"""A companion tells the days on which they cannot come."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles import Right
from accounts.rules import check_may
from cases.rules import NotPossible
from cases.views.base import bound, said, sent_differently, token_of
from companions import actions
from companions.days import day_words
from companions.forms.companions import AbsenceForm
from companions.models import Absence, Companion
from privacy import drafts
from privacy.receipts import SentTwiceDifferently

FORM = "my_absence"


@require_http_methods(["GET", "HEAD", "POST"])
def my_absence(request):
    """One's own absences to come, and a form for the next; the coordinator is told and looks who stands in."""
    actor = request.actor
    check_may(actor, Right.ACCOMPANY)
    companion = Companion.objects.visible_to(actor).filter(pk=actor.id).first()
    form, saved_at = bound(request, AbsenceForm, FORM)
    if request.method == "POST" and companion is None:
        form.add_error(None, _("Your coordinator has not made your profile yet."))
    elif request.method == "POST" and form.is_valid():
        try:
            token = token_of(request, FORM)
            absence = actions.add_absence(token=token, companion=companion, by=actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="", back="my_absence")
        else:
            drafts.discard(actor, FORM)
            words = {"first": day_words(absence.from_on), "last": day_words(absence.until_on)}
            said(request, _("Away from %(first)s until %(last)s. Your coordinator has been told.") % words)
            return redirect("my_absence")
    coming = Absence.objects.visible_to(actor).filter(
        companion=actor.id, cancelled_at=None, until_on__gte=timezone.localdate()
    )
    context = {
        "companion": companion,
        "coming": list(coming.order_by("from_on", "pk")),
        "day": timezone.localdate(),
        "form": form,
        "saved_at": saved_at,
    }
    return render(request, "companions/home/my_absence.html", context)
