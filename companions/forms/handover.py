"""What may be typed when a caseload changes hands, and when an offer is refused."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.clients import text
from cases.forms.fields import DayField
from companions.vocabulary import Part, WhyHandOver


class ReceiverField(forms.ChoiceField):
    """One of those who may take this client (`known`, ids as text); the page shows the best few of them."""

    def __init__(self, *, known, **kwargs):
        super().__init__(choices=[("", _("stays where it is"))], required=False, **kwargs)
        self.known = known

    def valid_value(self, value):
        return value in self.known


class HandOverForm(forms.Form):
    """Why, until when, and for each assignment (`untuk-<id>`) who is asked; empty leaves the client where it is.

    `known`: {assignment id: ids of those who may be asked}. `stood_in`: ids of clients for whom someone stands in
    already, who are not offered in an absence.
    """

    why = forms.ChoiceField(label=gettext_lazy("Why?"), choices=WhyHandOver.choices, widget=forms.RadioSelect)
    until_on = DayField(
        label=gettext_lazy("Away until and including"), required=False,
        help_text=gettext_lazy("Only for someone who comes back: the clients return by themselves."),
    )  # fmt: skip
    note = text(
        gettext_lazy("Note to those who receive"), rows=2,
        help_text=gettext_lazy("They read it before they answer: no name of a client."),
    )  # fmt: skip

    despite = text(
        gettext_lazy("Why nevertheless"), rows=2,
        help_text=gettext_lazy("Read by coordinators and supervisors only, not by those who receive."),
    )  # fmt: skip

    def __init__(self, *args, assignments, known, stood_in=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.assignments, self.stood_in = {name_of(one): one for one in assignments}, stood_in
        for name, one in self.assignments.items():
            self.fields[name] = ReceiverField(
                known=known.get(one.pk, ()),
                label=_("Offer %(code)s to") % {"code": one.client.code},
                help_text=self._not_in_an_absence(one),
            )

    def _not_in_an_absence(self, assignment):
        """Why nobody is asked to stand in for this one, "" where someone may be: also for who stands in and is away."""
        if assignment.part == Part.SECOND:
            return _("In an absence only a main companion has a stand-in.")
        if assignment.part == Part.MAIN and assignment.client_id in self.stood_in:
            return _("Someone stands in already: in an absence nobody else is asked.")
        return ""

    def clean(self):
        data = super().clean()
        if data.get("why") != WhyHandOver.ABSENCE or "until_on" in self.errors:
            return data
        if not data.get("until_on") or data["until_on"] < timezone.localdate():
            self.add_error("until_on", _("Say until when the companion is away: today or later."))
        return data

    @property
    def chosen(self):
        """{assignment: the receiver's id, as text}, of those that are offered; fewer in an absence."""
        away = self.cleaned_data.get("why") == WhyHandOver.ABSENCE
        mine = {name: one for name, one in self.assignments.items() if not (away and self._not_in_an_absence(one))}
        return {one: self.cleaned_data[name] for name, one in mine.items() if self.cleaned_data.get(name)}


def name_of(assignment):
    return f"untuk-{assignment.pk}"


class DeclineForm(forms.Form):
    """A no has a reason."""

    why = text(gettext_lazy("Why not?"), rows=2, required=True, help_text=gettext_lazy("Your coordinator reads it."))
