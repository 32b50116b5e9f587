"""Whom to call at once: the numbers of the settings, ready to be dialled."""

import re

from django.conf import settings


def crisis_numbers():
    """[(as it is said, figures to dial)]; of "119 ext. 8 (SEJIWA)" a telephone dials 119."""
    return [(number, _dialled(number)) for number in settings.CRISIS_NUMBERS]


def _dialled(text):
    found = re.match(r"[\d\s-]+", text)
    return re.sub(r"\D", "", found.group()) if found else ""
