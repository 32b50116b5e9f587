"""What may be typed about a companion: the profile, days away, the day on which they stop."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.clients import pick, text
from cases.forms.fields import FIGURES, DayField, KelurahanField, PastDayField
from cases.vocabulary import Sex
from companions.status import Status
from companions.vocabulary import Kind, Language, Limit


def several(label, choices, *, help_text=""):
    """Any number of a list, as rows of 44 px; gives a list of codes."""
    return forms.MultipleChoiceField(
        label=label, choices=choices.choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


class CompanionForm(forms.Form):
    """The profile. The kind stands apart in `kind`, everything else is what `save_companion` takes."""

    kind = pick(
        gettext_lazy("Kind of companion"), Kind, chips=True, required=True,
        help_text=gettext_lazy("Read by coordinators and trainers only."),
    )  # fmt: skip
    sex = pick(gettext_lazy("Sex"), Sex, chips=True, required=True)
    kelurahan = KelurahanField(label=gettext_lazy("Lives in (kelurahan)"), required=False)
    languages = several(gettext_lazy("Languages"), Language)
    limits = several(
        gettext_lazy("Own limits"), Limit, help_text=gettext_lazy("What this companion does not do. Their own word.")
    )
    limits_note = text(gettext_lazy("More about the limits"), rows=2)
    capacity = forms.IntegerField(
        label=gettext_lazy("How much they can carry (load)"), required=False, min_value=1, max_value=60,
        widget=forms.TextInput(attrs=FIGURES),
    )  # fmt: skip
    pledged_on = PastDayField(
        label=gettext_lazy("Confidentiality pledge signed on"), required=False,
        help_text=gettext_lazy("Without a pledge nobody gets clients."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["capacity"].help_text = _(
            "A client weighs half, one or two. Empty: the programme's limit of %(limit)s."
        ) % {"limit": settings.CASELOAD_WARN}

    def clean_limits(self):
        limits = self.cleaned_data["limits"]
        if {Limit.WOMEN_ONLY, Limit.MEN_ONLY} <= set(limits):
            raise forms.ValidationError(_("Women only and men only exclude each other. Tick one of them, or neither."))
        return limits

    @staticmethod
    def initial_of(companion, kind):
        """What the form begins with."""
        if companion is None:
            return {"languages": [Language.INDONESIAN.value]}
        names = ("sex", "languages", "limits", "limits_note", "capacity", "pledged_on")
        shown = {name: getattr(companion, name) for name in names}
        return {**shown, "kind": kind, "kelurahan": companion.kelurahan_id}


class AbsenceForm(forms.Form):
    """Days on which a companion cannot come."""

    from_on = DayField(label=gettext_lazy("First day"), initial=timezone.localdate)
    until_on = DayField(label=gettext_lazy("Last day"))
    why = text(gettext_lazy("Reason"), help_text=gettext_lazy("May stay empty."))


class LeavingForm(forms.Form):
    """The last day of a companion, and why."""

    leaves_on = DayField(label=gettext_lazy("Last day"))
    why = text(gettext_lazy("Why"), rows=2, help_text=gettext_lazy("May stay empty. Read by coordinators only."))


class FilterForm(forms.Form):
    """The filters of the list; anything that is not understood filters nothing."""

    status = pick(gettext_lazy("Status"), Status, empty=gettext_lazy("All who have not left"))
    lembaga = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    perhatian = forms.BooleanField(label=gettext_lazy("Needs attention"), required=False)

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lembaga"].choices = [("", _("All")), *((str(one.pk), one.name) for one in organisations)]
        if len(organisations) < 2:
            del self.fields["lembaga"]
