"""What may be typed about a client. Forms check the shape; `rules` and `actions` judge."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import vocabulary as words
from cases.forms.fields import (
    FIGURES,
    DayField,
    KelurahanField,
    NikField,
    PastDayField,
    PhoneField,
    kelurahan_elsewhere,
)
from cases.proposals import UNREAD
from cases.register.nik import read_nik
from cases.states import Stage

LATER = gettext_lazy("Not asked yet")
ACCEPTED = "benar"


class Answers:
    """Choices in the shape that `pick` takes."""

    def __init__(self, *choices):
        self.choices = choices


# On an open page the kinds have no word of health: whoever looks over a shoulder reads them too.
KINDS_SHOWN = Answers(
    (words.Kind.ODHIV, gettext_lazy("Client")),
    (words.Kind.PROSPEK, gettext_lazy("Prospective client")),
    (words.Kind.FAMILY, gettext_lazy("Family member")),
)
ACCEPT_OR_NOT = Answers((ACCEPTED, gettext_lazy("Right: put it on the card")), ("salah", gettext_lazy("Not right")))
READ_OR_LATER = Answers(("salah", gettext_lazy("Gone through")))


def text(label, *, rows=None, help_text="", required=False, **attrs):
    """A line of text, or with `rows` a box."""
    widget = (
        forms.Textarea(attrs={"rows": rows, **attrs})
        if rows
        else forms.TextInput(attrs={"autocomplete": "off", **attrs})
    )
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=2000 if rows else 200, widget=widget
    )


def pick(label, choices, *, required=False, chips=False, help_text="", empty=LATER):
    """One of several: chips for a few, else a list."""
    options = list(choices.choices) if required and chips else [("", empty), *choices.choices]
    widget = forms.RadioSelect if chips else forms.Select
    return forms.ChoiceField(label=label, choices=options, required=required, widget=widget, help_text=help_text)


class PersonForm(forms.Form):
    """Who the client is."""

    legal_name = text(gettext_lazy("Legal name"), help_text=gettext_lazy("As on the identity card. May stay empty."))
    sex = pick(gettext_lazy("Sex"), words.Sex, chips=True, required=True)
    birth_date = PastDayField(label=gettext_lazy("Date of birth"), required=False)
    age = forms.IntegerField(
        label=gettext_lazy("Or age, estimated (years)"), required=False, min_value=0, max_value=110,
        widget=forms.TextInput(attrs=FIGURES),
    )  # fmt: skip
    kelurahan = KelurahanField(required=False)
    elsewhere = text(
        gettext_lazy("Or a place outside Ternate"),
        help_text=gettext_lazy("Write: name, kecamatan. Only when it is not in the list above."),
    )
    nik = NikField(label="NIK", required=False, help_text=gettext_lazy("16 digits. May stay empty."))
    phone = PhoneField(label=gettext_lazy("Mobile number"), required=False)
    address = text(gettext_lazy("Home address"), rows=2)
    rt = text("RT", inputmode="numeric")
    rw = text("RW", inputmode="numeric")
    landmark = text(gettext_lazy("Landmark"))
    family_card_no = NikField(label=gettext_lazy("Family card number"), required=False)

    def clean(self):
        data = super().clean()
        if data.get("elsewhere"):
            try:
                data["kelurahan"] = kelurahan_elsewhere(data["elsewhere"])
            except ValidationError as error:
                self.add_error("elsewhere", error)
        if data.get("birth_date"):
            data["birth_year"] = data["birth_date"].year
        elif data.get("age") is not None:
            data["birth_year"] = timezone.localdate().year - data["age"]
        else:
            data["birth_year"] = None
        return data

    def person(self):
        """The fields that actions take."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("age", "elsewhere")}

    def nik_doubt(self):
        """A sentence where the NIK says another birth date or sex than was typed, else ""."""
        data = self.cleaned_data
        said = read_nik(data["nik"], timezone.localdate()) if data.get("nik") else None
        if said and data.get("birth_date") and said.births and data["birth_date"] not in said.births:
            return _("The NIK does not fit the date of birth. Both were saved: compare them with the card.")
        if said and said.sex and data.get("sex") and said.sex != data["sex"]:
            return _("The NIK does not fit the sex. Both were saved: compare them with the card.")
        return ""


