"""The regions stand in the database after migrating; areas that leave the file are retired, never deleted."""

import pytest

from privacy.context import as_owner
from regions.loading import load
from regions.models import LoadedFile, Region

pytestmark = pytest.mark.django_db


def test_all_areas_are_loaded():
    assert Region.objects.count() == 1314
    assert Region.objects.under("82.71").villages().count() == 78
    assert Region.objects.get(code="82.71.02.1004").parent.name == "Kota Ternate Selatan"


def test_the_gazetteer_of_the_database_matches():
    assert Region.objects.in_use().gazetteer().match("Kalamata").code == "82.71.02.1004"


@pytest.mark.django_db(transaction=True)
def test_loading_anew_updates_retires_and_keeps_what_people_wrote():
    with as_owner():
        Region.objects.filter(pk="82.71.02.1004").update(name="Kalumata Lama", way_there="angkot 04")
        Region.objects.create(
            code="82.71.02.1999", name="Dulu Ada", level="kelurahan", parent_id="82.71.02", folded="x"
        )
        assert load(Region, LoadedFile) == 0
        LoadedFile.objects.all().delete()
        assert load(Region, LoadedFile) == 1314

        kalumata, gone = Region.objects.get(pk="82.71.02.1004"), Region.objects.get(pk="82.71.02.1999")
        assert (kalumata.name, kalumata.way_there) == ("Kalumata", "angkot 04")
        assert not gone.active
        gone.delete()
        Region.objects.filter(pk="82.71.02.1004").update(way_there="")
