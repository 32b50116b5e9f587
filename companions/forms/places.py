"""What may be typed about an LKS or a KDS: its profile, and the filters of the directory."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import OrganisationKind
from cases.forms.clients import Answers, pick, text
from cases.forms.fields import DayField, KelurahanField, PhoneField
from companions.models import OrganisationProfile
from regions.models import Region

KINDS = Answers(*((kind.value, kind.label) for kind in (OrganisationKind.LKS, OrganisationKind.KDS)))
PAIRS = (("registered_on", "registered_until"), ("agreement_from", "agreement_until"))


class MemberField(forms.ChoiceField):
    """One of some members, or none; gives the membership. `with_place` names the organisation beside each."""

    def __init__(self, members, *, with_place=False, **kwargs):
        self.members = {str(one.pk): one for one in members}
        names = [
            (pk, f"{one.display_name} ({one.organisation.short_name})" if with_place else one.display_name)
            for pk, one in self.members.items()
        ]
        super().__init__(choices=[("", _("Nobody named yet")), *names], required=False, **kwargs)

    def clean(self, value):
        return self.members.get(super().clean(value))


class GroupForm(forms.Form):
    """A new KDS, as it will stand in lists and letters."""

    name = forms.CharField(label=gettext_lazy("Name of the KDS"), max_length=120)
    short_name = forms.CharField(
        label=gettext_lazy("Short name"), max_length=30, help_text=gettext_lazy("For lists and numbers of letters.")
    )


class ProfileForm(forms.Form):
    """What an organisation says of itself. `members` are those who may be named as its coordinator."""

    registration_no = text(gettext_lazy("Registration number"))
    registered_on = DayField(label=gettext_lazy("Registered on"), required=False)
    registered_until = DayField(
        label=gettext_lazy("Registered until"), required=False, help_text=gettext_lazy("Empty: without an end.")
    )
    agreement_no = text(gettext_lazy("Number of the agreement with the centre"))
    agreement_from = DayField(label=gettext_lazy("Agreement from"), required=False)
    agreement_until = DayField(label=gettext_lazy("Agreement until"), required=False)
    area = forms.MultipleChoiceField(
        label=gettext_lazy("Area (kelurahan)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    phone = PhoneField(label=gettext_lazy("Telephone of the secretariat"), required=False)
    address = text(gettext_lazy("Address of the secretariat"), rows=2)
    note = text(
        gettext_lazy("Note"), rows=2, help_text=gettext_lazy("Read by everyone who may open the directory. No clients.")
    )

    def __init__(self, *args, members, elsewhere=(), **kwargs):
        super().__init__(*args, **kwargs)
        groups = [group for group in KelurahanField().choices if group[0]]  # the first is "not known"
        if elsewhere:
            groups.append((_("Elsewhere"), [(place.code, place.name) for place in elsewhere]))
        self.fields["area"].choices = groups
        self.fields["coordinator"] = MemberField(members, label=_("Coordinator"))
        self.order_fields(["coordinator"])

    @staticmethod
    def initial_of(profile):
        """What the form begins with."""
        if profile is None:
            return {}
        names = [field for field in ProfileForm.base_fields if hasattr(profile, field)]
        return {**{name: getattr(profile, name) for name in names}, "coordinator": str(profile.coordinator_id or "")}

    @staticmethod
    def elsewhere_of(profile):
        """Places of the area that are not in the home city's list: they stay, and may be unticked."""
        if profile is None or not profile.area:
            return []
        listed = {code for name, places in KelurahanField().choices if name for code, _name in places}
        return list(Region.objects.filter(code__in=set(profile.area) - listed).order_by("name"))

    def area_groups(self):
        """[(kecamatan, boxes, how many are ticked)] in the order of the list."""
        boxes, groups = iter(self["area"]), []
        for name, places in self.fields["area"].choices:
            found = [next(boxes) for _place in places]
            groups.append((name, found, sum(bool(box.data["selected"]) for box in found)))
        return groups

    def clean(self):
        data = super().clean()
        for first, last in PAIRS:
            if data.get(first) and data.get(last) and data[last] < data[first]:
                self.add_error(last, _("The end comes before the beginning. Check the dates."))
        return data

    def profile(self):
        """The arguments of `save_profile`."""
        return {name: value for name, value in self.cleaned_data.items() if hasattr(OrganisationProfile, name)}


class DirectoryFilter(forms.Form):
    """The filters of the directory; anything that is not understood filters nothing."""

    jenis = pick(gettext_lazy("Kind of organisation"), KINDS, empty=gettext_lazy("All"))
    kelurahan = forms.ChoiceField(label=gettext_lazy("Works in (kelurahan)"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = [group for group in KelurahanField().choices if group[0]]
        self.fields["kelurahan"].choices = [("", _("All")), *groups]
