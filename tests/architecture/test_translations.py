"""The interface speaks Indonesian, whole: every sentence of the source has its words, compiled as they are written."""

import ast
import os
import re
import subprocess
import sys

import polib
import pytest
from django.conf import settings
from django.utils.translation import templatize

ROOT = settings.BASE_DIR
FOLDER = ROOT / "locale" / "id" / "LC_MESSAGES"
ROOMS = ("privacy", "regions", "accounts", "cases", "companions", "treatment", "referrals", "reports", "basodara")
ONE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
MANY = {"ngettext", "ngettext_lazy"}


def said_in_module(source):
    """(sentence, plural) of each call; what is not a plain text cannot be extracted by anyone."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name in ONE and texts:
            found.add((texts[0], ""))
        elif name in MANY and len(texts) >= 2:
            found.add((texts[0], texts[1]))
    return found


def said_in_template(source):
    """What Django's own extraction makes of a template: `gettext(u'…')` and `ngettext(…)`."""
    found = set()
    string = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    for one in re.findall(rf"(?<!n)gettext\(({string})\)", source):
        found.add((plain(one), ""))
    for one, many in re.findall(rf"ngettext\(({string}),\s*({string}),", source):
        found.add((plain(one), plain(many)))
    for one in re.findall(rf"[\s(]_\(({string})\)", source):
        found.add((plain(one), ""))
    return found


def plain(literal):
    return ast.literal_eval(literal).replace("%%", "%")


def sources():
    """{(sentence, plural): the files it stands in}."""
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for pair in said_in_module(path.read_text()):
                found.setdefault(pair, []).append(path.relative_to(ROOT))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for pair in said_in_template(templatize(path.read_text(), origin=str(path))):
            found.setdefault(pair, []).append(path.relative_to(ROOT))
    return found


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(FOLDER / "django.po"))


def test_the_extraction_finds_what_is_there():
    found = {sentence for sentence, _plural in sources()}
    assert len(found) > 500
    assert {"Client list", "Clients", "Not found"} <= found


def test_every_sentence_has_its_words(catalogue):
    words = {(entry.msgid.replace("%%", "%"), entry.msgid_plural.replace("%%", "%")): entry for entry in catalogue}
    missing = []
    for (sentence, plural), paths in sources().items():
        entry = words.get((sentence, plural))
        if entry is None or not entry.translated() or entry.obsolete:
            missing.append(f"{paths[0]}: {sentence!r}")
    assert not missing, "\n".join(missing)


def test_nothing_is_unsure_and_the_placeholders_are_the_same(catalogue):
    names = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
    for entry in catalogue:
        if entry.obsolete:
            continue
        assert "fuzzy" not in entry.flags, entry.msgid
        wanted = set(names.findall(entry.msgid_plural or entry.msgid))
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            assert set(names.findall(text)) == wanted or not text, entry.msgid


def test_the_compiled_file_says_what_the_words_say(catalogue):
    compiled = polib.mofile(str(FOLDER / "django.mo"))
    said = {(entry.msgid, entry.msgctxt): (entry.msgstr, entry.msgstr_plural) for entry in compiled}
    told = {
        (entry.msgid, entry.msgctxt): (entry.msgstr, entry.msgstr_plural)
        for entry in catalogue
        if entry.translated() and not entry.obsolete
    }
    assert said == told


def test_the_words_that_stay_english_are_few(catalogue):
    """The same text in both languages is a name, an abbreviation, or forgotten."""
    same = [e.msgid for e in catalogue if e.msgid == e.msgstr and re.search(r"[a-z]{3,} [a-z]{3,}", e.msgid)]
    assert same == []


def test_english_can_be_chosen_and_is_the_source():
    code = (
        "import django; django.setup()\n"
        "from django.utils.translation import gettext, override\n"
        "with override('en'): print(gettext('Client list'))\n"
        "with override('id'): print(gettext('Client list'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )  # fmt: skip
    english, indonesian = done.stdout.split("\n")[:2]
    assert english == "Client list" and indonesian != english
