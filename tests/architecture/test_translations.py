"""The interface speaks Indonesian, whole: every sentence of the source has its words, and the compiled file says the same."""

import re
import subprocess
import sys

import polib
import pytest
from django.conf import settings
from django.template import engines
from django.utils.translation import templatize

ROOT = settings.BASE_DIR
FOLDER = ROOT / "locale" / "id" / "LC_MESSAGES"
ROOMS = ("privacy", "regions", "accounts", "cases", "companions", "treatment", "referrals", "reports", "basodara")
CALLS = re.compile(r"""(?<![\w.])(?:_|gettext|gettext_lazy|gettext_noop)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)[,)]""", re.S)
PLURALS = re.compile(
    r"""(?<![\w.])(?:ngettext|ngettext_lazy)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+),""", re.S
)
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def text_of(group):
    joined = "".join(LITERAL.findall(group))
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), joined)


def said_in(source):
    found = {(text_of(one), "") for one in CALLS.findall(source)}
    return found | {(text_of(one), text_of(many)) for one, many in PLURALS.findall(source)}


def sources():
    """{(sentence, plural): the files it stands in}."""
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for pair in said_in(path.read_text()):
                found.setdefault(pair, []).append(path.relative_to(ROOT))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        source = templatize(path.read_text(), origin=str(path))
        source = re.sub(r"gettext\(u?'((?:[^'\\]|\\.)*)'\)", lambda m: f'gettext("{m[1]}")', source)
        for pair in said_in_template(source):
            found.setdefault(pair, []).append(path.relative_to(ROOT))
    return found


def said_in_template(source):
    """What Django's own extraction makes of a template: `gettext(u'…')` and `ngettext(…)` with Python's quoting."""
    import ast

    found = set()
    string = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    for one in re.findall(rf"(?<!n)gettext\(({string})\)", source):
        found.add((ast.literal_eval(one).replace("%%", "%"), ""))
    for one, many in re.findall(rf"ngettext\(({string}),\s*({string}),", source):
        found.add((ast.literal_eval(one).replace("%%", "%"), ast.literal_eval(many).replace("%%", "%")))
    for one in re.findall(rf"[\s(]_\(({string})\)", source):
        found.add((ast.literal_eval(one), ""))
    return found


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(FOLDER / "django.po"))


def test_the_extraction_finds_what_is_there():
    found = {sentence for sentence, _plural in sources()}
    assert len(found) > 500
    assert {"Client list", "Clients", "Not found"} <= found
    assert engines["django"]


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
    import os

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )  # fmt: skip
    english, indonesian = done.stdout.split("\n")[:2]
    assert english == "Client list" and indonesian != english
