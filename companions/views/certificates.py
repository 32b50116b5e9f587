"""Certificates: issued, shown, printed, taken back, running out, and checked by anyone."""

import base64

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.links import qr_of
from accounts.models import Organisation
from accounts.roles import OrganisationKind, Right
from accounts.rules import check_may
from cases.rules import NotPossible
from cases.views.base import said, token_of, warned
from companions import actions
from companions.actions.training import state_of_code
from companions.days import day_with_year, days_with_year
from companions.facts import lines_of
from companions.forms.training import CodeForm, EnrolExpiringForm, ExpiringFilterForm, IssueForm, WhyForm
from companions.models import Certificate, Companion, Participant, Training
from companions.views.attendance import enrol, enrolled_in_words
from companions.views.companion_rows import Row
from companions.views.training import if_cancelled, rows_of, training_in_sight
from companions.vocabulary import EventState
from privacy import limits, paper
from privacy.keyring import index_digest

GET_POST = ["GET", "HEAD", "POST"]
MOST_TRAININGS = 50
LONGEST_CODE = 40  # what is longer is no code, and is looked up all the same: every answer costs the same work
WINDOW = 600  # seconds in which so many codes may be tried


# -- issued ------------------------------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
def training_issue(request, pk):
    """Choose who gets a certificate, and of which day; who was in no session is named with that reason."""
    training = training_in_sight(request, pk)
    if stop := if_cancelled(request, training):
        return stop
    rows = [row for row in rows_of(request.actor, training) if row.participant.withdrawn_at is None]
    waiting = [row for row in rows if row.certificate is None]
    ready = [row for row in waiting if row.sessions]
    most = max((row.sessions for row in rows), default=0)  # whoever missed a session is ticked by hand
    initial = {
        "who": [str(row.participant.pk) for row in ready if row.sessions == most],
        "issued_on": min(training.ends_on, timezone.localdate()),
    }
    people = [row.participant.pk for row in rows]  # who got one meanwhile keeps it: no mistake
    form = IssueForm(request.POST if request.method == "POST" else None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = [row.participant for row in rows if str(row.participant.pk) in form.cleaned_data["who"]]
        try:
            token_of(request, "issue", pk)
            made = actions.issue(
                training=training, participants=chosen, by=request.actor, issued_on=form.cleaned_data["issued_on"]
            )
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _issued_in_words(len(made)))
            return redirect("training_detail", pk=pk)
    context = {
        "training": training,
        "form": form,
        "ready": ready,
        "ticked": form.ticked(),
        "absent": [row for row in waiting if not row.sessions],
        "certified": len(rows) - len(waiting),
        "has_begun": training.starts_on <= timezone.localdate(),
        "years": settings.CERTIFICATE_YEARS,
    }
    return render(request, "companions/training/issue.html", context)


def _issued_in_words(count):
    if not count:
        return _("They have their certificate already. Nothing was changed.")
    return ngettext("%(n)s certificate was issued.", "%(n)s certificates were issued.", count) % {"n": count}


# -- shown, printed, taken back ----------------------------------------------------------------------------------------


def certificate_in_sight(request, pk):
    """The certificate, for trainers, the staff of the companion's organisation and the companion; others meet 404."""
    rows = Certificate.objects.visible_to(request.actor).select_related(
        "companion__user", "organisation", "participant__training__organisation"
    )
    certificate = rows.filter(pk=pk).first()
    if certificate is None:
        raise Http404
    return certificate


@require_safe
def certificate_detail(request, pk):
    """What stands on the certificate, as a page that prints on one sheet."""
    certificate = certificate_in_sight(request, pk)
    actor = request.actor
    is_mine = certificate.companion_id == actor.id
    context = sheet(request, certificate) | {
        "is_mine": is_mine,
        "is_expired": certificate.expires_on < timezone.localdate(),
        "may_revoke": actor.may(Right.RUN_TRAINING) and certificate.revoked_at is None,
        "reads_why": not is_mine,
        "may_download": paper.can_print() and certificate.revoked_at is None,
    }
    return render(request, "companions/certificate/detail.html", context)


def sheet(request, certificate):
    """All that the sheet says; `qr` and the address lead to the public page that checks the code."""
    code = f"{certificate.code[:5]}-{certificate.code[5:]}"
    training = certificate.participant.training
    return {
        "certificate": certificate,
        "name": certificate.companion.display_name,
        "course": training.course,
        "giver": training.organisation.name,
        "days": days_with_year(training.starts_on, training.ends_on),
        "code": code,
        "address": request.build_absolute_uri(reverse("certificate_check")),
        "qr": qr_of(request.build_absolute_uri(reverse("certificate_check", args=[code]))),
    }


