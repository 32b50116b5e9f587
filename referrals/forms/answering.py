"""What may be typed by whoever answers a referral."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.clients import pick, text
from cases.forms.fields import FIGURES, PastDayField
from cases.vocabulary import Component
from referrals.forms.writing import MomentField
from referrals.vocabulary import Declined, NoShow, Outcome


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why not?"), choices=Declined.choices, widget=forms.RadioSelect)
    note = text(_("More: until when, what is missing, who else can help"), rows=2)


class ScheduleForm(forms.Form):
    at = MomentField(label=_("Day and time (WIT)"))
    place = text(_("Place"))
    note = text(_("Note to the sender"), rows=2)


class RescheduleForm(ScheduleForm):
    note = text(_("Why another time?"), rows=2, required=True)


class ServedForm(forms.Form):
    served_at = MomentField(label=_("Served at"), initial=timezone.now)


class NoShowForm(forms.Form):
    reason = forms.ChoiceField(label=_("What is known of why?"), choices=NoShow.choices, widget=forms.RadioSelect)
    note = text(_("More about it"), rows=2)


class FeedbackForm(forms.Form):
    """What was done and what came of it; the questions of the kind come from `service_fields`."""

    outcome = pick(_("What came of it?"), Outcome, required=True, chips=True)
    done = text(_("What was done"), rows=3, required=True)
    given_on = PastDayField(label=_("On which day"), required=False)
    follow_up = text(_("What is to be done next, by whom"), rows=2)
    amount = forms.IntegerField(
        label=_("Money or goods, in rupiah"), required=False, min_value=1, max_value=1_000_000_000,
        widget=forms.NumberInput(attrs=FIGURES), help_text=_("Counts as given when a second person has approved it."),
    )  # fmt: skip
    decision_no = text(_("Number of the decision"))
    component = forms.TypedChoiceField(
        label=_("Component of the programme"), required=False, coerce=int, empty_value=None,
        choices=[("", _("as usual for this service")), *Component.choices],
    )  # fmt: skip
    again_because = text(_("Why is the same aid given again?"), rows=2)
    comes_back = forms.BooleanField(label=_("The sender may read what was done"), required=False, initial=True)

    def __init__(self, *args, questions=(), with_money=False, comes_back=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = []
        for name, label, make in questions:
            self.fields[f"q-{name}"] = make(label)
            self.questions.append(f"q-{name}")
        if not with_money:
            for name in ("amount", "decision_no", "again_because", "component"):
                del self.fields[name]
        if not comes_back:
            del self.fields["comes_back"]

    @property
    def answers(self):
        """{name: what was answered}, empty ones left out."""
        found = {name[2:]: self.cleaned_data.get(name) for name in self.questions}
        found["follow_up"] = self.cleaned_data.get("follow_up")
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    @property
    def asked(self):
        return [self[name] for name in self.questions]
