"""What may be typed about what comes next: a visit planned, moved, cancelled; a next step."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import vocabulary as words
from cases.forms.clients import text
from cases.forms.fields import DayField

OTHER, KEEP, NO_PLAN = "lain", "tetap", "-"
FAR = timedelta(days=366)
TIME_FORMATS = ["%H:%M", "%H.%M", "%H:%M:%S"]


def chip_day(day, today=None):
    """How a day reads on a chip: "Besok", "Rab, 2/12"."""
    today = today or timezone.localdate()
    if day == today:
        return _("Today")
    if day == today + timedelta(days=1):
        return _("Tomorrow")
    return f"{WEEKDAYS_ABBR[day.weekday()]}, {day.day}/{day.month}"


def read_day(value):
    """A day as the chips send it, or None."""
    try:
        return date.fromisoformat(value or "")
    except (TypeError, ValueError):
        return None


class TimeOfDay(forms.TimeField):
    """An hour in WIT, by the device's own picker or typed as 14.05."""

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", TIME_FORMATS)
        kwargs.setdefault("widget", forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"))
        super().__init__(**kwargs)


class DayChips(forms.ChoiceField):
    """Days of one tap. They are sent as dates: a form that was opened before midnight still means what it showed."""

    widget = forms.RadioSelect

    def valid_value(self, value):
        return super().valid_value(value) or read_day(value) is not None


class WithDay(forms.Form):
    """A day by chips (`name`), or any other by the picker beside them (`name_other`)."""

    def offer_days(self, name, label, offsets, *, keep=None, chosen=None, required=False):
        """Add both fields; `keep` is a day that stands already, `chosen` the chip that is pressed at first."""
        today = timezone.localdate()
        shown = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name, chosen)
        days = {today + timedelta(days=offset) for offset in offsets}
        days |= {day for day in [read_day(shown)] if day and day >= today}
        choices = [(KEEP, _("Keep %(day)s") % {"day": chip_day(keep, today)})] if keep else []
        choices += [(day.isoformat(), chip_day(day, today)) for day in sorted(days)] + [(OTHER, _("Another day"))]
        self.fields[name] = DayChips(label=label, choices=choices, initial=chosen, required=required)
        self.fields[f"{name}_other"] = DayField(label=_("Another day"), required=False)

    def day_of(self, name):
        """The day that was chosen, or None for none; a date in the picker counts before a chip."""
        value, other = self.cleaned_data.get(name), self.cleaned_data.get(f"{name}_other")
        where = f"{name}_other" if other or value == OTHER else name
        if where in self.errors:
            return None
        day = other or read_day(value)
        today = timezone.localdate()
        if day is None and value == OTHER:
            self.add_error(where, _("Choose the date."))
        elif day and day < today:
            self.add_error(where, _("This day has passed. Choose today or later."))
        elif day and day > today + FAR:
            self.add_error(where, _("This day is more than a year away. Check the date."))
        return day


class PlanForm(WithDay):
    """A visit to come. Against the contact card it asks why."""

    planned_time = TimeOfDay(label=gettext_lazy("Time (WIT)"), required=False)
    place = forms.ChoiceField(
        label=gettext_lazy("Place of meeting"), choices=words.Place.choices, widget=forms.RadioSelect
    )
    against_card = text(gettext_lazy("Why it has to differ from the contact card"), rows=2)
    note = text(gettext_lazy("What for"), help_text=gettext_lazy("One line. It stands in your list of work."))
    offsets = (1, 7, 14, 30)

    def __init__(self, *args, objections=None, colleagues=(), me=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.objections = objections or {}
        self.offer_days("planned", _("Date"), self.offsets, required=True)
        self.order_fields(["planned", "planned_other", "planned_time", "place", "against_card"])
        if not self.objections:
            del self.fields["against_card"]
        if "note" in self.fields and len(colleagues) > 1:
            self.fields["worker"] = ColleagueField(colleagues, me, label=_("Who goes"))

    def clean(self):
        data = super().clean()
        data["planned_on"] = self.day_of("planned")
        objection = self.objections.get(data.get("place"))
        if objection and not data.get("against_card"):
            sentence = _("%(objection)s Choose another place, or say why it has to be so.") % {"objection": objection}
            self.add_error("against_card", sentence)
        if not objection:
            data["against_card"] = ""
        return data

    def plan(self):
        """The arguments of the actions."""
        names = ("planned_on", "planned_time", "place", "against_card", "note", "worker", "reason", "reason_note")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class MoveForm(PlanForm):
    """Another day for a planned visit, and why."""

    note = None
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=words.NotHappened.choices,
        widget=forms.RadioSelect(attrs={"data-look": "chips"}),
    )  # fmt: skip
    reason_note = text(gettext_lazy("Explanation"), rows=2)
    offsets = (1, 2, 7, 14)


class CancelForm(forms.Form):
    """Why a planned visit will not take place."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=words.NotHappened.choices,
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
    )  # fmt: skip
    reason_note = text(gettext_lazy("Explanation"), rows=2)


class StepForm(WithDay):
    """Something to be done, by whom and until when."""

    what = text(gettext_lazy("What is to be done"), required=True)

    def __init__(self, *args, colleagues=(), me=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_days("due", _("Until when"), (0, 1, 7, 14), required=True)
        if len(colleagues) > 1:
            self.fields["owner"] = ColleagueField(colleagues, me, label=_("Who does it"))

    def clean(self):
        data = super().clean()
        data["due_on"] = self.day_of("due")
        return data


class ReasonForm(forms.Form):
    """A reason in one's own words."""

    because = text(gettext_lazy("Reason"), rows=2, required=True)


class WhichPlan(forms.ChoiceField):
    """Which planned visit has now taken place, or none. One closed meanwhile is no error: see `record_visit`."""

    def __init__(self, plans, chosen=None):
        names = [(str(plan.pk), f"{plan_day(plan)} ({plan.worker.display_name})") for plan in plans]
        super().__init__(
            label=_("Which plan does it answer?"), choices=[*names, (NO_PLAN, _("It answers no plan"))], required=False,
            initial=str(chosen.pk) if chosen else NO_PLAN, widget=forms.RadioSelect(attrs={"data-look": "list"}),
        )  # fmt: skip

    def valid_value(self, value):
        return True


def plan_day(plan):
    return f"{plan.planned_on.day} {MONTHS[plan.planned_on.month]}"


class ColleagueField(forms.ChoiceField):
    """One of the colleagues, oneself first; gives the membership."""

    def __init__(self, colleagues, me, **kwargs):
        self.members = {str(one.pk): one for one in colleagues}
        names = [(str(one.pk), _("I myself") if one.pk == me else one.display_name) for one in colleagues]
        super().__init__(choices=names, initial=str(me), **kwargs)

    def clean(self, value):
        return self.members[super().clean(value)]