@require_safe
def certificate_paper(request, pk):
    """The same as a PDF; its name says the number and nobody's name."""
    certificate = certificate_in_sight(request, pk)
    if certificate.revoked_at is not None:
        warned(request, _("This certificate was taken back. It is not printed any more."))
        return redirect("certificate_detail", pk=pk)
    if not paper.can_print():
        warned(request, _("This machine makes no PDF files. Print the page from your browser."))
        return redirect("certificate_detail", pk=pk)
    style = base64.b64encode(render_to_string("companions/certificate/paper.css").encode()).decode()
    words = sheet(request, certificate) | {"style": f"data:text/css;base64,{style}"}
    response = HttpResponse(
        paper.pdf(render_to_string("companions/certificate/paper.html", words)), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="sertifikat-{certificate.number.replace("/", "-")}.pdf"'
    return response


@require_http_methods(GET_POST)
def certificate_revoke(request, pk):
    """Taken back, with a reason: whoever checks its code then reads that it is not known."""
    check_may(request.actor, Right.RUN_TRAINING)
    certificate = certificate_in_sight(request, pk)
    if certificate.revoked_at is not None:
        warned(request, _("This certificate was taken back already."))
        return redirect("certificate_detail", pk=pk)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            token_of(request, "certificate_revoke", pk)
            actions.revoke(certificate=certificate, by=request.actor, why=form.cleaned_data["why"])
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("The certificate was taken back."))
            return redirect("certificate_detail", pk=pk)
    happens = [
        _("Whoever checks the code reads: not recognised."),
        _("Without another valid certificate %(name)s gets no new clients.")
        % {"name": certificate.companion.display_name},
        _("It cannot be given back. A new certificate comes from a new training."),
    ]
    context = {"certificate": certificate, "form": form, "happens": happens}
    return render(request, "companions/certificate/revoke.html", context)


# -- running out -------------------------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
def expiring_list(request):
    """Whose certificate has run out or soon will; a trainer enrols them here."""
    actor = request.actor
    check_may(actor, Right.READ_COMPANIONS)
    may_run = actor.may(Right.RUN_TRAINING)
    if request.method == "POST":
        check_may(actor, Right.RUN_TRAINING)
    everyone = expiring(actor)
    trainings = _open_trainings() if may_run else []
    form = EnrolExpiringForm(
        request.POST if request.method == "POST" else None,
        people=[row.companion.pk for row in everyone],
        trainings=[(str(one.pk), f"{one.course} · {day_with_year(one.starts_on)}") for one in trainings],
    )
    if request.method == "POST" and form.is_valid():
        training = next(one for one in trainings if str(one.pk) == form.cleaned_data["training"])
        try:
            token_of(request, "expiring")
            added = enrol(actor, training, form.cleaned_data["who"])
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, enrolled_in_words(added))
            return redirect("training_detail", pk=training.pk)
    places = _organisations(actor)
    asked = ExpiringFilterForm(request.GET, organisations=places)
    asked.is_valid()
    rows = [row for row in everyone if _fits(row, asked.cleaned_data)]
    coming = _coming(actor, rows)
    context = {
        "rows": [(row, coming.get(row.companion.pk)) for row in rows],
        "asked": asked,
        "filtered": any(asked.cleaned_data.values()),
        "with_organisation": len(places) > 1,
        "within": settings.CERTIFICATE_SOON_DAYS,
        "may_run": may_run,
        "form": form,
        "ticked": form.ticked(),
        "trainings": trainings,
    }
    return render(request, "companions/certificate/expiring.html", context)


def expiring(actor):
    """[Row] of companions who have not left, whose newest certificate ran out or does within CERTIFICATE_SOON_DAYS."""
    today = timezone.localdate()
    lines = lines_of(actor, Companion.objects.visible_to(actor).here(today))
    rows = [Row(line, today, works=False) for line in lines]
    rows = [row for row in rows if row.certificate_state in ("expired", "soon")]
    return sorted(rows, key=lambda row: (row.line.certificate.expires_on, row.line.name.casefold()))


def _fits(row, chosen):
    if chosen.get("lembaga") and str(row.companion.organisation_id) != chosen["lembaga"]:
        return False
    wanted = {"habis": "expired", "segera": "soon"}.get(chosen.get("keadaan"))
    return wanted is None or row.certificate_state == wanted


def _organisations(actor):
    """Those of whose companions the actor reads, by name."""
    places = Organisation.objects.filter(active=True).order_by("name")
    if actor.may(Right.RUN_TRAINING):
        return list(places.filter(kind__in=[OrganisationKind.LKS, OrganisationKind.KDS]))
    return list(places.filter(pk__in=actor.organisations))


def _open_trainings():
    """Trainings that one can still come to, the next first."""
    rows = Training.objects.filter(state=EventState.PLANNED, ends_on__gte=timezone.localdate())
    return list(rows.order_by("starts_on", "pk")[:MOST_TRAININGS])


def _coming(actor, rows):
    """{companion: the training that is still to end and in which they take part}."""
    people = Participant.objects.visible_to(actor).filter(
        companion__in=[row.companion.pk for row in rows], withdrawn_at=None, training__state=EventState.PLANNED,
        training__ends_on__gte=timezone.localdate(),
    )  # fmt: skip
    return {
        one.companion_id: one.training for one in people.select_related("training").order_by("-training__starts_on")
    }


# -- checked by anyone -------------------------------------------------------------------------------------------------


@login_not_required
@never_cache
@require_safe
def certificate_check(request, code=""):
    """Valid, expired or not known: nothing else of a certificate, whoever asks. Too many tries meet 429."""
    code = (code or request.GET.get("kode", "")).strip()[:LONGEST_CODE]
    state = ""
    if code:
        limits.hit("certificate", _who(request), settings.CERTIFICATE_CHECKS_PER_10_MINUTES, WINDOW)
        state = state_of_code(code)
    context = {"form": CodeForm(initial={"kode": code}), "state": state, "now": timezone.now()}
    return render(request, "companions/certificate/check.html", context)


def _who(request):
    """Whose tries are counted: a member's own, else those of one address, which is not kept readable."""
    if request.actor:
        return request.actor.id
    return index_digest("address", get_adapter().get_client_ip(request)).hex()[:40]
