"""The one style sheet: made of what it says, holds every class that a page uses, and stays small."""

import hashlib
import re
import tomllib

import brotli
import pytest

from scripts.join_css import joined
from tests.face.pages import MODULES, STATIC, TEMPLATES, classes_in, name_of

CSS = (STATIC / "css/basodara.css").read_text()
THEME = (STATIC / "css/theme.css").read_text()
STYLED = set(re.findall(r"\.(-?[_a-zA-Z][\w-]*)", CSS))
# Drawn by the admin's or a browser's own styles, or mere hooks of Django.
UNSTYLED = {"helptext", "errorlist"}
# The house does without them (ui guide).
BANNED = re.compile(
    r"^(?:card|badge|alert|shadow|list-group|toast|modal)(?:-|$)|^(?:text|bg)-(?:danger|success|warning|info|primary)"
)


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_every_class_of_a_template_is_in_the_style_sheet(template):
    missing = classes_in(template.read_text()) - STYLED - UNSTYLED

    assert not missing, f"{sorted(missing)}: a misspelling, or purge anew (scripts/purge_css.mjs)"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_every_class_of_a_widget_is_in_the_style_sheet(module):
    written = re.findall(r'"class": "([\w -]*)"|css_class="([\w -]*)"', module.read_text())
    used = {name for pair in written for value in pair for name in value.split()}

    assert used <= STYLED | UNSTYLED


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_no_template_uses_boxes_shadows_or_colours_of_bootstrap(template):
    assert not [name for name in classes_in(template.read_text()) if BANNED.match(name)]


def test_the_style_sheet_is_the_purged_bootstrap_and_the_theme():
    assert joined() == CSS, "run: python scripts/join_css.py"


def test_the_two_dark_lists_are_equal():
    by_choice = re.search(r"\[data-bs-theme=dark\] \{(.*?)\}", THEME, re.S).group(1)
    by_device = re.search(r":root:not\(\[data-bs-theme\]\) \{(.*?)\}", THEME, re.S).group(1)

    assert by_choice.split() == by_device.split()


def test_nothing_in_it_asks_for_another_file():
    assert "url(" not in CSS
    assert "sourceMappingURL" not in CSS
    assert "@import" not in CSS


def test_what_comes_from_others_is_as_it_was_recorded():
    packages = tomllib.loads((STATIC / "vendor/VENDOR.toml").read_text())["package"]
    for package in packages:
        assert {"name", "version", "licence", "source", "integrity", "made", "licence_file"} <= package.keys()
        assert package["licence_file"] in package["files"]
        for file, digest in package["files"].items():
            assert hashlib.sha256((STATIC / file).read_bytes()).hexdigest() == digest, file

    recorded = {file for package in packages for file in package["files"]} | {"vendor/VENDOR.toml"}
    assert {str(path.relative_to(STATIC)) for path in (STATIC / "vendor").iterdir()} <= recorded


def test_the_first_load_stays_small():
    first = ["css/basodara.css", "img/icons.svg", "js/draft.js", "js/send.js", "js/folds.js", "js/errors.js"]

    sizes = {name: len(brotli.compress((STATIC / name).read_bytes())) for name in first}

    assert sum(sizes.values()) < 25_000, sizes