class CardForm(forms.Form):
    """How this person may safely be reached."""

    call_name = text(
        gettext_lazy("Name to be called by"),
        required=True,
        help_text=gettext_lazy("It may differ from the identity card."),
    )
    way = pick(gettext_lazy("Safe way to make contact"), words.Way, chips=True)
    contact_phone = PhoneField(label=gettext_lazy("Number for contact"), required=False)
    time = text(
        gettext_lazy("Safe time for contact"), help_text=gettext_lazy("For example: after 16.00, not on Sundays.")
    )
    may_say = text(
        gettext_lazy("What may be said"), rows=2, help_text=gettext_lazy("In the client's own words, if possible.")
    )
    never = text(
        gettext_lazy("What must never happen"),
        help_text=gettext_lazy("For example: never telephone, never mention the institution."),
    )
    home_visit = pick(gettext_lazy("May be visited at home?"), words.HomeVisitAllowed, chips=True)
    meeting_place = text(gettext_lazy("Where and when to meet"))

    def card(self):
        """The fields that actions take."""
        data = {name: value for name, value in self.cleaned_data.items() if name in CardForm.base_fields}
        data["phone"] = data.pop("contact_phone")
        return data


class CheckedCardForm(CardForm):
    """The card, with what a register proposed on top: each is answered by itself, or left for later."""

    checked = forms.BooleanField(label=gettext_lazy("Checked with the client today"), required=False)

    def __init__(self, *args, proposals=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposals = proposals or {}
        for key, proposal in self.proposals.items():
            self.fields[key] = self._question(proposal)
        self.order_fields([*self.proposals, *self.fields])

    @staticmethod
    def _question(proposal):
        quoted = _("In the register: “%(words)s”") % {"words": proposal.words}
        if proposal.kind == UNREAD:
            return pick(quoted, READ_OR_LATER, chips=True, empty=gettext_lazy("Later"))
        return pick(proposal.text.rstrip("."), ACCEPT_OR_NOT, chips=True, help_text=quoted, empty=gettext_lazy("Later"))

    def decisions(self):
        """{key: accepted} of those that were decided."""
        return {key: self.cleaned_data[key] == ACCEPTED for key in self.proposals if self.cleaned_data.get(key)}


class NewClientForm(CheckedCardForm, PersonForm):
    """Everything for registering on one page; only the name to be called by, sex and kind are required."""

    kind = pick(gettext_lazy("Kind"), KINDS_SHOWN, chips=True, required=True)
    referral_source = text(gettext_lazy("Source of referral"))
    guardian = text(
        gettext_lazy("Guardian"), help_text=gettext_lazy("Required under 18 before the case becomes active.")
    )

    anyway = forms.BooleanField(label=gettext_lazy("This is someone else: register anyway"), required=False)

    field_order = ("call_name", "legal_name", "sex", "kind")

    def person(self):
        return {
            name: value
            for name, value in super().person().items()
            if name in PersonForm.base_fields or name == "birth_year"
        }

    def case(self):
        return {name: self.cleaned_data[name] for name in ("kind", "referral_source", "guardian")}


class CaseForm(forms.Form):
    """What was told of the case."""

    kind = pick(gettext_lazy("Kind"), KINDS_SHOWN, chips=True, required=True)
    confirmed_on = PastDayField(label=gettext_lazy("Status confirmed on"), required=False)
    confirmed_where = text(gettext_lazy("Confirmed where"))
    art_started_on = PastDayField(label=gettext_lazy("Treatment started on (as told)"), required=False)
    guardian = text(
        gettext_lazy("Guardian"), help_text=gettext_lazy("Required under 18 before the case becomes active.")
    )
    gender_identity = text(gettext_lazy("Gender identity, if the client wishes to say"))
    marital = pick(gettext_lazy("Marital status"), words.Marital)
    education = pick(gettext_lazy("Highest education"), words.Education)
    occupation = text(gettext_lazy("Occupation"))
    monthly_income = forms.IntegerField(
        label=gettext_lazy("Monthly income (rupiah)"), required=False, min_value=0, max_value=2_000_000_000,
        widget=forms.TextInput(attrs=FIGURES),
    )  # fmt: skip
    referral_source = text(gettext_lazy("Source of referral"))
    ppks_number = text(gettext_lazy("PPKS decision number"))
    ppks_date = PastDayField(label=gettext_lazy("PPKS decision date"), required=False)


class RiskForm(forms.Form):
    risk = pick(gettext_lazy("Risk"), words.Risk, chips=True, required=True)
    why = text(gettext_lazy("Why"), rows=2, required=True)


class StageForm(forms.Form):
    """A move of the stage; which fields stand there follows from what the move demands."""

    closing = forms.ChoiceField(
        label=gettext_lazy("Reason for closing"),
        choices=[
            ("program selesai", gettext_lazy("Programme completed")),
            ("permintaan sendiri", gettext_lazy("The client's own wish")),
            ("meninggal", gettext_lazy("Died")),
            ("pindah daerah", gettext_lazy("Moved to another area")),
            ("pindah ke LKS lain", gettext_lazy("Moved to another institution")),
            ("hilang kontak", gettext_lazy("Contact lost")),
            ("ganda", gettext_lazy("Registered twice")),
            ("tidak memenuhi syarat", gettext_lazy("Not eligible")),
            ("keterbatasan lembaga, dirujuk", gettext_lazy("Beyond our means, referred")),
        ],
    )
    date = PastDayField(label=gettext_lazy("Since"), initial=timezone.localdate)
    until = DayField(label=gettext_lazy("Until"))
    plan = text(gettext_lazy("Plan for after-care"), rows=3, required=True)
    reason = text(gettext_lazy("Reason"), rows=2, required=True)

    def __init__(self, *args, fields, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(fields):
            del self.fields[name]

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise ValidationError(_("This day has passed. Choose today or later."))
        return until


class WorkerForm(forms.Form):
    worker = forms.ChoiceField(label=gettext_lazy("Responsible worker"))

    def __init__(self, *args, workers, **kwargs):
        super().__init__(*args, **kwargs)
        self.workers = {str(one.pk): one for one in workers}
        self.fields["worker"].choices = [(pk, one.display_name) for pk, one in self.workers.items()]

    def clean_worker(self):
        return self.workers[self.cleaned_data["worker"]]


class HouseholdForm(forms.Form):
    name = text(gettext_lazy("Name, or how this person is called"), required=True)
    relation = pick(gettext_lazy("Relation"), words.Relation, required=True, empty=gettext_lazy("Choose"))
    age_band = pick(gettext_lazy("Age"), words.AgeBand)
    knows_status = pick(gettext_lazy("Knows the status?"), words.YesNoUnknown, chips=True, required=True)
    is_supporter = forms.BooleanField(label=gettext_lazy("Treatment supporter (PMO)"), required=False)
    contact_allowed = forms.BooleanField(label=gettext_lazy("May be contacted"), required=False)


STAGE_FIELDS = {
    # what the table demands, and the field that answers it
    "REASON": "reason",
    "UNTIL": "until",
    "DATE": "date",
    "CLOSING": "closing",
    "PLAN": "plan",
}


def stage_fields(demands):
    """The fields of the form for a list of demands; closing also asks for its date."""
    names = [STAGE_FIELDS[demand.name] for demand in demands if demand.name in STAGE_FIELDS]
    return [*names, "date"] if "closing" in names else names


class ListFilterForm(forms.Form):
    """The filters of the client list; anything that is not understood filters nothing."""

    DAYS = (30, 60, 90, 180)

    tahap = pick(gettext_lazy("Stage"), Stage, empty=gettext_lazy("Running"))
    kelurahan = KelurahanField(required=False)
    petugas = forms.ChoiceField(label=gettext_lazy("Responsible worker"), required=False)
    hari = forms.ChoiceField(label=gettext_lazy("Not visited for"), required=False)
    tanpa_langkah = forms.BooleanField(label=gettext_lazy("Without a next step"), required=False)
    keterlambatan = forms.BooleanField(label=gettext_lazy("Late"), required=False)

    def __init__(self, *args, workers, **kwargs):
        super().__init__(*args, **kwargs)
        people = [(str(one.pk), one.display_name) for one in workers]
        nobody = [("saya", _("Me")), ("tidak-ada", _("Nobody yet"))]
        self.fields["petugas"].choices = [("", _("Anyone")), *nobody, *people]
        self.fields["hari"].choices = [("", _("Any time")), *((n, _("%(n)s days") % {"n": n}) for n in self.DAYS)]
        self.fields["kelurahan"].choices = [("", _("All")), *list(self.fields["kelurahan"].choices)[1:]]
