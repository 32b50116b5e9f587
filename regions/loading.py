"""Brings the data files into the database after a migration, each when it is not the one loaded last.

It hangs on post_migrate and not on a migration: a test that flushes the tables sends that signal too, so the regions
and the holidays come back by themselves.
"""

import contextlib

from django.apps import apps as global_apps
from django.db import router, transaction

from regions import workdays
from regions.holidays import HOLIDAYS_FILE, holidays_in_file
from regions.places import DATA_FILE, file_digest, fold, places_in_file

FILES = (DATA_FILE, HOLIDAYS_FILE)


def load_after_migrate(sender, using, apps=global_apps, **kwargs):
    """Receiver of post_migrate. `migrate` hands over the models as of the last migration run (going back to zero there
    is no table, and before the second migration none of holidays); `flush` hands over none."""
    for name, bring in (("Region", load), ("PublicHoliday", _load_readable_holidays)):
        try:
            model, LoadedFile = apps.get_model("regions", name), apps.get_model("regions", "LoadedFile")
        except LookupError:
            continue
        if router.allow_migrate_model(using, model):
            bring(model, LoadedFile, using=using)


def _load_readable_holidays(PublicHoliday, LoadedFile, *, using):
    """A slip of someone's hand must not stop `migrate` half-way: it has yet to take privileges back from the web. The
    check basodara.W014 has told what is wrong with the file, and the days of before stay."""
    with contextlib.suppress(ValueError):
        load_holidays(PublicHoliday, LoadedFile, using=using)


def load(Region, LoadedFile, *, using="default"):
    """Insert or update every area of the file and retire those that left it. Returns how many areas the file has, or 0
    if the table is up to date. What people wrote themselves (`way_there`) is kept."""
    digest = file_digest()
    if LoadedFile.objects.using(using).filter(digest=digest).exists():
        return 0
    rows = [
        Region(code=p.code, name=p.name, level=p.level, parent_id=p.parent or None, folded=fold(p.name), active=True)
        for p in places_in_file()
    ]
    with transaction.atomic(using=using):
        Region.objects.using(using).bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "level", "parent", "folded", "active"],
            batch_size=500,
        )
        Region.objects.using(using).exclude(code__in=[row.code for row in rows]).update(active=False)
        _note(digest, LoadedFile, using)
    return len(rows)


def load_holidays(PublicHoliday, LoadedFile, *, using="default"):
    """Put the days of the file in place of those of the table: a decree may move a day. Returns how many the file has,
    or 0 if the table is up to date. Raises ValueError for a row that is not as it should be; all stays then."""
    digest, table = file_digest(HOLIDAYS_FILE), PublicHoliday.objects.using(using)
    # Also when the table is empty: going back one migration drops it and leaves the note that it was loaded.
    if LoadedFile.objects.using(using).filter(digest=digest).exists() and table.exists():
        return 0
    rows = [PublicHoliday(**holiday._asdict()) for holiday in holidays_in_file().values()]
    with transaction.atomic(using=using):
        table.all().delete()
        table.bulk_create(rows)
        _note(digest, LoadedFile, using)
    workdays.forget()
    return len(rows)


def _note(digest, LoadedFile, using):
    """This version is loaded now; versions that are no longer those of the files are forgotten."""
    notes = LoadedFile.objects.using(using)
    notes.exclude(digest__in=[file_digest(path) for path in FILES]).delete()
    notes.get_or_create(digest=digest)
