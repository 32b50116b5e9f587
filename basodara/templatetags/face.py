"""Template tags and filters of every page: icons, tags of state, dates and times in WIT, figures as written here.

They run in list rows, so they format by hand: `django.utils.dateformat` costs ten times as much.
All of them answer "" for an empty value, so that a template need not ask first.
"""

import datetime as dt
import re
from functools import lru_cache

from django import forms, template
from django.core.signals import setting_changed
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()

TAG_ICONS = {"go": "circle", "soon": "clock", "done": "check-lg", "late": "clock-history", "stop": "slash-circle"}
MOST_CHIPS = 5
DAY = dt.timedelta(days=1)
NEAR = dt.timedelta(hours=12)  # a term so near is said in hours, over midnight too


# 1 icons and tags ---------------------------------------------------------------------------------
@register.simple_tag
def icon(name, classes=""):
    """One picture of the sprite; always beside a word, so it is hidden from screen readers."""
    return _icon(name, classes)


@lru_cache(maxsize=256)
def _icon(name, classes):
    return mark_safe(
        f'<svg class="i{" " + classes if classes else ""}" aria-hidden="true">'
        f'<use href="{static("img/icons.svg")}#{conditional_escape(name)}"/></svg>'
    )


@setting_changed.connect
def _forget_icons(**kwargs):
    _icon.cache_clear()  # the sprite's address holds a digest that another storage does not know


@register.simple_tag
def tag(kind, word, picture=""):
    """A state in a word with its icon; kinds: go, soon, done, late, stop, or "" for a plain one."""
    picture = picture or TAG_ICONS.get(kind, "calendar-event")
    kind = f" tag-{kind}" if kind in TAG_ICONS else ""
    return mark_safe(f'<span class="tag{kind}">{_icon(picture, "")}{conditional_escape(word)}</span>')


# 2 dates and times --------------------------------------------------------------------------------
def _local(value):
    """An aware time as it is read in WIT; a plain date as it is."""
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value


def _date(value):
    value = _local(value)
    return value.date() if isinstance(value, dt.datetime) else value


@register.filter
def day(value):
    """31 Maret 2025"""
    if not value:
        return ""
    value = _local(value)
    return f"{value.day} {MONTHS[value.month]} {value.year}"


@register.filter
def full_day(value):
    """Rabu, 25 November 2026"""
    return f"{WEEKDAYS[_local(value).weekday()]}, {day(value)}" if value else ""


@register.filter
def short_day(value):
    """Kam, 26/11"""
    if not value:
        return ""
    value = _local(value)
    return f"{WEEKDAYS_ABBR[value.weekday()]}, {value.day}/{value.month}"


@register.filter
def figure_day(value):
    """31/03/2025"""
    if not value:
        return ""
    value = _local(value)
    return f"{value.day:02}/{value.month:02}/{value.year}"


@register.filter
def clock(value):
    """14.05; in English 14:05"""
    if not value:
        return ""
    value = _local(value)
    mark = "." if (get_language() or "id").startswith("id") else ":"
    return f"{value.hour:02}{mark}{value.minute:02}"


@register.filter
def when(value):
    """12 November 2026, 16.30"""
    return f"{day(value)}, {clock(value)}" if value else ""


@register.filter
def deadline(value):
    """Like `when`; a term that ends with a day, at midnight, is said as that day: nobody is at work at 00.00."""
    if not value:
        return ""
    local = _local(value)
    if (local.hour, local.minute) == (0, 0):
        return day(local - dt.timedelta(minutes=1))
    return when(value)


@register.filter
def lately(value):
    """hari ini 09.41 · kemarin 10.05 · 12 November 2026, 16.34: for what has happened."""
    if not value:
        return ""
    days = (timezone.localdate() - _date(value)).days
    if days == 0:
        return _("today %(clock)s") % {"clock": clock(value)}
    if days == 1:
        return _("yesterday %(clock)s") % {"clock": clock(value)}
    return when(value)


@register.filter
def late_words(value):
    """Lewat 6 hari; from a time within a day, over midnight too, Lewat 5 jam. "" for what is not late."""
    if not value:
        return ""
    gone = timezone.now() - value if isinstance(value, dt.datetime) else None
    days = (timezone.localdate() - _date(value)).days
    if days > 0 and (gone is None or gone >= DAY):
        return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
    if gone is not None and gone > dt.timedelta(0):
        hours = int(gone.total_seconds() // 3600)
        if hours:
            return ngettext("%(n)s hour late", "%(n)s hours late", hours) % {"n": hours}
        minutes = max(1, int(gone.total_seconds() // 60))
        return ngettext("%(n)s minute late", "%(n)s minutes late", minutes) % {"n": minutes}
    return ""


@register.filter
def due_words(value):
    """Hari ini · Besok · 2 hari lagi; of times within NEAR Sisa 38 menit; and what is late, as `late_words` says it."""
    if not value:
        return ""
    if late := late_words(value):
        return late
    days = (_date(value) - timezone.localdate()).days
    is_near = isinstance(value, dt.datetime) and (days == 0 or value - timezone.now() < NEAR)
    if days > 1:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    if days == 1 and not is_near:
        return _("Tomorrow")
    if not is_near:
        return _("Today")
    minutes = int((value - timezone.now()).total_seconds() // 60)
    if minutes >= 60:
        return ngettext("%(n)s hour left", "%(n)s hours left", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s minute left", "%(n)s minutes left", minutes) % {"n": minutes}


# 3 figures and identities -------------------------------------------------------------------------
@register.filter
def rupiah(value):
    """Rp1.500.000"""
    return "" if value in (None, "") else "Rp" + f"{int(value):,}".replace(",", ".")


@register.filter
def phone(value):
    """+6281234567890 as 0812-3456-7890; what is no Indonesian number stays as it is."""
    figures = re.sub(r"\D", "", str(value or ""))
    if figures.startswith("62"):
        figures = "0" + figures[2:]
    if not figures.startswith("0") or len(figures) < 9:
        return str(value or "")
    return "-".join(part for part in (figures[:4], figures[4:8], figures[8:]) if part)


@register.filter
def masked_nik(value):
    """8271••••••••0042"""
    value = str(value or "")
    return value if len(value) < 9 else value[:4] + "•" * (len(value) - 8) + value[-4:]


@register.filter
def masked_name(value):
    """M•••• U•••••"""
    return " ".join(word[0] + "•" * (len(word) - 1) for word in str(value or "").split())


# 4 form fields ------------------------------------------------------------------------------------
@register.filter
def look(field):
    """How a field is drawn: chips, checks, check, select, file or text."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checks"
    if isinstance(widget, forms.RadioSelect):
        few = len(widget.choices) <= MOST_CHIPS and widget.attrs.get("data-look") != "list"
        return "chips" if few else "checks"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.Select):
        return "select"
    return "file" if isinstance(widget, forms.FileInput) else "text"


@register.filter
def control(field, css):
    """The field's widget with these classes beside its own, and `is-invalid` when it holds an error."""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": " ".join(filter(None, (css, own, field.errors and "is-invalid")))})


@register.filter
def option(radio, css):
    """One choice of a radio or checkbox list, drawn without the label that Django wraps around it."""
    radio.data["attrs"]["class"] = css
    return radio.tag(wrap_label=False)


@register.filter
def first_id(field):
    """The id that a link to a field jumps to: the control itself, of a list its first choice."""
    return f"{field.auto_id}_0" if look(field) in ("chips", "checks") else field.id_for_label or field.auto_id
