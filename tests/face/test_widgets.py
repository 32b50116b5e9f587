"""The short way draws what Django's own templates would."""

from datetime import date, time
from decimal import Decimal

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.test.html import parse_html
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from basodara.widgets import DRAWN, QuickWidgets

QUICK, DJANGO = QuickWidgets(), TemplatesSetting()
CHOICES = [("", "–"), ("a", 'A & "B"'), ("g", [(1, "<one>"), (2, _("Yes"))])]
WIDGETS = [
    (forms.TextInput(attrs={"required": True, "hidden": False, "data-x": '"<&'}), '<b>"x"&'),
    (forms.TextInput(), None),
    (forms.TextInput(), ""),
    (forms.NumberInput(attrs={"min": 0, "step": Decimal("0.5")}), 1234567),
    (forms.HiddenInput(), "k"),
    (forms.PasswordInput(), "secret"),
    (forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), date(2026, 11, 25)),
    (forms.TimeInput(format="%H:%M"), time(9, 5)),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(), False),
    (forms.Select(choices=CHOICES), "a"),
    (forms.Select(choices=CHOICES, attrs={"class": "x"}), 2),
    (forms.SelectMultiple(choices=CHOICES), ["a", 1]),
    (forms.Textarea(attrs={"rows": 3}), "first\n<second>"),
    (forms.Textarea(), None),
    (forms.RadioSelect(choices=CHOICES), "a"),
    (forms.CheckboxSelectMultiple(choices=CHOICES), ["a", 2]),
    (forms.NullBooleanSelect(), True),
    (forms.SplitDateTimeWidget(), None),
    (forms.ClearableFileInput(), None),
]


@pytest.mark.parametrize(("widget", "value"), WIDGETS, ids=lambda x: type(x).__name__)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_control_reads_as_djangos(widget, value, language):
    attrs = {"id": "id_f"}
    with translation.override(language):
        quick, django = (widget.render("f", value, attrs, renderer) for renderer in (QUICK, DJANGO))
    assert parse_html(quick) == parse_html(django)


@pytest.mark.parametrize("wrap", [True, False])
@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_a_single_choice_reads_as_djangos(widget, wrap):
    class Form(forms.Form):
        f = forms.ChoiceField(choices=CHOICES[:2], widget=widget)

    for quick, django in zip(Form(renderer=QUICK)["f"], Form(renderer=DJANGO)["f"], strict=True):
        assert parse_html(quick.tag(wrap_label=wrap)) == parse_html(django.tag(wrap_label=wrap))


def test_what_it_draws_are_templates_of_django():
    for name in DRAWN:
        assert DJANGO.get_template(name)
