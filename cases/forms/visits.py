"""The visit form: frame and result on top, the rest in groups that fold. Only frame and result are required."""

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import vocabulary as words
from cases.forms.clients import text
from cases.forms.fields import FIGURES, DayField, PastDayField
from cases.forms.plans import KEEP, TimeOfDay, WhichPlan, WithDay
from cases.models import TB_QUESTIONS, HomeVisit, RestrictedNote
from cases.visit_facts import GROUPS

CLOCK = timedelta(minutes=10)
NEXT_DAYS = (7, 14, 30)
NOT_ASKED = "-"
FEW = 3
ASKED_BACK_AFTER = 14  # days


def label(name, model=HomeVisit):
    return capfirst(model._meta.get_field(name).verbose_name)


class OneTap(forms.TypedChoiceField):
    """Chips. "Not asked" is a chip of its own, not pressed at first, so that a wrong tap can be taken back."""

    def to_python(self, value):
        return "" if value == NOT_ASKED else super().to_python(value)


def chips(name, choices, *, not_asked=True, **options):
    choices = [*choices, (NOT_ASKED, gettext_lazy("Not asked"))] if not_asked else list(choices)
    return OneTap(label=label(name), choices=choices, required=False, widget=forms.RadioSelect, **options)


def several(name, choices):
    return forms.MultipleChoiceField(
        label=label(name), choices=choices.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def yes_no(name):
    choices = [("ya", gettext_lazy("Yes")), ("tidak", gettext_lazy("No"))]
    return chips(name, choices, coerce=lambda value: value == "ya", empty_value=None)


def figure(name, low, high, *, field=forms.IntegerField, **options):
    mode = {"inputmode": "decimal"} if field is forms.DecimalField else {}
    widget = forms.TextInput(attrs={**FIGURES, **mode})
    return field(label=label(name), required=False, min_value=low, max_value=high, widget=widget, **options)


class RupiahField(forms.IntegerField):
    """1500000, 1.500.000 or Rp1.500.000"""

    def to_python(self, value):
        if isinstance(value, str):
            value = value.lower().removeprefix("rp").replace(".", "").replace(" ", "")
        return super().to_python(value)


class VisitForm(WithDay):
    """A visit as it is told on a phone. `answers()` are the fields of HomeVisit; only their shape is judged here."""

    result = forms.ChoiceField(
        label=gettext_lazy("Result"), choices=words.VisitResult.choices, initial=words.VisitResult.DONE,
        widget=forms.RadioSelect,
    )  # fmt: skip
    day = PastDayField(label=gettext_lazy("Date"))
    time = TimeOfDay(label=gettext_lazy("Time (WIT)"))
    place = forms.ChoiceField(label=label("place"), choices=words.Place.choices, widget=forms.RadioSelect)
    health = chips("health", words.Health.choices, not_asked=False)

    met = several("met", words.Met)
    private = yes_no("private")
    until = TimeOfDay(label=label("until"), required=False)

    pills_left = figure("pills_left", 0, 1000)
    missed_doses = figure("missed_doses", 0, 90, help_text=gettext_lazy("Ask without judging. 0 when there were none."))
    missed_reasons = several("missed_reasons", words.MissedReason)
    side_effects = text(label("side_effects"), rows=2)
    last_pickup_on = PastDayField(label=label("last_pickup_on"), required=False)
    next_pickup_on = DayField(label=label("next_pickup_on"), required=False)
    who_collects = text(label("who_collects"))

    complaints = several("complaints", words.Complaint)
    weight_kg = figure("weight_kg", 1, 300, field=forms.DecimalField, max_digits=5, decimal_places=1, localize=True)
    tb_cough = chips("tb_cough", words.Asked.choices, not_asked=False)
    tb_fever = chips("tb_fever", words.Asked.choices, not_asked=False)
    tb_weight = chips("tb_weight", words.Asked.choices, not_asked=False)
    tb_sweat = chips("tb_sweat", words.Asked.choices, not_asked=False)
    tb_outside = chips("tb_outside", words.Asked.choices, not_asked=False)

    mood = chips("mood", words.Mood.choices, coerce=int, empty_value=None)
    family_support = chips("family_support", words.FamilySupport.choices)
    red_flags = several("red_flags", words.RedFlag)

    works = yes_no("works")
    income = figure("income", 0, 1_000_000_000, field=RupiahField)
    food_today = chips("food_today", words.FoodToday.choices)

    stigma_where = several("stigma_where", words.StigmaPlace)
    stigma_by = text(label("stigma_by"))
    stigma_wants_action = yes_no("stigma_wants_action")

    needs = several("needs", words.Need)
    done = text(label("done"), rows=2)
    agreed = text(label("agreed"), rows=2)
    restricted_note = text(
        label("text", RestrictedNote), rows=3,
        help_text=gettext_lazy("Read by you, the responsible worker and the supervisor. Nobody else."),
    )  # fmt: skip

    sure = forms.BooleanField(label=gettext_lazy("Yes, this date is right"), required=False)

    def __init__(self, *args, keep=None, with_next=True, default_next=True, plans=(), plan=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.asks_if_sure = bool(self.is_bound and self.data.get("sure"))
        if plans:
            self.fields["plan"] = WhichPlan(plans, plan)
        if with_next:
            default = timezone.localdate() + timedelta(days=settings.DEFAULT_VISIT_INTERVAL_DAYS)
            chosen = KEEP if keep else default.isoformat() if default_next else None
            self.offer_days("next", label("next_visit_on"), NEXT_DAYS, keep=keep, chosen=chosen)

    def clean(self):
        data = super().clean()
        day, time = data.get("day"), data.get("time")
        if day and time:
            data["visited_at"] = timezone.make_aware(datetime.combine(day, time))
            if data["visited_at"] > timezone.now() + CLOCK:
                self.add_error("time", _("A visit cannot be recorded before it took place. Check date and time."))
            if data.get("until") and data["until"] < time:
                self.add_error("until", _("It cannot end before it began."))
        if day and data.get("next_pickup_on") and data["next_pickup_on"] < day:
            self.add_error("next_pickup_on", _("The next pick-up cannot lie before the visit."))
        if day and day != self.initial.get("day") and not data.get("sure"):
            self._ask_if_sure(day)
        if "next" in self.fields:
            data["next_visit_on"] = self.day_of("next")
        return data

    def _ask_if_sure(self, day):
        """A day long ago is mostly a slip of the finger in the date picker: asked back once."""
        ago = (timezone.localdate() - day).days
        if ago > ASKED_BACK_AFTER:
            self.asks_if_sure = True
            self.add_error("sure", _("This date is %(days)s days ago. Is it right?") % {"days": ago})

    def answers(self):
        """The fields of HomeVisit that this form holds."""
        names = {field.name for field in HomeVisit._meta.concrete_fields} - {"plan"}
        data = {name: value for name, value in self.cleaned_data.items() if name in names}
        if data["result"] in (words.VisitResult.MOVED, words.VisitResult.DIED):
            data.pop("next_visit_on", None)
        return data

    def groups(self, opened=()):
        """The folds: those the person leaves open, and those with an error, stand open."""
        return [
            self._group(name, title, [self[field] for field in fields if field in self.fields], name in opened)
            for name, (title, fields) in GROUPS.items()
            if any(field in self.fields for field in fields)
        ]

    def _group(self, name, title, fields, is_open):
        asked = [field for field in fields if field.name in TB_QUESTIONS]
        filled = sum(field.value() not in (None, "", NOT_ASKED, [], ()) for field in fields)
        wrong = any(field.errors for field in fields)
        return {
            "name": name, "title": title, "filled": filled, "total": len(fields), "open": is_open or wrong,
            "fields": [(field, _look(field), field.label == title) for field in fields if field not in asked],
            "asked": asked,
        }  # fmt: skip


def _look(field):
    """How the template draws it: chips of one tap, ticks in two columns, or as any field."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):  # asked first: to Django it is a RadioSelect, too
        return "ticks" if len(widget.choices) > FEW else "field"
    return "chips" if isinstance(widget, forms.RadioSelect) else "field"


class CorrectForm(VisitForm):
    """A recorded visit, changed. `seen_at` is the version that was on the screen."""

    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, with_note=True, **kwargs):
        super().__init__(*args, with_next=False, **kwargs)
        if not with_note:
            del self.fields["restricted_note"]


def initial_of(visit):
    """What a form shows of a recorded visit."""
    there = timezone.localtime(visit.visited_at)
    initial = {name: getattr(visit, name) for name in VisitForm.base_fields if hasattr(visit, name)}
    for name in ("private", "works", "stigma_wants_action"):
        initial[name] = {True: "ya", False: "tidak"}.get(initial[name], "")
    initial.pop("restricted_note", None)
    return {**initial, "day": there.date(), "time": there.time(), "seen_at": seen(visit)}


def seen(visit):
    """The version of a visit, as the hidden field carries it."""
    return visit.corrected_at.isoformat() if visit.corrected_at else ""
