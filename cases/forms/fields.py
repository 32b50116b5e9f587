"""Fields that several forms share."""

from functools import lru_cache

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.register.cells import read_number_of_16, read_phone
from cases.register.problems import sentence
from regions.matching import gazetteer_of_file
from regions.models import Region

DATE = {"type": "date", "class": "short"}
FIGURES = {"inputmode": "numeric", "class": "short", "autocomplete": "off"}


class DayField(forms.DateField):
    """A date by the device's own picker; typed as 31/12/2026 or 2026-12-31."""

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"])
        kwargs.setdefault("widget", forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
        super().__init__(**kwargs)


class PastDayField(DayField):
    """A date that cannot be after today."""

    def clean(self, value):
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError(_("This date cannot be after today."))
        return day


class ReadField(forms.CharField):
    """A cell of a form, read as the register's reader reads it; its sentence is the error."""

    def read(self, text):
        raise TypeError("A subclass says how its text is read.")

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        reading = self.read(text)
        if reading.code:
            raise ValidationError(sentence(reading.code, reading.params))
        return reading.value


class PhoneField(ReadField):
    """A telephone number, kept in +62 form."""

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "tel", "class": "short", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def read(self, text):
        return read_phone(text)


class NikField(ReadField):
    """16 digits, spaces allowed; the structure is checked and nothing more."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def read(self, text):
        return read_number_of_16(text, timezone.localdate())


@lru_cache(maxsize=4)
def _kelurahan_choices(city):
    places = Region.objects.filter(code__startswith=f"{city}.", level__in=["kelurahan", "desa"]).select_related(
        "parent"
    )
    groups = {}
    for place in places.order_by("parent__name", "name"):
        groups.setdefault(place.parent.name, []).append((place.code, place.name))
    return list(groups.items())


class KelurahanField(forms.ChoiceField):
    """A kelurahan of the home city, by kecamatan; gives the Region, or None when nothing was chosen."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Kelurahan"))
        super().__init__(choices=self._with_empty, **kwargs)

    @staticmethod
    def _with_empty():
        return [("", _("Not known")), *_kelurahan_choices(settings.HOME_CITY)]

    def valid_value(self, value):
        return True

    def clean(self, value):
        code = super().clean(getattr(value, "code", value))
        if not code:
            return None
        region = Region.objects.filter(code=code).first()
        if region is None:
            raise ValidationError(_("Choose a kelurahan from the list."))
        return region


def kelurahan_elsewhere(text):
    """A kelurahan or desa outside the home city, as someone types it. Raises ValidationError when it is not certain."""
    match = gazetteer_of_file().match(text)
    if not match:
        others = Region.objects.filter(code__in=match.others).select_related("parent")[:4]
        meant = "; ".join(f"{one.name}, {one.parent.name}" for one in others)
        raise ValidationError(
            _("Several places have this name: %(meant)s. Add the kecamatan.") % {"meant": meant}
            if meant
            else _("No such place was found. Write: name, kecamatan.")
        )
    return Region.objects.get(code=match.code)
