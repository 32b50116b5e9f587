"""What each kind of service records when it was given (vocabulary): [(name, label, how the field is made)].

The questions of a kind are data here: forms are made from them, and pages tell what was answered.
"""

from datetime import date, datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import OrganisationKind
from cases.actions.consents import until_from
from cases.forms.clients import text
from cases.forms.fields import FIGURES, DayField
from companions.days import day_with_year
from referrals.forms.writing import MomentField


def line(label):
    return text(label)


def box(label):
    return text(label, rows=2)


def figure(label):
    widget = forms.NumberInput(attrs=FIGURES)
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100_000, widget=widget)


def day(label):
    return DayField(label=label, required=False)


def moment(label):
    return MomentField(label=label, required=False)


def one_of(*choices, empty="–"):
    """A maker of a list to choose from."""

    def make(label):
        return forms.ChoiceField(label=label, required=False, choices=[("", empty), *choices])

    return make


def retest(label):
    """A day, with the one that is proposed after a test that found nothing."""
    field = day(label)
    proposed = day_with_year(until_from(timezone.localdate(), RETEST_MONTHS))
    field.help_text = gettext("After a non-reactive result, propose %(day)s.") % {"day": proposed}
    return field


yes_no = one_of(("ya", _("Yes")), ("tidak", _("No")), empty=_("not said"))
score = one_of(*((str(n), str(n)) for n in range(1, 6)))
result = one_of(
    ("R", _("Reactive")), ("NR", _("Non-reactive")), ("I", _("Inconclusive")), empty=_("not written down")
)  # fmt: skip
distress = one_of(
    ("pengusiran", _("Discrimination, driven out")), ("krisis", _("Crisis of health")), ("kekerasan", _("Violence")),
    ("pangan", _("No food")), ("terlantar", _("Left alone, neglected")), ("kematian", _("A death in the family")),
)  # fmt: skip

RETEST_MONTHS = 3
REVIEW_DAYS = 7  # until the situation of an emergency is looked at again (vocabulary)
MONEY = {"KEDARURATAN", "PEMBERDAYAAN", "BANTUAN_SOSIAL", "KEBUTUHAN_DASAR"}
# Stays with whoever examines; a slip that the sender types in does not ask for it.
EXAMINERS_ONLY = {"result", "linked_on", "retest_on"}
FIELDS = {
    "KEDARURATAN": [
        ("reported_by", _("Reported by"), line), ("reported_at", _("Reported at"), moment),
        ("what", _("What had happened"), distress), ("danger", _("How dangerous was it (1 to 5)"), score),
        ("first_at", _("First answered at"), moment), ("team", _("Who went"), line),
        ("place_of_safety", _("Place of safety"), line), ("handed_over", _("Handed over to"), line),
        ("review_on", _("Looked at again on (within 7 days)"), day),
    ],
    "PENYULUHAN": [
        ("audience", _("For whom"), line), ("place", _("Place"), line), ("topic", _("Topic"), line),
        ("men", _("Men"), figure), ("women", _("Women"), figure), ("ages", _("Ages"), line),
        ("materials", _("Materials"), line), ("to_be_examined", _("How many were sent on"), figure),
        ("questions", _("Questions and myths met"), box),
    ],
    "PENGUATAN_KELUARGA": [
        ("met", _("Who was met"), line), ("before", _("Knowledge before (1 to 5)"), score),
        ("after", _("Knowledge after (1 to 5)"), score), ("myths", _("Myths corrected"), box),
        ("role", _("Agreed role"), line), ("unfair", _("Kept apart, or other unfair treatment seen"), box),
    ],
    "PEMBERDAYAAN": [
        ("skill", _("Skill"), line), ("training", _("Training"), line), ("plan", _("Plan of the business"), box),
        ("aid", _("Kind of aid"), line), ("source", _("Source of the money"), line),
        ("decided_on", _("Day of the decision"), day), ("receipt", _("Receipt"), line),
        ("employment", _("Work found"), line),
    ],
    "VCT": [
        ("attended", _("Attended"), yes_no), ("counselled", _("Counselled"), yes_no),
        ("received", _("Result received"), yes_no), ("result", _("Result"), result),
        ("linked_on", _("In care since"), day), ("retest_on", _("To be looked at again on"), retest),
    ],
    "MULAI_ARV": [("on", _("Date"), day), ("next_on", _("Next date"), day)],
    "AMBIL_ARV": [("on", _("Date"), day), ("next_on", _("Next date"), day)],
    "VIRAL_LOAD_CD4": [("sample_on", _("Date of the sample"), day)],
}  # fmt: skip


def fields_of(kind, by, *, leave=()):
    """The questions of a kind (its code) that `by` is asked, without those named in `leave`; [] for one without any."""
    left = set(leave) | (set() if by.organisation.kind == OrganisationKind.KLINIK else EXAMINERS_ONLY)
    return [question for question in FIELDS.get(kind, []) if question[0] not in left]


PAST = ("on", "linked_on", "sample_on", "decided_on", "reported_at", "first_at")
AHEAD = ("next_on", "retest_on", "review_on")
LONGEST_AHEAD = timedelta(days=2 * 366)


def wrong(answers, given_on):
    """{name: sentence} of answers (days and times as text) that cannot be so of a service given on this day."""
    found, today = {}, timezone.localdate().isoformat()
    after = max(given_on.isoformat(), answers.get("on", ""))
    for name in PAST:
        if (answers.get(name) or "")[:10] > today:
            found[name] = gettext("This day is still to come. Check the date.")
    for name in AHEAD:
        if (day := answers.get(name)) and day <= after:
            found[name] = gettext("This day comes after the service. Check the date.")
        elif day and day > (given_on + LONGEST_AHEAD).isoformat():
            found[name] = gettext("This day is more than two years ahead. Check the date.")
    if (answers.get("review_on") or "") > (given_on + timedelta(days=REVIEW_DAYS)).isoformat():
        found["review_on"] = gettext("The situation is looked at again within 7 days. Check the date.")
    if answers.get("attended") == "tidak":
        for name in ("counselled", "received", "result", "linked_on"):
            if answers.get(name) not in (None, "", "tidak"):
                found[name] = gettext("Who did not attend was not examined. Check both answers.")
    if answers.get("first_at") and (answers.get("reported_at") or "") > answers["first_at"]:
        found["first_at"] = gettext("The first answer comes after the report. Check both times.")
    return found


def told(kind, answers):
    """[(label, words)] of what was answered, in the order of the questions."""
    found = []
    for name, label, make in [*FIELDS.get(kind, []), *OTHERS]:
        value = answers.get(name)
        if value not in (None, ""):
            found.append((label, _in_words(make(label), value)))
    return found


OTHERS = [
    ("follow_up", _("What is to be done next, by whom"), box),
    ("again_because", _("Why the same aid was given again"), box),
    ("refused_because", _("Why it was not approved"), box),
]


def _in_words(field, value):
    if isinstance(field, forms.ChoiceField):
        return dict(field.choices).get(value, value)
    try:
        if isinstance(field, forms.DateField):
            return day_with_year(date.fromisoformat(value))
        if isinstance(field, forms.DateTimeField):
            at = timezone.localtime(datetime.fromisoformat(value))
            return f"{day_with_year(at)} {at:%H.%M}"
    except ValueError:  # of another form, before
        pass
    return value
