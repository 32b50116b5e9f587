"""What holds for the templates of every package: icons that exist, nothing inline, titles that anyone may read."""

import json
import re

import polib
import pytest

from basodara import face
from basodara.templatetags.face import TAG_ICONS
from tests.face.pages import MODULES, ROOT, STATIC, TEMPLATES, icons_in, name_of, without_comments

SPRITE = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "img/icons.svg").read_text()))
FORBIDDEN = re.compile(
    r"\b(?:hiv|aids|odha|odhiv|arv|obat\w*|klinik\w*|clinic\w*|vct|viral|cd4|tbc?|positi[fv]e?|negati[fv]e?|"
    r"reakti[fv]|reactive|rehabilitas\w*|rehabilitation|drugs?|medicines?|treatment)\b",
    re.I,
)
INLINE = re.compile(r"<style|\bstyle\s*=|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.I)
CATALOGUE = ROOT / "locale/id/LC_MESSAGES/django.po"
INDONESIAN = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE))} if CATALOGUE.exists() else {}


@pytest.mark.parametrize("file", TEMPLATES + MODULES, ids=name_of)
def test_every_icon_is_in_the_sprite(file):
    assert icons_in(file.read_text()) <= SPRITE


def test_the_icons_of_the_menu_and_of_tags_are_in_the_sprite():
    entries = (*face.MENU, face.MORE, *face.ELSEWHERE)

    assert {entry.icon for entry in entries} | set(TAG_ICONS.values()) <= SPRITE


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_nothing_inline_that_the_content_security_policy_refuses(template):
    assert not INLINE.findall(without_comments(template.read_text()))


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_titles_and_headings_carry_no_health_word(template):
    text = without_comments(template.read_text())
    shown = re.findall(r"{% block title %}(.*?){% endblock %}", text, re.S)
    shown += re.findall(r"<title>(.*?)</title>", text, re.S) + re.findall(r"<h[12][^>]*>(.*?)</h[12]>", text, re.S)
    words = [word for piece in shown for word in re.findall(r'translate "([^"]+)"', piece)]

    assert not [
        piece for piece in [*shown, *words, *(INDONESIAN.get(word, "") for word in words)] if FORBIDDEN.search(piece)
    ]


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_title_shows_no_name(template):
    titles = re.findall(r"{% block title %}(.*?){% endblock %}", template.read_text(), re.S)

    assert not [title for title in titles if re.search(r"{{[^}]*\bname|{{[^}]*call", title)]


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_page_has_a_title(template):
    text = template.read_text()
    if '{% extends "base.html" %}' in text:
        assert re.search(r"{% block title %}\s*\S", text)


@pytest.mark.parametrize("template", [path for path in TEMPLATES if path.parent.name == "components"], ids=name_of)
def test_a_component_is_short_and_says_what_it_needs(template):
    text = template.read_text()

    assert text.count("\n") <= 60
    assert text.startswith("{#")
    assert re.search(r"\bNeeds\b", text.split("#}\n{%")[0])


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_template_stays_one_subject(template):
    assert template.read_text().count("\n") < 180


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_form_that_writes_carries_its_token(template):
    for form in re.findall(r"<form[^>]*method=.post.*?</form>", template.read_text(), re.S):
        assert "{% csrf_token %}" in form


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_nothing_is_loaded_from_or_sent_to_another_site(template):
    """A browser would tell that site who reads here; a plain link is followed by the person's own choice."""
    text = without_comments(template.read_text())
    addresses = re.findall(r'\b(?:src|action|formaction)="([^"{]+)', text) + re.findall(
        r'<link[^>]*href="([^"{]+)', text
    )

    assert not [one for one in addresses if re.match(r"(?:https?:)?//", one)]


def test_the_manifest_tells_a_bystander_nothing():
    manifest = json.loads((STATIC / "manifest.json").read_text())

    assert "description" not in manifest
    assert not FORBIDDEN.search(manifest["name"] + " " + manifest["short_name"])
