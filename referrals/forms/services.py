"""What may be typed of a service that was given, and of a look at what became of it."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.clients import text
from cases.forms.fields import FIGURES, PastDayField
from cases.vocabulary import Component
from referrals.service_fields import wrong
from referrals.vocabulary import Look

MONEY_FIELDS = ("amount", "decision_no", "component", "again_because")


def number(label, most=100_000, least=0, help_text=""):
    widget = forms.NumberInput(attrs=FIGURES)
    return forms.IntegerField(
        label=label, required=False, min_value=least, max_value=most, widget=widget, help_text=help_text
    )


class GivenForm(forms.Form):
    """The questions of a kind (`service_fields`), and money where the kind gives any."""

    amount = number(
        _("Money or goods, in rupiah"), 1_000_000_000, 1, _("Counts as given when a second person has approved it.")
    )
    decision_no = text(_("Number of the decision"))
    component = forms.TypedChoiceField(
        label=_("Component of the programme"), required=False, coerce=int, empty_value=None,
        choices=[("", _("as usual for this service")), *Component.choices],
    )  # fmt: skip
    again_because = text(_("Why is the same aid given again?"), rows=2)

    def __init__(self, *args, questions=(), with_money=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = [f"q-{name}" for name, _label, _make in questions]
        for name, label, make in questions:
            self.fields[f"q-{name}"] = make(label)
        for name in () if with_money else MONEY_FIELDS:
            del self.fields[name]

    def clean(self):
        data = super().clean()
        for name, sentence in wrong(self.answers, data.get("given_on") or timezone.localdate()).items():
            if f"q-{name}" in self.fields:
                self.add_error(f"q-{name}", sentence)
        return data

    @property
    def answers(self):
        """{name: what was answered}, empty ones left out; days and times as text."""
        found = {name[2:]: self.cleaned_data.get(name) for name in self.questions}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in found.items()
            if value not in (None, "")
        }

    @property
    def money(self):
        """{name: value} of the money, for an action; empty where the kind gives none."""
        return {name: self.cleaned_data[name] for name in MONEY_FIELDS if name in self.cleaned_data}

    @property
    def asked(self):
        return [self[name] for name in self.questions]

    shows_all = False  # the questions stand open: whoever closes a referral is to see them

    @property
    def asked_wrongly(self):
        names = (*self.questions, "component")
        return any(name in self.errors for name in names) or (
            bool(self.errors) and any(self[name].value() for name in self.questions)
        )

    def ask_why_again(self, sentence):
        """The action wants to know why the same aid is given again: show the field, with its sentence."""
        self.add_error("again_because", sentence)

    @property
    def asks_why_again(self):
        return "again_because" in self.fields and bool(
            self["again_because"].value() or "again_because" in self.errors
        )  # fmt: skip


class RecordForm(GivenForm):
    """A service without a referral; a session for many counts men and women."""

    given_on = PastDayField(label=_("On which day"), initial=timezone.localdate)
    done = text(_("What was done"), rows=3, required=True)
    men = number(_("Men"), 30_000)
    women = number(_("Women"), 30_000)

    def __init__(self, *args, for_client=True, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("men", "women") if for_client else ():
            del self.fields[name]


def _yes_no(value):
    return {"ya": True, "tidak": False}.get(value)


class CheckForm(forms.Form):
    """What a look has found; each kind asks its own question."""

    still_running = forms.TypedChoiceField(widget=forms.RadioSelect, coerce=_yes_no, empty_value="")
    income = number(_("Income this month (rupiah)"), 1_000_000_000)
    obstacles = text(_("Obstacles"), rows=2)

    def __init__(self, *args, what=Look.EFFECT, **kwargs):
        super().__init__(*args, **kwargs)
        question, *choices = QUESTIONS[what]
        self.fields["still_running"].label = question
        self.fields["still_running"].choices = choices
        if what != Look.EFFECT:
            del self.fields["income"]
            self.fields["obstacles"].label = _("What stands in the way, what was agreed")


QUESTIONS = {
    Look.EFFECT: (_("Is it still running?"), ("ya", _("Yes")), ("tidak", _("No"))),
    Look.START: (
        _("Has care begun?"), ("ya", _("Yes")), ("tidak", _("Not yet: ask again in a week")),
        ("bukan", _("It will not begin here, for the reason below")),
    ),
    Look.REVIEW: (
        _("Is the client safe now?"), ("ya", _("Yes")), ("tidak", _("Not yet: ask again in a week")),
        ("bukan", _("It is looked after elsewhere, as written below")),
    ),
    Look.AGAIN: (
        _("Did the client come again?"), ("ya", _("Yes")), ("tidak", _("No, and that is the client's choice")),
    ),
}  # fmt: skip
