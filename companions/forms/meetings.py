"""What may be typed about a meeting: when and where it is, who came, what was decided."""

from datetime import datetime, timedelta
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.clients import Answers, pick, text
from cases.forms.fields import FIGURES, DayField
from cases.forms.plans import TimeOfDay
from companions.forms.places import MemberField

FAR = timedelta(days=366)
MOST_OTHERS = 500
CLOSED, OPEN = "tertutup", "terbuka"
WHO_MAY_COME = Answers((CLOSED, gettext_lazy("Closed: members only")), (OPEN, gettext_lazy("Open to others too")))


class MeetingForm(forms.Form):
    """A meeting to come, or one that took place and is written down now. Several `organisations` are chosen from."""

    day = DayField(label=gettext_lazy("Date"))
    hour = TimeOfDay(label=gettext_lazy("Time (WIT)"))
    place = text(gettext_lazy("Place"), required=True)
    who = pick(gettext_lazy("Who may come"), WHO_MAY_COME, required=True, chips=True)
    topic = text(
        gettext_lazy("Topic"), help_text=gettext_lazy("Stands in a fold, on no list and on no paper. May stay empty.")
    )

    def __init__(self, *args, organisations, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisations = {str(one.pk): one for one in organisations}
        several = len(self.organisations) > 1
        if several:
            choices = [(key, one.name) for key, one in self.organisations.items()]
            self.fields["organisation"] = forms.ChoiceField(label=_("Whose meeting"), choices=choices)
        self.fields["facilitator"] = MemberField(members, with_place=several, label=_("Facilitator"))
        self.order_fields(["organisation"])

    @staticmethod
    def initial_of(meeting):
        """What the form begins with."""
        if meeting is None:
            return {"who": CLOSED}
        then = timezone.localtime(meeting.starts_at)
        return {
            "day": then.date(),
            "hour": then.time(),
            "place": meeting.place,
            "who": OPEN if meeting.is_open else CLOSED,
            "topic": meeting.topic,
            "facilitator": str(meeting.facilitator_id or ""),
        }

    @property
    def organisation(self):
        """The one that was chosen, or the only one."""
        chosen = self.cleaned_data.get("organisation") or next(iter(self.organisations))
        return self.organisations[chosen]

    def meeting(self):
        """The arguments of `plan_meeting`, without the organisation."""
        data = self.cleaned_data
        return {
            "starts_at": timezone.make_aware(datetime.combine(data["day"], data["hour"])),
            "place": data["place"],
            "is_open": data["who"] == OPEN,
            "topic": data["topic"],
            "facilitator": data["facilitator"],
        }


class Ids(forms.MultipleChoiceField):
    """Clients ticked on the page, by id. Whether they may be written down is judged by the action, in a sentence."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def valid_value(self, value):
        return as_id(value) is not None


class HoldForm(forms.Form):
    """Who came and what was decided."""

    clients = Ids(label=gettext_lazy("Who came"))
    new = Ids(label=gettext_lazy("New members"))
    others_count = forms.IntegerField(
        label=gettext_lazy("Others who came"), required=False, min_value=0, max_value=MOST_OTHERS,
        widget=forms.TextInput(attrs=FIGURES), help_text=gettext_lazy("Family, guests, people who are not clients."),
    )  # fmt: skip
    decisions = text(
        gettext_lazy("Decisions"), rows=4, help_text=gettext_lazy("What the group agreed. Write codes, no names.")
    )
    next_on = DayField(
        label=gettext_lazy("Next meeting"), required=False,
        help_text=gettext_lazy("It is planned at once, at the same hour and place."),
    )  # fmt: skip

    def __init__(self, *args, plans=True, **kwargs):
        """Without `plans` the next meeting is left as it is: who only facilitates plans none."""
        super().__init__(*args, **kwargs)
        self.fields["next_on"].disabled = not plans

    @staticmethod
    def initial_of(meeting, attendances):
        """What the form begins with: what was written down before."""
        return {
            "clients": [str(one.client_id) for one in attendances],
            "new": [str(one.client_id) for one in attendances if one.is_new],
            "others_count": meeting.others_count or None,
            "decisions": meeting.decisions,
            "next_on": meeting.next_on,
        }

    def ticked(self, name):
        """The ids of a list that are ticked on the page as it stands, as text."""
        return {str(pk) for pk in map(as_id, self[name].value() or ()) if pk}

    def clean(self):
        data = super().clean()
        if set(data.get("new", ())) - set(data.get("clients", ())):
            self.add_error("new", _("Someone is ticked as new and not as there. Look at the list again."))
        if data.get("next_on") and data["next_on"] > timezone.localdate() + FAR:
            self.add_error("next_on", _("This day is more than a year away. Check the date."))
        return data

    def held(self):
        """The arguments of `hold_meeting`."""
        return {**self.cleaned_data, "others_count": self.cleaned_data["others_count"] or 0}


def as_id(text):
    """A UUID, or None."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
