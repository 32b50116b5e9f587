"""Whom a page offers for each client of a caseload: the best few, whoever is chosen, and who was looked for by name."""

from uuid import UUID

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from companions.choosing import folded
from companions.days import day_words

SHOWN = 8
FOUND = 20  # of those who were looked for


def member_of(text):
    """The id that a field holds; None for nothing, and for what is no id."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


class _Known:
    def __init__(self, ranking):
        self.ranking = ranking

    def __contains__(self, text):
        one = self.ranking.of.get(member_of(text))
        return one is not None and not one.is_refused


class Choices:
    """Of one page. `found` is how many the words that were looked for name, None where nothing was looked for."""

    def __init__(self, look, search=""):
        self.look, self.words, self.found, self.cut = look, folded(search), None, False
        self.wanted = set()
        if self.words:
            self.look.learn_names(self.look.people)
            named = [pk for pk in look.people if self.words in folded(look.names[pk])]
            self.found, self.wanted = len(named), set(sorted(named, key=self._by_name)[:FOUND])

    def _by_name(self, member):
        return folded(self.look.names[member]), str(member)

    def known(self, assignment):
        """Whom this client may be offered to: contains their ids as text, shown or not."""
        return _Known(self.look.rankings[assignment.pk])

    def put_into(self, form, fields):
        """Let each field show the few; `fields` are {its name: the assignment}."""
        chosen = {name: member_of(form[name].value()) for name in fields}
        self.look.learn_names(set(chosen.values()) & set(self.look.people))
        shown = {name: self._shown(one, chosen[name]) for name, one in fields.items()}
        self.look.learn_names({one.candidate.member for each in shown.values() for one in each})
        for name, assignment in fields.items():
            words = [(str(one.candidate.member), self._words(assignment, one)) for one in shown[name]]
            form.fields[name].choices = [form.fields[name].choices[0], *words]

    def _shown(self, assignment, chosen):
        """The best first; with a reason (the note) those after them, and at the end who has said no to this client."""
        ranking = self.look.rankings[assignment.pk]
        said_no = self.look.declined.get(assignment.client_id, {})
        may = [*ranking.suited, *(one for one in ranking.others if not one.is_refused)]
        if said_no:
            may.sort(key=lambda one: one.candidate.member in said_no)
        self.cut = self.cut or len(may) > SHOWN
        shown = may[:SHOWN]
        there = {one.candidate.member for one in shown}
        asked = [ranking.of.get(member) for member in {*self.wanted, chosen} - there]
        asked = [one for one in asked if one is not None and not one.is_refused]
        return shown + sorted(
            asked, key=lambda one: (one.needs_reason, -one.score, self._by_name(one.candidate.member))
        )

    def _words(self, assignment, one):
        """The load first: on a phone the end of a choice is cut off."""
        member = one.candidate.member
        words = f"{floatformat(one.load_after, -1)}/{one.candidate.warn} · {self.look.names[member]}"
        if day := self.look.declined.get(assignment.client_id, {}).get(member):
            return _("%(words)s (said no on %(day)s)") % {"words": words, "day": day_words(day)}
        return f"{words} ({one.barred})" if one.needs_reason else words
