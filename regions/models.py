"""Areas with their Kemendagri codes, and public holidays.

Codes change when areas are split or renamed: records keep the code and the name as recorded; an area that has left
the data file stays here, retired, so that old records still lead somewhere.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.holidays import NAME_LENGTH, SOURCE_LENGTH
from regions.matching import Gazetteer
from regions.places import Place


class RegionLevel(models.TextChoices):
    PROVINCE = "provinsi", _("Province")
    REGENCY = "kabupaten", _("Regency")
    CITY = "kota", _("City")
    DISTRICT = "kecamatan", _("District")
    URBAN_VILLAGE = "kelurahan", _("Urban village")
    VILLAGE = "desa", _("Village")


class RegionQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(active=True)

    def villages(self):
        """The areas an address can lie in."""
        return self.filter(level__in=[RegionLevel.URBAN_VILLAGE, RegionLevel.VILLAGE])

    def under(self, code):
        """Everything below an area, at any depth: the code says it."""
        return self.filter(code__startswith=f"{code}.")

    def gazetteer(self):
        """These areas, prepared for matching what people type."""
        rows = self.values_list("code", "name", "level", "parent_id")
        return Gazetteer(Place(code, name, level, parent or "") for code, name, level, parent in rows)


class Region(models.Model):
    code = models.CharField(_("code"), max_length=13, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    level = models.CharField(_("level"), max_length=10, choices=RegionLevel)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    folded = models.CharField(max_length=120, editable=False, db_index=True)
    way_there = models.CharField(
        _("way there"), max_length=200, blank=True, help_text=_("For example: by boat from Bastiong, mornings only.")
    )
    active = models.BooleanField(
        _("in use"), default=True, help_text=_("Areas that were split or renamed are retired, never deleted.")
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self):
        return self.name

    @property
    def satusehat_code(self):
        """The code as SATUSEHAT writes it: without dots."""
        return self.code.replace(".", "")


class HolidayKind(models.TextChoices):
    PUBLIC = "libur", _("Public holiday")
    JOINT_LEAVE = "cuti_bersama", _("Joint leave day")


class PublicHoliday(models.Model):
    """A day off by decree. The data file has them all; nobody types one here."""

    WEB_MAY = "SELECT"

    day = models.DateField(_("day"), primary_key=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    kind = models.CharField(_("kind"), max_length=12, choices=HolidayKind)
    source = models.CharField(_("source"), max_length=SOURCE_LENGTH)

    class Meta:
        ordering = ["day"]
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")

    def __str__(self):
        return f"{self.day} {self.name}"


class LoadedFile(models.Model):
    """Which versions of the data files the tables hold. One row a file."""

    digest = models.CharField(max_length=64, primary_key=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.digest[:12]
