"""The pages that belong to no room: for the public, the page "More", and the gallery of components."""

import datetime as dt
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.roles import Right
from accounts.rules import check_may
from basodara.face import rest_of_menu


@login_not_required
@require_safe
def front(request):
    """The public front page; who is signed in has their own."""
    if request.actor:
        return redirect("my_work")
    hours = _("Monday to Friday, 08:00–16:00 WIT.")
    return render(request, "public/front.html", {**_programme(), "hours": hours})


@login_not_required
@require_safe
def partners(request):
    """What the programme is and does, for organisations."""
    return render(request, "public/partners.html", _programme())


@login_not_required
@require_safe
def privacy(request):
    """What is kept about a person and what they may ask for."""
    return render(request, "public/privacy.html", _programme())


@login_not_required
@require_safe
def help_page(request):
    """Answers to questions that come up, and numbers to call at any hour."""
    return render(request, "public/help.html", {**_programme(), "crisis": settings.CRISIS_NUMBERS})


@require_safe
def more_menu(request):
    """What does not fit into the menu below."""
    return render(request, "public/more_menu.html", {"rest": rest_of_menu(request.actor, len(request.hats))})


@require_safe
def components(request):
    """Every component in its states, with invented people: for administrators and for who writes pages."""
    check_may(request.actor, Right.MANAGE_USERS)
    empty, wrong = Example(), Example(data={"name": "", "weight": "tiga"})
    wrong.is_valid()
    return render(request, "public/components.html", {"form": empty, "wrong": wrong, **_samples()})


def _programme():
    return {"number": settings.PUBLIC_PHONE, "centre": settings.CENTRE_NAME, "clinic": settings.CLINIC_NAME}


class Example(forms.Form):
    """One field of each look, for the gallery."""

    name = forms.CharField(
        label=gettext_lazy("Name to be called by"), help_text=gettext_lazy("It may differ from the identity card.")
    )
    at_home = forms.ChoiceField(
        label=gettext_lazy("May be visited at home?"),
        widget=forms.RadioSelect,
        initial="a",
        choices=[("a", gettext_lazy("Yes")), ("b", gettext_lazy("No")), ("c", gettext_lazy("Somewhere else"))],
    )
    met = forms.MultipleChoiceField(
        label=gettext_lazy("Who was met"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", gettext_lazy("The client")), ("b", gettext_lazy("A family member"))],
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"),
        required=False,
        choices=[("", "–"), ("a", gettext_lazy("Active")), ("b", gettext_lazy("On hold"))],
    )
    weight = forms.DecimalField(
        label=gettext_lazy("Weight (kg)"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
    )
    on = forms.DateField(
        label=gettext_lazy("Date"), required=False, widget=forms.DateInput(attrs={"type": "date", "class": "short"})
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    private = forms.BooleanField(label=gettext_lazy("Could talk in private"), required=False)


def _samples():
    """Invented people and states; names stay Indonesian in every language."""
    today = timezone.localdate()
    card = SimpleNamespace(
        say="Pesan WhatsApp saja, setelah 16.00. Jangan menelepon.",
        may_say="“Ini Kak Rina, mau main ke rumah.” Jangan sebut lembaga.",
        who_knows=["Kakak, Ibu Ani.", "Suami dan mertua belum tahu."],
        home_visit="Ya, bila suami sedang melaut (Senin–Kamis)",
        phone="+6281200000042",
        phone_url="https://wa.me/6281200000042",
        phone_icon="chat-dots",
        checked_on=today - dt.timedelta(days=33),
    )
    return {
        "card": card,
        "unasked": SimpleNamespace(who_knows=[]),
        "late": today - dt.timedelta(days=6),
        "soon": today + dt.timedelta(days=2),
        "now": timezone.now(),
        "long_name": "Hi. Muhammad Zulkifli Abdurrahman",
        "figures": [
            ("late", 3, _("overdue"), True),
            ("items", 4, _("today"), False),
            ("items", 6, _("this week"), False),
        ],
        "facts": [(_("Reason"), "Rumah rusak karena angin, keluarga menumpang di tetangga."), (_("Note"), "")],
        "steps": [
            ("past", _("Upload a file"), _("done")),
            ("now", _("Check the rows"), _("you are here")),
            ("", _("Import"), _("all or nothing")),
        ],
        "tabs": [("#tabs", _("All"), True, 12), ("#tabs", _("Visits"), False, 0)],
        "happens": [
            _("Two running referrals are closed, and both sides are told."),
            _("The companionship goes on."),
        ],
    }
