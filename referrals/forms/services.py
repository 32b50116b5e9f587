"""What may be typed of a service given directly, and of a look at what became of it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.clients import text
from cases.forms.fields import FIGURES, PastDayField
from cases.models import ServiceKind
from cases.vocabulary import Component, ServiceFamily
from referrals.actions.feedback import SESSION


def number(label, most=100_000):
    widget = forms.NumberInput(attrs=FIGURES)
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most, widget=widget)


class RecordForm(forms.Form):
    kind = forms.ModelChoiceField(label=_("Which service"), queryset=ServiceKind.objects.none())
    given_on = PastDayField(label=_("On which day"), initial=timezone.localdate)
    done = text(_("What was done"), rows=3, required=True)
    men = number(_("Men"))
    women = number(_("Women"))
    amount = number(_("Money or goods, in rupiah"), 1_000_000_000)
    decision_no = text(_("Number of the decision"))
    component = forms.TypedChoiceField(
        label=_("Component of the programme"), required=False, coerce=int, empty_value=None,
        choices=[("", _("as usual for this service")), *Component.choices],
    )  # fmt: skip
    again_because = text(_("Why is the same aid given again?"), rows=2)

    def __init__(self, *args, for_client=True, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = ServiceKind.objects.filter(active=True).exclude(family=ServiceFamily.COMPANIONS)
        self.fields["kind"].queryset = kinds if for_client else kinds.filter(pk=SESSION)
        if for_client:
            del self.fields["men"], self.fields["women"]
        else:
            self.fields["kind"].initial = SESSION
            for name in ("amount", "decision_no", "again_because"):
                del self.fields[name]


class CheckForm(forms.Form):
    still_running = forms.TypedChoiceField(
        label=_("Is it still running?"), choices=[("ya", _("Yes")), ("tidak", _("No"))], widget=forms.RadioSelect,
        coerce=lambda value: value == "ya",
    )  # fmt: skip
    income = number(_("Income this month (rupiah)"), 1_000_000_000)
    obstacles = text(_("Obstacles"), rows=2)
