"""What may be typed when a companion is assigned: the client's word, who asked, from when, why nevertheless."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.clients import pick, text
from cases.forms.fields import PastDayField
from cases.vocabulary import Sex
from companions.forms.companions import several
from companions.vocabulary import BY_HAND, AskedBy, Barrier, EndReason, Kind, Language, Said

NO_WISH = gettext_lazy("No wish written down")

NOT_FROM_HERE = gettext_lazy("Nobody was chosen from this page. Open it again and choose someone.")


class SaidForm(forms.Form):
    """The client's word and its day; a client who was not asked has said nothing on any day."""

    said = pick(gettext_lazy("What does the client say?"), Said, chips=True, required=True)
    said_on = PastDayField(label=gettext_lazy("Said on"), required=False, initial=timezone.localdate)
    note = text(gettext_lazy("In the client's words"), rows=2, help_text=gettext_lazy("May stay empty."))

    def clean(self):
        data = super().clean()
        if data.get("said") == Said.NOT_ASKED:
            data["said_on"] = None
        elif data.get("said") and not data.get("said_on") and "said_on" not in self.errors:
            self.add_error("said_on", _("Say on which day the client said so."))
        return data


class AssignForm(SaidForm):
    """The whole page of suggestions is one form: each button sends `companion`."""

    asked_by = pick(gettext_lazy("Who asked for it?"), AskedBy, chips=True, required=True)
    from_on = PastDayField(label=gettext_lazy("From"), required=False)
    despite = text(gettext_lazy("Why nevertheless"), rows=2)
    plans_along = forms.BooleanField(
        label=gettext_lazy("The visits that are planned go along to the companion"), required=False, initial=True
    )
    companion = forms.UUIDField(required=False, widget=forms.HiddenInput, error_messages={"invalid": NOT_FROM_HERE})
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput, error_messages={"invalid": NOT_FROM_HERE})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["said"].choices = [(one.value, one.label) for one in (Said.NOT_ASKED, Said.AGREES)]
        self.fields["said"].initial = Said.NOT_ASKED
        self.fields["asked_by"].initial = AskedBy.COORDINATOR
        self.fields["asked_by"].required = False

    def clean(self):
        data = super().clean()
        if not data.get("companion") and "companion" not in self.errors:
            self.add_error(None, _("Choose someone."))
        return data


class EndForm(forms.Form):
    """Why an assignment ends."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why does it end?"),
        choices=[(one, EndReason(one).label) for one in BY_HAND],
        widget=forms.RadioSelect,
    )
    note = text(gettext_lazy("Explanation"), rows=2, help_text=gettext_lazy("May stay empty."))


class WishForm(forms.Form):
    """Whom the client would like; nothing chosen is no wish."""

    sex = pick(gettext_lazy("Man or woman"), Sex, chips=True, empty=NO_WISH)
    kind = pick(gettext_lazy("Kind of companion"), Kind, empty=NO_WISH)
    languages = several(gettext_lazy("Language"), Language)
    note = text(gettext_lazy("In the client's words"), rows=2, help_text=gettext_lazy("May stay empty."))


class BarrierForm(forms.Form):
    """Who never accompanies this client, and why."""

    companion = forms.ChoiceField(label=gettext_lazy("Companion"))
    kind = forms.ChoiceField(label=gettext_lazy("Why not?"), choices=Barrier.choices, widget=forms.RadioSelect)
    note = text(gettext_lazy("Note"), rows=2, help_text=gettext_lazy("Read by coordinators only. May stay empty."))
    ends = forms.BooleanField(
        label=gettext_lazy("End the accompaniment with it"),
        help_text=gettext_lazy("Until someone else is assigned, the client stands among those without a companion."),
        required=False,
    )

    def __init__(self, *args, people, current=(), **kwargs):
        """`people` are [(membership, name)] to choose from, `current` the names of those who accompany the client."""
        super().__init__(*args, **kwargs)
        if current:
            self.fields["ends"].label = _("%(name)s accompanies this client now: end that too") % {
                "name": ", ".join(current)
            }
        else:
            del self.fields["ends"]
        self.fields["companion"].choices = [("", _("Choose someone")), *((str(pk), name) for pk, name in people)]
