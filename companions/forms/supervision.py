"""What may be typed about a supervision."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.clients import text
from cases.forms.fields import DayField, PastDayField

MOST_ACTIONS = 5
SHOWN_ACTIONS = 2  # the others stand in a fold


class SupervisionForm(forms.Form):
    """One talk with a companion. `clients`: [(id, words)] whom the companion accompanies now."""

    held_on = PastDayField(label=gettext_lazy("Date"), initial=timezone.localdate)
    cases = forms.MultipleChoiceField(
        label=gettext_lazy("Clients whose case was discussed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    findings = text(
        gettext_lazy("Findings"), rows=4, required=True,
        help_text=gettext_lazy("What goes well, what is difficult. Write codes, no names of clients."),
    )  # fmt: skip
    support_needed = text(gettext_lazy("Support needed"), rows=2)
    next_on = DayField(label=gettext_lazy("Next supervision"), required=False)

    def __init__(self, *args, clients, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices = clients
        if not clients:
            del self.fields["cases"]
        self.fields["next_on"].help_text = _("Empty: %(n)s days after this one.") % {"n": settings.SUPERVISION_DAYS}
        for number in range(1, MOST_ACTIONS + 1):
            self.fields[f"what_{number}"] = text(_("Agreed action %(n)s") % {"n": number})
            self.fields[f"due_{number}"] = DayField(
                label=_("Agreed action %(n)s: until when") % {"n": number}, required=False
            )

    def rows(self):
        """[(what, due)] as bound fields, in the order of the page."""
        return [(self[f"what_{n}"], self[f"due_{n}"]) for n in range(1, MOST_ACTIONS + 1)]

    def shown_rows(self):
        return self.rows()[:SHOWN_ACTIONS]

    def folded_rows(self):
        return self.rows()[SHOWN_ACTIONS:]

    def fold_is_open(self):
        """Something stands in the fold, or is wrong there."""
        return any(field.value() or field.errors for row in self.folded_rows() for field in row)

    def clean(self):
        data = super().clean()
        data["agreed"] = []
        for number in range(1, MOST_ACTIONS + 1):
            what, due = data.get(f"what_{number}"), data.get(f"due_{number}")
            wrong = {f"what_{number}", f"due_{number}"} & set(self.errors)
            if what and due:
                self._check_due(number, due, data.get("held_on"))
                data["agreed"].append((what, due))
            elif what and not wrong:
                self.add_error(f"due_{number}", _("Say until when this is to be done."))
            elif due and not wrong:
                self.add_error(f"what_{number}", _("Say what is to be done until then."))
        return data

    def _check_due(self, number, due, held_on):
        if held_on and due < held_on:
            self.add_error(f"due_{number}", _("This day comes before the supervision. Check the date."))

    def talk(self):
        """The arguments of `record_supervision`."""
        data = self.cleaned_data
        names = ("held_on", "findings", "support_needed", "next_on", "agreed")
        return {**{name: data[name] for name in names}, "clients": data.get("cases", [])}
