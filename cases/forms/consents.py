"""What may be typed about consents."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import vocabulary as words
from cases.forms.clients import text
from cases.forms.fields import DayField, PastDayField


class ConsentForm(forms.Form):
    """One line of the ledger."""

    purpose = forms.ChoiceField(label=gettext_lazy("What for"), choices=words.Purpose.choices)
    decision = forms.ChoiceField(
        label=gettext_lazy("What the client says"),
        widget=forms.RadioSelect,
        initial=words.Decision.GIVEN,
        choices=[(words.Decision.GIVEN, gettext_lazy("Agrees")), (words.Decision.REFUSED, gettext_lazy("Refuses"))],
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("For sharing the case or treatment data: with whom."),
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("Person of the household"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("For telling a named person: who."),
    )
    how = forms.ChoiceField(  # asked for when the client agrees
        label=gettext_lazy("How given"), choices=words.HowGiven.choices, required=False, widget=forms.RadioSelect
    )
    from_on = PastDayField(label=gettext_lazy("From"), initial=timezone.localdate)
    until_on = DayField(label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Empty: 12 months."))
    explained_by = text(gettext_lazy("Explained by"))
    witness = text(gettext_lazy("Witness"), help_text=gettext_lazy("Required for a spoken consent."))
    guardian = text(gettext_lazy("Guardian"), help_text=gettext_lazy("Required for a client under 18."))

    def __init__(self, *args, organisations, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["person"].queryset = household
        self.fields["person"].label_from_instance = lambda one: one.name_and_relation

    def clean(self):
        data = super().clean()
        purpose = data.get("purpose")
        if purpose in words.NAMES_ORGANISATION and not data.get("organisation"):
            self.add_error("organisation", _("Say for which organisation this consent is."))
        if purpose in words.NAMES_PERSON and not data.get("person"):
            self.add_error("person", _("Say for which person of the household this consent is."))
        if purpose not in words.NAMES_ORGANISATION:
            data["organisation"] = None
        if purpose not in words.NAMES_PERSON:
            data["person"] = None
        if data.get("decision") == words.Decision.GIVEN and not data.get("how"):
            self.add_error("how", _("Say how the consent was given."))
        if data.get("until_on") and data.get("from_on") and data["until_on"] < data["from_on"]:
            self.add_error("until_on", ValidationError(_("The consent ends before it begins. Check the dates.")))
        return data


class ShareForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=None,
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
        empty_label=None,
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
