"""Brings the data file into the database after a migration, when the file is not the one loaded last.

It hangs on post_migrate and not on a migration: a test that flushes the tables sends that signal too, so the regions
come back by themselves.
"""

from django.apps import apps as global_apps
from django.db import router, transaction

from regions.places import file_digest, fold, places_in_file


def load_after_migrate(sender, using, apps=global_apps, **kwargs):
    """Receiver of post_migrate. `migrate` hands over the models as of the last migration run (going back to zero there
    is neither table); `flush` hands over none."""
    try:
        Region = apps.get_model("regions", "Region")
        LoadedFile = apps.get_model("regions", "LoadedFile")
    except LookupError:
        return
    if router.allow_migrate_model(using, Region):
        load(Region, LoadedFile, using=using)


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
        LoadedFile.objects.using(using).all().delete()
        LoadedFile.objects.using(using).create(digest=digest)
    return len(rows)
