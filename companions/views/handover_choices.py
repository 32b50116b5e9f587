"""Whom a page offers for each client of a caseload: the best few, whoever is chosen, and who was looked for by name."""

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from companions.choosing import folded
from companions.days import day_words

SHOWN = 8
FOUND = 20  # of those who were looked for


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
        """Whom this client may be offered to, as texts: shown or not."""
        ranking = self.look.rankings[assignment.pk]
        return {str(one.candidate.member) for one in (*ranking.suited, *ranking.others) if not one.is_refused}

    def put_into(self, form, fields):
        """Let each field show the few; `fields` are {its name: the assignment}."""
        shown = {name: self._shown(one, str(form[name].value() or "")) for name, one in fields.items()}
        self.look.learn_names({one.candidate.member for each in shown.values() for one in each})
        for name, assignment in fields.items():
            words = [(str(one.candidate.member), self._words(assignment, one)) for one in shown[name]]
            form.fields[name].choices = [form.fields[name].choices[0], *words]

    def _shown(self, assignment, chosen):
        """The best first; with a reason (the note) those after them, and at the end who has said no to this client."""
        ranking = self.look.rankings[assignment.pk]
        said_no = self.look.declined.get(assignment.client_id, {})
        may = [one for one in (*ranking.suited, *ranking.others) if not one.is_refused]
        line = [one for one in may if one.candidate.member not in said_no]
        line += [one for one in may if one.candidate.member in said_no]
        self.cut = self.cut or len(line) > SHOWN
        return [
            one
            for place, one in enumerate(line)
            if place < SHOWN or one.candidate.member in self.wanted or str(one.candidate.member) == chosen
        ]

    def _words(self, assignment, one):
        """The load first: on a phone the end of a choice is cut off."""
        member = one.candidate.member
        words = f"{floatformat(one.load_after, -1)}/{one.candidate.warn} · {self.look.names[member]}"
        if day := self.look.declined.get(assignment.client_id, {}).get(member):
            return _("%(words)s (said no on %(day)s)") % {"words": words, "day": day_words(day)}
        return f"{words} ({one.barred})" if one.needs_reason else words
