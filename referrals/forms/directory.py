"""What may be typed of a service that an organisation offers."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.clients import text
from cases.forms.fields import FIGURES, PhoneField
from cases.models import ServiceKind
from referrals.vocabulary import Asks, Urgency

HOURS = re.compile(r"^\d{2}[.:]\d{2}\s*[-–]\s*\d{2}[.:]\d{2}$")
PARTS = (
    ("answer", gettext_lazy("answer")),
    ("seen", gettext_lazy("client seen")),
    ("feedback", gettext_lazy("feedback")),
)


class ServiceForm(forms.Form):
    about = text(gettext_lazy("What it is"), rows=3)
    needs = text(gettext_lazy("What to bring or fulfil"), rows=2)
    asks = forms.MultipleChoiceField(
        label=gettext_lazy("Whoever refers must fill in"), required=False, choices=Asks.choices,
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("Beside the reason, which everyone writes."),
    )  # fmt: skip
    duty_phone = PhoneField(label=gettext_lazy("Duty telephone"), required=False)
    open_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Open on"), required=False, coerce=int, choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("None ticked: every day."),
    )  # fmt: skip
    open_hours = text(gettext_lazy("Opening hours"), help_text=gettext_lazy("For example 08.00-14.00"))
    capacity = forms.IntegerField(
        label=gettext_lazy("Room for so many a week"), required=False, min_value=1, max_value=1000,
        widget=forms.NumberInput(attrs=FIGURES),
    )  # fmt: skip
    active = forms.BooleanField(label=gettext_lazy("Is offered now"), required=False, initial=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.times = []
        for urgency in Urgency:
            for part, label in PARTS:
                name = f"{urgency.value}-{part}"
                unit = _("hours") if urgency == Urgency.EMERGENCY else _("days")
                self.fields[name] = forms.IntegerField(
                    label=f"{urgency.label}: {label} ({unit})", required=False, min_value=0, max_value=90,
                    widget=forms.NumberInput(attrs=FIGURES),
                )  # fmt: skip
                self.times.append(name)

    def clean_duty_phone(self):
        """The number that stands first in an emergency: words in its place are no number."""
        typed = str(self.data.get(self.add_prefix("duty_phone")) or "").strip()
        number = self.cleaned_data["duty_phone"]
        if typed and not number:
            raise ValidationError(_("This is not a telephone number."))
        return number

    def clean_open_hours(self):
        hours = self.cleaned_data["open_hours"].strip()
        if hours and not HOURS.match(hours):
            raise ValidationError(_("Write the hours like 08.00-14.00."))
        return re.sub(r"\s|–", lambda found: "" if found[0].isspace() else "-", hours.replace(":", "."))

    def clean(self):
        data = super().clean()
        times = {}
        for urgency in Urgency:
            numbers = [data.pop(f"{urgency.value}-{part}", None) for part, _label in PARTS]
            if any(number is not None for number in numbers):
                if None in numbers:
                    self.add_error(f"{urgency.value}-answer", _("Give all three times of this urgency, or none."))
                times[urgency.value] = numbers
        data["times"] = times
        return data

    @property
    def has_own_times(self):
        return any(self[name].value() not in (None, "") or name in self.errors for name in self.times)

    @property
    def asked_times(self):
        return [self[name] for name in self.times]


class NewServiceForm(ServiceForm):
    kind = forms.ModelChoiceField(label=gettext_lazy("Which service"), queryset=ServiceKind.objects.none())
    provider = forms.ChoiceField(label=gettext_lazy("Who offers it"))

    field_order = ["provider", "kind"]

    def __init__(self, *args, providers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = ServiceKind.objects.filter(active=True)
        self.fields["provider"].choices = providers
