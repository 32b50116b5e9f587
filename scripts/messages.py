"""`make messages`: read the texts to translate anew (needs gettext's xgettext) and compile them (polib, no msgfmt).

What has no Indonesian yet is listed; guesses that gettext makes from similar texts are thrown away.
"""

import shutil
import subprocess
import sys

import polib

from scripts.localpg import ROOT

CATALOGUE = ROOT / "locale" / "id" / "LC_MESSAGES" / "django.po"


def collect():
    """Bring the catalogue up to the source; without xgettext it stays as it is."""
    if not shutil.which("xgettext"):
        print("xgettext is not here (apt-get install gettext): the catalogue is compiled as it stands.")
        return
    command = [sys.executable, "manage.py", "makemessages", "-l", "id", "--no-location", "--no-wrap"]
    subprocess.run([*command, "-i", ".venv", "-i", "tests/*", "-v0"], cwd=ROOT, check=True)


def settle(catalogue):
    """Drop guesses and what is no longer used; gives the texts that have no Indonesian."""
    for entry in [entry for entry in catalogue if entry.obsolete]:
        catalogue.remove(entry)
    for entry in catalogue.fuzzy_entries():
        entry.flags.remove("fuzzy")
        entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
        entry.msgstr, entry.msgstr_plural = "", {0: ""} if entry.msgid_plural else {}
    return [entry.msgid for entry in catalogue if not entry.translated()]


def main():
    collect()
    catalogue = polib.pofile(str(CATALOGUE))
    missing = settle(catalogue)
    catalogue.save()
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    print(f"{len(catalogue)} texts, {len(missing)} without Indonesian", *missing, sep="\n  ")
    sys.exit(bool(missing))


if __name__ == "__main__":
    main()
