"""Next steps: written, done, dropped, opened again."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles import Right
from cases import actions, rules
from cases.forms.plans import ReasonForm, StepForm
from cases.models import NextStep
from cases.views.base import bound, client_in_care, page, said, sent_differently
from cases.views.plans import colleagues, refused
from privacy import tokens
from privacy.receipts import SentTwiceDifferently

GET_POST = ["GET", "HEAD", "POST"]
UNDO = "undo_step"  # in the session: the step that one's own list offers to open again


@require_http_methods(GET_POST)
def step_new(request, pk):
    """Write down what comes next, by whom and until when."""
    client = client_in_care(request, pk, Right.PLAN_VISITS)
    row = rules.holding(request.actor, client)
    options = {"colleagues": colleagues(request.actor, row), "me": request.actor.id}
    form, saved_at = bound(request, StepForm, "step", client.pk, **options)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            token = tokens.read_for(request, "step", client.pk)
            actions.add_step(
                token=token, client=client, by=request.actor, what=data["what"], due_on=data["due_on"],
                owner=data.get("owner"),
            )  # fmt: skip
        except (tokens.NoToken, rules.NotPossible) as refusal:
            form.add_error(None, refused(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="", back="client_list")
        else:
            said(request, _("The next step was saved."))
            return redirect("client_detail", pk=client.pk)
    return page(request, "cases/visits/step.html", client, {"form": form, "saved_at": saved_at})


@require_POST
def step_done(request, pk):
    """Ticked off; one's own list offers to open it again."""
    step, client = _step(request, pk)
    actions.finish_step(step=step, by=request.actor)
    said(request, _("Done."))
    if not request.POST.get("kerja"):
        return redirect(client.get_absolute_url())
    request.session[UNDO] = str(step.pk)
    return redirect("my_work")


@require_http_methods(GET_POST)
def step_drop(request, pk):
    """Given up, and why."""
    step, client = _step(request, pk, Right.PLAN_VISITS)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.drop_step(step=step, by=request.actor, because=form.cleaned_data["because"])
        except rules.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("The step was dropped. See whether the client still has a next one."))
            return redirect("client_detail", pk=client.pk)
    happens = [
        _("The step leaves the lists of work and stays in the client's history."),
        _("If nothing else is planned, the client stands on top as one without a next step."),
    ]
    return page(request, "cases/visits/drop.html", client, {"step": step, "form": form, "happens": happens})


@require_POST
def step_reopen(request, pk):
    """Undo: ticked or dropped by mistake."""
    step, client = _step(request, pk, Right.PLAN_VISITS)
    actions.reopen_step(step=step, by=request.actor)
    said(request, _("The step is open again."))
    return redirect("my_work" if request.POST.get("kerja") else client.get_absolute_url())


def _step(request, pk, right=Right.READ_CASE):
    step = NextStep.objects.visible_to(request.actor).filter(pk=pk).first()
    if step is None:
        raise Http404
    step.client = client_in_care(request, step.client_id, right)
    return step, step.client
