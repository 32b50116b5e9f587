"""All templates and what stands in them, for the tests that walk over every package's pages."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = sorted(
    path
    for room in ("accounts", "basodara", "cases", "privacy", "regions")
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
)


def name_of(path):
    """A path as a test's id and in messages."""
    return str(path.relative_to(ROOT))


def without_comments(text):
    """A template's text without what only its authors read."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.S)
    return re.sub(r"{#.*?#}", "", text)


def classes_in(text):
    """The class names that a template spells whole; one that is put together from a variable is left out."""
    literal = re.findall(r'\|(?:control|option):"([^"]+)"', text) + re.findall(r'{% icon \S+ "([^"]+)" %}', text)
    plain = re.sub(r"{%.*?%}", " ", re.sub(r"{{.*?}}", "\0", without_comments(text)), flags=re.S)
    written = re.findall(r'\bclass="([^"]*)"', plain) + literal
    return {name for value in written for name in value.split() if "\0" not in name}


def icons_in(text):
    """The icons that a template or a module names."""
    found = re.findall(r'{% icon "([\w-]+)"', text) + re.findall(r'{% tag \S+ \S+ "([\w-]+)" %}', text)
    found += re.findall(r'\b(?:picture|icon|\w+_icon)="([\w-]+)"', text)
    found += re.findall(r'{% firstof (?:picture|\S*icon) "([\w-]+)"', text)
    return set(found)
