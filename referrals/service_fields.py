"""What each kind of service records when it was given (vocabulary): [(name, label, how the field is made)]."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.clients import text
from cases.forms.fields import FIGURES, DayField


def line(label):
    return text(label)


def box(label):
    return text(label, rows=2)


def figure(label):
    widget = forms.NumberInput(attrs=FIGURES)
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100_000, widget=widget)


def day(label):
    return DayField(label=label, required=False)


def yes_no(label):
    return forms.ChoiceField(
        label=label, required=False, choices=[("", _("not said")), ("ya", _("Yes")), ("tidak", _("No"))]
    )


def score(label):
    return forms.ChoiceField(label=label, required=False, choices=[("", "–"), *((str(n), str(n)) for n in range(1, 6))])


def result(label):
    choices = [("", _("not written down")), ("R", _("Reactive")), ("NR", _("Non-reactive")), ("I", _("Inconclusive"))]
    return forms.ChoiceField(label=label, required=False, choices=choices)


MONEY = {"KEDARURATAN", "PEMBERDAYAAN", "BANTUAN_SOSIAL", "KEBUTUHAN_DASAR"}
FIELDS = {
    "KEDARURATAN": [
        ("reported_by", _("Reported by"), line), ("what", _("What had happened"), box),
        ("danger", _("How dangerous was it (1 to 5)"), score), ("team", _("Who went"), line),
        ("place_of_safety", _("Place of safety"), line), ("handed_over", _("Handed over to"), line),
        ("review_on", _("Looked at again on (within 7 days)"), day),
    ],
    "PENYULUHAN": [
        ("audience", _("For whom"), line), ("place", _("Place"), line), ("topic", _("Topic"), line),
        ("ages", _("Ages"), line), ("materials", _("Materials"), line),
        ("to_be_examined", _("How many were sent on"), figure), ("questions", _("Questions and myths met"), box),
    ],
    "PENGUATAN_KELUARGA": [
        ("met", _("Who was met"), line), ("before", _("Knowledge before (1 to 5)"), score),
        ("after", _("Knowledge after (1 to 5)"), score), ("myths", _("Myths corrected"), box),
        ("role", _("Agreed role"), line), ("unfair", _("Unfair treatment seen"), box),
    ],
    "PEMBERDAYAAN": [
        ("skill", _("Skill"), line), ("training", _("Training"), line), ("plan", _("Plan of the business"), box),
        ("aid", _("Kind of aid"), line), ("source", _("Source of the money"), line), ("receipt", _("Receipt"), line),
    ],
    "VCT": [
        ("counselled", _("Counselled"), yes_no), ("received", _("Result received"), yes_no),
        ("result", _("Result"), result), ("linked_on", _("In care since"), day), ("retest_on", _("Look again on"), day),
    ],
    "MULAI_ARV": [("on", _("Date"), day), ("next_on", _("Next date"), day)],
    "AMBIL_ARV": [("on", _("Date"), day), ("next_on", _("Next date"), day)],
    "VIRAL_LOAD_CD4": [("sample_on", _("Date of the sample"), day)],
}  # fmt: skip


def fields_of(kind):
    """The questions of a kind by its code; none for one that has none."""
    return FIELDS.get(kind, [])
