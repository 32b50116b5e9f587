"""What may be typed about a training, its sessions, who takes part, and certificates."""

from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.clients import text
from cases.forms.fields import FIGURES, DayField, PastDayField

MOST_SEATS = 500


class TrainingForm(forms.Form):
    """One course: what, when, where, by whom."""

    course = text(gettext_lazy("Name of the training"), required=True)
    is_refresher = forms.BooleanField(
        label=gettext_lazy("Refresher, for companions who have a certificate"), required=False
    )
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))
    place = text(gettext_lazy("Place"))
    trainers = text(gettext_lazy("Trainers"), help_text=gettext_lazy("Names, with commas between them."))
    seats = forms.IntegerField(
        label=gettext_lazy("Seats"), required=False, min_value=1, max_value=MOST_SEATS,
        widget=forms.TextInput(attrs=FIGURES), help_text=gettext_lazy("Empty: as many as want to come."),
    )  # fmt: skip
    note = text(gettext_lazy("Note"), rows=2)

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day comes before the first. Check the dates."))
        return data

    @staticmethod
    def initial_of(training):
        """What the form begins with."""
        names = TrainingForm.base_fields
        return {name: getattr(training, name) for name in names} if training else {}


class SessionForm(forms.Form):
    """A part of a training, of which attendance is taken."""

    held_on = DayField(label=gettext_lazy("Day"))
    topic = text(gettext_lazy("Topic"), required=True)


class WhyForm(forms.Form):
    """A deed that wants a reason."""

    why = text(gettext_lazy("Reason"), rows=2, required=True)


class PeopleForm(forms.Form):
    """Ticked people. `people`: ids that may be ticked; the page draws the rows itself."""

    who = forms.MultipleChoiceField(
        label=gettext_lazy("Companions"), widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick at least one person."),
            "invalid_choice": gettext_lazy("Someone of these is not on the list any more. Look at the list again."),
        },
    )  # fmt: skip

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [(str(pk), str(pk)) for pk in people]

    def ticked(self):
        """The ids that are ticked now: sent, or in the beginning."""
        return {str(pk) for pk in self["who"].value() or ()}


class EnrolExpiringForm(PeopleForm):
    """Ticked people and the training that they are to come to."""

    training = forms.ChoiceField(label=gettext_lazy("Training"))

    def __init__(self, *args, trainings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["training"].choices = trainings


class IssueForm(PeopleForm):
    """Who gets a certificate, and of which day."""

    issued_on = PastDayField(label=gettext_lazy("Issued on"), initial=timezone.localdate)


class ExpiringFilterForm(forms.Form):
    """The filters of the list of certificates; anything that is not understood filters nothing."""

    lembaga = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    keadaan = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[
            ("", gettext_lazy("All")), ("habis", gettext_lazy("Ran out")), ("segera", gettext_lazy("Runs out soon")),
        ],
    )  # fmt: skip

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lembaga"].choices = [("", _("All")), *((str(one.pk), one.name) for one in organisations)]
        if len(organisations) < 2:
            del self.fields["lembaga"]


class CodeForm(forms.Form):
    """The code of a certificate, however it was copied."""

    kode = forms.CharField(
        label=gettext_lazy("Code of the certificate"), required=False, max_length=40,
        help_text=gettext_lazy("Ten letters and figures, on the certificate beside the picture."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


class ScoreField(forms.IntegerField):
    """A whole number from 0 to 100, or nothing."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.TextInput(attrs={**FIGURES, "maxlength": 3}), **kwargs)

    def clean(self, value):
        try:
            score = super().clean(value)
        except ValidationError:
            score = -1
        if score is not None and not 0 <= score <= 100:
            raise ValidationError(_("A score is a whole number from 0 to 100."))
        return score


@dataclass
class Row:
    """One participant in the grid: [(session, its checkbox)], and the two scores as bound fields."""

    participant: object
    name: str
    ticks: list = field(default_factory=list)
    before: object = None
    after: object = None


class AttendanceForm(forms.Form):
    """Sessions across, participants down. `people`: [(participant, name)]; of a session to come nothing is taken."""

    def __init__(self, *args, sessions, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.sessions, self.people = sessions, people
        choices = [(str(one.pk), one.topic) for one in sessions]
        for participant, name in people:
            self.fields[f"hadir_{participant.pk}"] = forms.MultipleChoiceField(
                label=name, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
            )
            words = {"name": name}
            self.fields[f"awal_{participant.pk}"] = ScoreField(label=_("%(name)s, score before") % words)
            self.fields[f"akhir_{participant.pk}"] = ScoreField(label=_("%(name)s, score after") % words)

    @staticmethod
    def initial_of(people, presences):
        """What stands in the grid: `presences` is {participant id: {session id}}."""
        shown = {}
        for participant, _name in people:
            shown[f"hadir_{participant.pk}"] = [str(pk) for pk in presences.get(participant.pk, ())]
            shown[f"awal_{participant.pk}"] = participant.score_before
            shown[f"akhir_{participant.pk}"] = participant.score_after
        return shown

    @staticmethod
    def ticked_by(sent, people, session):
        """What stands in the grid once everyone was there in this session (its id); all else stays as it was sent."""
        shown = {}
        for participant, _name in people:
            key = participant.pk
            shown[f"hadir_{key}"] = [*sent.getlist(f"hadir_{key}"), session]
            shown |= {name: sent.get(name, "") for name in (f"awal_{key}", f"akhir_{key}")}
        return shown

    def rows(self):
        """[Row] in the order of the page."""
        for participant, name in self.people:
            boxes = list(self[f"hadir_{participant.pk}"])
            yield Row(
                participant, name, list(zip(self.sessions, boxes, strict=True)),
                self[f"awal_{participant.pk}"], self[f"akhir_{participant.pk}"],
            )  # fmt: skip

    def answers(self):
        """(presences, scores) as `record_attendance` takes them; of who was not on the page yet, nothing."""
        presences, scores = {}, {}
        for participant, _name in self.people:
            key = str(participant.pk)
            if f"awal_{key}" in self.data:
                presences[key] = set(self.cleaned_data[f"hadir_{key}"])
                scores[key] = (self.cleaned_data[f"awal_{key}"], self.cleaned_data[f"akhir_{key}"])
        return presences, scores
