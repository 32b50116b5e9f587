"""What may be sent with a register: the file, what its columns are, and which signed papers are ticked."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import vocabulary as words
from cases.forms.fields import DayField, PastDayField
from cases.register.errors import SENTENCES

COLUMNS = {
    "ignored": gettext_lazy("Do not read"),
    "name": gettext_lazy("Legal name"),
    "call_name": gettext_lazy("Name to be called by"),
    "sex": gettext_lazy("Sex"),
    "sex_male": gettext_lazy("Sex: ticked for male"),
    "sex_female": gettext_lazy("Sex: ticked for female"),
    "nik": "NIK",
    "family_card_no": gettext_lazy("Family card number"),
    "birth": gettext_lazy("Date of birth or age"),
    "birth_place": gettext_lazy("Place of birth"),
    "address": gettext_lazy("Home address"),
    "rt": "RT",
    "rw": "RW",
    "rt_rw": "RT/RW",
    "kelurahan": gettext_lazy("Kelurahan"),
    "district": gettext_lazy("Kecamatan"),
    "phone": gettext_lazy("Mobile number"),
    "art_start_date": gettext_lazy("Start date of the medicine"),
    "regimen": gettext_lazy("Regimen (kept for later)"),
    "companion": gettext_lazy("Companion (kept for later)"),
    "remark": gettext_lazy("Remarks"),
    "number": gettext_lazy("Running number"),
}
MAY_STAND_TWICE = {"ignored", "birth", "address", "remark", "birth_place", "number"}
# C6 names a person of the household: it is recorded on the client's page.
ON_PAPER = [choice for choice in words.Purpose.choices if choice[0] not in words.NAMES_PERSON]


class UploadForm(forms.Form):
    """The file, and whose register it is."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Whose register is it?"), queryset=None, empty_label=gettext_lazy("Choose")
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel (.xlsx) or .csv, up to 10 MB and 2,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "empty": SENTENCES["empty"],
            "required": gettext_lazy("Choose a file first."),
            "missing": gettext_lazy("Choose a file first."),
        },
        allow_empty_file=False,
    )

    def __init__(self, *args, organisations, too_large=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].initial = organisations[0].pk
        if len(organisations) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()

    def clean(self):
        data = super().clean()
        if self.too_large:
            self.errors.pop("file", None)
            self.add_error("file", SENTENCES["too_large"])
        return data


class ColumnsForm(forms.Form):
    """What each column is read as; `sheet` where the file has several."""

    def __init__(self, *args, register, **kwargs):
        super().__init__(*args, **kwargs)
        self.register = register
        if len(register.sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Sheet"), choices=[(name, name) for name in register.sheets], initial=register.sheet
            )
        for column in register.columns:
            self.fields[f"c{column.index}"] = forms.ChoiceField(
                label=_("Column %(heading)s is read as") % {"heading": column.heading or column.letter},
                choices=list(COLUMNS.items()),
                initial=column.field,
            )

    @property
    def mapping(self):
        return {column.index: self.cleaned_data[f"c{column.index}"] for column in self.register.columns}

    @property
    def chosen_sheet(self):
        return self.cleaned_data.get("sheet") or self.register.sheet

    def clean(self):
        data = super().clean()
        if self.errors or self.chosen_sheet != self.register.sheet:
            return data
        read_as = {}
        for column in self.register.columns:
            field = data[f"c{column.index}"]
            if field in read_as and field not in MAY_STAND_TWICE:
                self.add_error(
                    f"c{column.index}",
                    _("Column %(other)s is read as this already.") % {"other": read_as[field].letter},
                )
            read_as.setdefault(field, column)
        if not {"name", "call_name"} & set(read_as):
            raise ValidationError(_("One column must be read as the name."))
        return data


class PapersForm(forms.Form):
    """Ticks for clients whose signed paper is in the folder; a date for all, and another where it differs."""

    signed_on = PastDayField(label=gettext_lazy("Signed on"), required=False)
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("What the paper says"),
        choices=ON_PAPER,
        initial=[words.Purpose.C1],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what the client has agreed to.")},
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation that the paper names"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("For sharing: with whom."),
    )
    share_too = forms.BooleanField(label=gettext_lazy("Share these cases with it at once"), required=False)
    clients = forms.MultipleChoiceField(
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Signed papers"),
        error_messages={
            "required": gettext_lazy("Tick whose signed paper you have."),
            "invalid_choice": gettext_lazy("Someone recorded one of these in the meantime. Look at the ticks again."),
        },
    )

    def __init__(self, *args, clients, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_id = {str(client.pk): client for client in clients}
        self.fields["clients"].choices = [(pk, client.code) for pk, client in self.by_id.items()]
        self.fields["organisation"].queryset = organisations
        for pk, client in self.by_id.items():
            self.fields[f"signed_on_{pk}"] = DayField(
                label=_("%(code)s: signed on another day") % {"code": client.code}, required=False
            )

    @property
    def lines(self):
        """(client, purposes, day) as the action takes them."""
        data = self.cleaned_data
        return [
            (self.by_id[pk], data["purposes"], data.get(f"signed_on_{pk}") or data["signed_on"])
            for pk in data["clients"]
        ]

    def clean(self):
        data = super().clean()
        names_one = set(data.get("purposes", ())) & set(words.NAMES_ORGANISATION)
        if names_one and not data.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", _("Say for which organisation this consent is."))
        if not names_one:
            data["organisation"] = None
        if data.get("share_too") and words.Purpose.C4 not in data.get("purposes", ()):
            self.add_error("share_too", _("Sharing needs the tick for sharing the case with a named organisation."))
        ticked = data.get("clients") or ()
        undated = not ticked or [pk for pk in ticked if not data.get(f"signed_on_{pk}")]
        if undated and not data.get("signed_on") and "signed_on" not in self.errors:
            self.add_error("signed_on", _("Say when the papers were signed."))
        return data
