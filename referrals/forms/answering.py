"""What may be typed by whoever answers a referral."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.clients import pick, text
from cases.forms.fields import PastDayField
from referrals.forms.services import GivenForm
from referrals.forms.writing import MomentField
from referrals.vocabulary import Declined, NoShow, Outcome


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why not?"), choices=Declined.choices, widget=forms.RadioSelect)
    note = text(_("More: until when, what is missing, who else can help"), rows=2)


class ScheduleForm(forms.Form):
    at = MomentField(label=_("Day and time (WIT)"))
    place = text(_("Place"), required=True)
    note = text(_("Note to the sender"), rows=2)


class RescheduleForm(ScheduleForm):
    note = text(_("Why another time?"), rows=2, required=True)


class ServedForm(forms.Form):
    served_at = MomentField(label=_("Served at"))

    def clean_served_at(self):
        """The field knows no seconds: this very minute is now, or it would lie before a step of a moment ago."""
        at, now = self.cleaned_data["served_at"], timezone.now()
        return now if at == now.replace(second=0, microsecond=0) else at


class NoShowForm(forms.Form):
    reason = forms.ChoiceField(label=_("What is known of why?"), choices=NoShow.choices, widget=forms.RadioSelect)
    note = text(_("More about it"), rows=2)


class FeedbackForm(GivenForm):
    """What was done and what came of it, with the questions of the kind."""

    outcome = pick(_("What came of it?"), Outcome, required=True, chips=True)
    done = text(_("What was done"), rows=3, required=True)
    given_on = PastDayField(label=_("On which day"), required=False)
    follow_up = text(_("What is to be done next, by whom"), rows=2)
    shows_all = True
    comes_back = forms.BooleanField(label=_("The sender may read what was done"), required=False, initial=True)

    def __init__(self, *args, comes_back=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not comes_back:
            del self.fields["comes_back"]

    @property
    def answers(self):
        """{name: what was answered}, empty ones left out."""
        follow_up = self.cleaned_data.get("follow_up")
        return {**super().answers, **({"follow_up": follow_up} if follow_up else {})}
