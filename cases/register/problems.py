"""Sentences about cells, rows and remarks. Records carry codes: a stored preview speaks the language of its reader."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES = {
    "name_missing": gettext_lazy("The name is missing."),
    "name_digits": gettext_lazy("There are digits in the name."),
    "name_deceased": gettext_lazy("The name is marked as deceased (alm.)."),
    "sex_unknown": gettext_lazy("“%(typed)s” cannot be read as L or P."),
    "sex_both": gettext_lazy("Both L and P are ticked."),
    "nik_length": gettext_lazy("NIK has %(count)s digits instead of 16."),
    "nik_format": gettext_lazy("NIK contains something other than digits."),
    "nik_precision": gettext_lazy("Excel has rounded this NIK; its last digits are lost. Type it anew as text."),
    "nik_date": gettext_lazy("The birth date inside this NIK does not exist."),
    "nik_serial": gettext_lazy("The last four digits of a NIK are never 0000."),
    "nik_province": gettext_lazy("This NIK begins with a province code that does not exist."),
    "nik_district": gettext_lazy("This NIK begins with a district code that is not in use today."),
    "nik_birth": gettext_lazy("The NIK says another birth date (%(nik)s)."),
    "nik_sex": gettext_lazy("The NIK belongs to the other sex."),
    "card_format": gettext_lazy("The family card number is not 16 digits; it was left out."),
    "date_unreadable": gettext_lazy("“%(typed)s” cannot be read as a date."),
    "date_impossible": gettext_lazy("The date %(typed)s does not exist."),
    "date_future": gettext_lazy("The date %(typed)s lies in the future."),
    "date_too_old": gettext_lazy("The date %(typed)s is too long ago."),
    "date_incomplete": gettext_lazy("“%(typed)s” has no day; the date was left out."),
    "date_swapped": gettext_lazy("“%(typed)s” was read as month/day/year."),
    "date_before_birth": gettext_lazy("This date lies before the birth date."),
    "age_impossible": gettext_lazy("“%(typed)s” is not a possible age."),
    "age_as_date": gettext_lazy("Excel shows a date here; it was read as the age %(age)s."),
    "age_differs": gettext_lazy("Birth date and age do not agree; the date was taken."),
    "phone_unreadable": gettext_lazy("“%(typed)s” cannot be read as a phone number."),
    "phone_precision": gettext_lazy("Excel has rounded this phone number; its last digits are lost."),
    "phone_several": gettext_lazy("Several numbers stand here; the first was taken."),
    "phone_unusual": gettext_lazy("The length or beginning of this number is unusual."),
    "kelurahan_unknown": gettext_lazy("“%(typed)s” is no kelurahan of this province."),
    "kelurahan_several": gettext_lazy("“%(typed)s” may mean several: %(names)s."),
    "kelurahan_district": gettext_lazy("%(name)s lies in %(district)s, not in the district written here."),
    "formula": gettext_lazy("This cell holds a formula without a result. Save the file anew in Excel and try again."),
    "cell_error": gettext_lazy("This cell shows an error of the spreadsheet (%(typed)s)."),
    "too_long": gettext_lazy("The text was cut off after %(count)s letters."),
}  # fmt: skip

_SKIPPED = {
    "total": gettext_lazy("Total row"),
    "heading": gettext_lazy("Heading repeated"),
    "after_total": gettext_lazy("Stands after the total"),
    "note": gettext_lazy("No person in this row"),
    "numbering": gettext_lazy("Column numbers"),
}

_WAYS = {
    "telepon": gettext_lazy("by phone"),
    "whatsapp": gettext_lazy("by WhatsApp"),
    "sms": gettext_lazy("by SMS"),
    "pendamping": gettext_lazy("through the companion"),
}


def sentence(code, params):
    return str(SENTENCES[code]) % params if params else str(SENTENCES[code]).replace("%%", "%")


def skipped(why):
    return str(_SKIPPED[why])


def duplicate(how, row):
    if how == "nik":
        return _("Same NIK as row %(row)s.") % {"row": row}
    if how == "name_birth":
        return _("Same name and birth as row %(row)s.") % {"row": row}
    return _("Similar name, same birth year and kelurahan as row %(row)s.") % {"row": row}


def proposal(kind, value):
    """What a remark seems to ask for, in words."""
    if kind == "way":
        return _("Make contact %(way)s.") % {"way": _WAYS.get(value, value)}
    if kind == "not_way":
        return (
            _("No contact %(way)s.") % {"way": _WAYS.get(value, value)} if value != "semua" else _("No contact at all.")
        )
    if kind == "through":
        return _("Make contact through: %(who)s.") % {"who": value}
    if kind == "time":
        return _("Safe time: %(time)s.") % {"time": value}
    if kind == "not_time":
        return _("Not at this time: %(time)s.") % {"time": value}
    if kind == "home_visit":
        words = {"ya": _("Home visits are allowed."), "tidak": _("No home visits.")}
        return words.get(value) or _("Meet at another place.")
    if kind == "knows":
        return _("Knows: %(who)s.") % {"who": value}
    if kind == "does_not_know":
        return _("Does not know: %(who)s.") % {"who": value}
    if kind == "say":
        return _("Take care what is said: %(words)s.") % {"words": value}
    return value
