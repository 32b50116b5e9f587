"""What the views of a case have in common: fetching is authorising, and showing leaves a record."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Right
from accounts.rules import check_may
from cases.models import Client, Identity
from cases.rules import NotPossible
from privacy import access, asked, drafts, tokens
from privacy.receipts import SentTwiceDifferently


def client_in_care(request, pk, right=Right.READ_CASE):
    """The client with card and case file, if a care seat opens it (else 404) and the role may (else 403)."""
    client = (
        Client.objects.visible_to(request.actor)
        .select_related("card", "case", "kelurahan__parent", "registered_organisation")
        .filter(pk=pk)
        .filter(pk__in=Identity.objects.visible_to(request.actor).filter(pk=pk).values("pk"))
        .first()
    )
    if client is None:
        raise Http404
    check_may(request.actor, right)
    return client


def opened(request, *clients, kind=access.AccessKind.VIEW):
    """Leave the record that these clients were shown on this page."""
    access.opened(request, [client.pk for client in clients], kind=kind)


def page(request, template, client, context=None, *, status=200):
    """A page about one client; showing it leaves a record."""
    opened(request, client)
    return render(request, template, {"client": client, **(context or {})}, status=status)


def bound(request, form_class, name, subject="", *, initial=None, **options):
    """The form of this request: bound to what was sent, or begun, with the draft that its author left behind.

    Gives (form, saved_at): the time of a draft that was taken up, or None.
    """
    if request.method == "POST":
        return form_class(request.POST, initial=initial, **options), None
    data, saved_at = drafts.load(request.actor, name, subject)
    if data is not None:
        initial = {**(initial or {}), **drafts.initial_of(form_class, data, **options)}
    return form_class(initial=initial, **options), saved_at


def token_of(request, name, subject=""):
    """The key of a sent form. Without a valid one (a page that was left open) the form asks to be sent once more."""
    try:
        return tokens.read_for(request, name, subject)
    except tokens.NoToken as exc:
        raise NotPossible(_("This page was open for too long. Look it over and save once more.")) from exc


def sent_differently(request, error: SentTwiceDifferently, *, where, back):
    """The same key came with other content: say what was kept, and that nothing of the new was lost or written."""
    context = {"receipt": error.receipt, "where": where, "back": back, "typed": _typed(request)}
    return render(request, "cases/sent_differently.html", context, status=409)


def to_results(request, page, text):
    """Answer a search: on to an address that holds it sealed."""
    return redirect(f"{reverse(page)}?{asked.FIELD}={asked.seal(request.actor, text)}")


def said(request, sentence):
    messages.success(request, sentence)


def warned(request, sentence):
    messages.warning(request, sentence)


def _typed(request):
    hidden = {tokens.FIELD, "csrfmiddlewaretoken"}
    return [(name, value) for name, values in request.POST.lists() if name not in hidden for value in values if value]
