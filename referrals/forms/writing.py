"""What may be typed when a client is referred. Forms check the shape; `rules` and `actions` judge."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.forms.clients import pick, text
from referrals.clock import times_for
from referrals.states import State
from referrals.vocabulary import CANCELLED_BY_HAND, Cancelled, Transport, Urgency

MOMENT = {"type": "datetime-local", "class": "short"}


class MomentField(forms.DateTimeField):
    """A day and a time by the device's own picker, WIT."""

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H.%M"])
        kwargs.setdefault("widget", forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M"))
        super().__init__(**kwargs)


def promise(times):
    """`clock.Times` in words: "answered within 2 hours, client seen within 24 hours"."""
    if times.in_hours:
        answer = ngettext("answered within %(n)s hour", "answered within %(n)s hours", times.answer)
        seen = ngettext("client seen within %(n)s hour", "client seen within %(n)s hours", times.seen)
    else:
        answer = ngettext("answered within %(n)s working day", "answered within %(n)s working days", times.answer)
        answer = answer if times.answer else gettext("answered the same day")
        seen = ngettext("client seen within %(n)s day", "client seen within %(n)s days", times.seen)
    return ", ".join((answer % {"n": times.answer}, seen % {"n": times.seen}))


class ReferralForm(forms.Form):
    """The reason alone is required; the rest stands folded."""

    urgency = forms.ChoiceField(
        label=_("How urgent is it?"), choices=Urgency.choices, initial=Urgency.ROUTINE,
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
    )  # fmt: skip
    telephoned_at = MomentField(label=_("Telephoned at"), required=False)
    telephoned_to = text(_("To whom"), help_text=_("An emergency is telephoned first, then written down."))
    reason = text(_("Why is the client referred?"), rows=3, required=True)
    wanted = text(_("What is asked for"), rows=2)
    summary = text(_("Short summary of the situation"), rows=3)
    given_before = text(_("Services given before"), rows=2)
    special_needs = text(_("Special needs"))
    transport = pick(_("How does the client get there?"), Transport)
    companion = forms.ChoiceField(label=_("Who goes along"), required=False)
    with_name = forms.BooleanField(label=_("The client wants the legal name to stand in the letter"), required=False)

    def __init__(self, *args, companions=(), times=None, asks=(), **kwargs):
        super().__init__(*args, **kwargs)
        for name in asks:  # the receiver's own; a draft may still lack it
            self.fields[name].label_suffix = ""
            self.fields[name].help_text = _("The receiver asks for it.")
        order = list(Urgency)
        if self["urgency"].value() == Urgency.EMERGENCY:  # on a phone what is chosen stands first
            order.sort(key=lambda one: one != Urgency.EMERGENCY)
        self.fields["urgency"].choices = [
            (one.value, f"{one.label}: {promise(times_for(one, times))}") for one in order
        ]
        self.fields["companion"].choices = [("", _("nobody")), *companions]


class TelephonedForm(forms.Form):
    """Of an emergency that was proposed and is sent now."""

    telephoned_at = MomentField(label=_("Telephoned at"), initial=timezone.now)
    telephoned_to = text(_("To whom"), required=True)


class NoteForm(forms.Form):
    note = text(_("Why?"), rows=2, required=True)


class CancelForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is it cancelled?"), choices=[(one, Cancelled(one).label) for one in CANCELLED_BY_HAND],
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = text(_("More about it"), rows=2)


THEN = {"kirim": State.SENT, "usul": State.PROPOSED, "draf": State.DRAFT}
