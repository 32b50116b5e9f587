"""Components as they come out: the order inside a field, chips or a list, and what a contact card shows where."""

import datetime as dt
from types import SimpleNamespace

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.utils import translation

from basodara.templatetags.face import deadline


class Visit(forms.Form):
    weight = forms.DecimalField(label="Weight", help_text="In kilograms.")
    place = forms.ChoiceField(label="Place", widget=forms.RadioSelect, choices=[("a", "Home"), ("b", "Elsewhere")])
    missed = forms.ChoiceField(label="Why", widget=forms.RadioSelect, choices=[(n, f"Reason {n}") for n in range(9)])
    private = forms.BooleanField(label="Could talk in private", required=False)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def wrong():
    form = Visit(data={"weight": "three", "missed": "1"})
    assert not form.is_valid()
    return form


def field(bound, **extra):
    return render_to_string("components/field.html", {"field": bound, **extra})


def test_label_help_error_and_control_stand_in_this_order(wrong):
    page = field(wrong["weight"])

    order = [page.index(piece) for piece in ("<label", "In kilograms.", "Enter a number.", "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_weight_helptext id_weight_error"' in page
    assert 'id="id_weight_helptext"' in page
    assert 'id="id_weight_error"' in page
    assert 'class="form-control is-invalid"' in page


def test_up_to_five_choices_are_chips_and_more_are_a_list():
    few, many = field(Visit()["place"]), field(Visit()["missed"])

    assert few.count('class="btn-check"') == few.count('class="btn btn-chip"') == 2
    assert many.count('class="form-check"') == 9
    assert "btn-chip" not in many
    assert "<legend>Place</legend>" in few


def test_crispy_draws_the_same_field(wrong):
    page = render_crispy_form(wrong)

    assert "".join(field(wrong["weight"]).split()) in "".join(page.split())
    assert "data-error-summary" in page


def test_the_summary_links_to_each_field_with_the_same_sentence(wrong):
    page = render_to_string("components/error_summary.html", {"form": wrong})

    assert "2 fields need correcting." in page
    assert '<a href="#id_weight">Weight – Enter a number.</a>' in page
    assert '<a href="#id_place_0">' in page
    assert 'tabindex="-1"' in page


CARD = SimpleNamespace(
    say="Message only, after four.", may_say="“It is Rina.”", who_knows=["Her sister."], home_visit="Yes", phone="",
    checked_on=None,
)  # fmt: skip


def test_a_contact_card_stands_open():
    page = render_to_string("components/safe_contact.html", {"card": CARD})

    assert "<details" not in page
    assert page.index("Message only") < page.index("Her sister.")
    assert "not yet checked with the client" in page


def test_on_the_visit_form_who_knows_is_folded():
    page = render_to_string("components/safe_contact.html", {"card": CARD, "folded": True})

    assert page.index("<details>") < page.index("Her sister.") < page.index("</details>")
    assert page.index("Message only") < page.index("<details>")
    assert "tel:" not in page


def test_a_card_that_nobody_asked_about_says_so():
    page = render_to_string("components/safe_contact.html", {"card": SimpleNamespace(say="")})

    assert "Do not call or visit before you know." in page


def test_an_error_from_the_last_action_is_not_red():
    messages = [Message(level, "Kept.") for level in (constants.SUCCESS, constants.ERROR, constants.INFO)]

    page = render_to_string("components/flash.html", {"messages": messages})

    assert "note-late" not in page
    assert page.count('role="status"') == 3


def test_typed_words_are_escaped_in_rows():
    row = {"title": "<script>", "what": "<b>", "code": "TTE-4F7K-2", "url": "/klien/1/"}

    page = render_to_string("components/item.html", row)

    assert "<script>" not in page
    assert "<b>" not in page


def test_a_term_that_ends_at_midnight_is_said_as_its_last_day():
    assert deadline(dt.datetime(2026, 11, 26, 15, 0, tzinfo=dt.UTC)) == "26 November 2026"  # 27.11., 00.00 WIT
    assert deadline(dt.datetime(2026, 11, 26, 7, 30, tzinfo=dt.UTC)) == "26 November 2026, 16:30"
    assert deadline(None) == ""
