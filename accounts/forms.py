"""What the browser may send about people. Shape only: who may do it is asked in `actions.py`."""

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import rules
from .models import Organisation, User
from .roles import Role


class RolesField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, roles=(), **options):
        choices = [(Role(role).value, Role(role).label) for role in roles]
        super().__init__(label=_("Roles"), choices=choices, **options)


class InviteForm(forms.Form):
    """Whom to invite, where to, as what. The organisation is asked for only where there is a choice."""

    display_name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As colleagues know this person."))
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Only if there is one."))

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisations = {
            str(place.id): place for place in Organisation.objects.filter(id__in=actor.organisations, active=True)
        }
        roles = {role for place in self.organisations.values() for role in rules.roles_to_give(actor, place)}
        if len(self.organisations) > 1:
            choices = [(key, place.name) for key, place in self.organisations.items()]
            self.fields["organisation"] = forms.ChoiceField(
                label=_("Organisation"), choices=choices, initial=str(actor.organisation.id)
            )
        self.fields["roles"] = RolesField([role for role in Role if role in roles])
        self._own = actor.organisation

    def clean(self):
        data = super().clean()
        data["organisation"] = self.organisations.get(data.get("organisation"), self._own)
        return data


class RolesForm(forms.Form):
    def __init__(self, *args, actor, membership, **kwargs):
        super().__init__(*args, initial={"roles": [*membership.roles, *membership.proposed_roles]}, **kwargs)
        self.fields["roles"] = RolesField(rules.roles_to_give(actor, membership.organisation))


class PasswordForm(forms.Form):
    """A new password, typed twice, judged with what is known of its owner."""

    password1 = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. A sentence of a few words is easy to remember."),
    )
    password2 = forms.CharField(
        label=_("The same password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user=None, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self):
        data = super().clean()
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        elif first and second:
            try:
                password_validation.validate_password(first, self._owner(data))
            except ValidationError as refusal:
                self.add_error("password1", refusal)
        return data

    def _owner(self, data):
        return self.user


class JoinForm(PasswordForm):
    """Someone new: a name, a user name of their own, a password."""

    display_name = forms.CharField(label=_("Your name"), max_length=120, help_text=_("As colleagues know you."))
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        validators=User._meta.get_field("username").validators,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("You sign in with it. Short, without spaces; it need not be your name."),
    )
    field_order = ["display_name", "username", "password1", "password2"]

    def clean_username(self):
        return self.cleaned_data["username"].lower()

    def _owner(self, data):
        return User(username=data.get("username", ""), display_name=data.get("display_name", ""))


class AccountForm(forms.Form):
    """What a person says about themselves."""

    display_name = forms.CharField(label=_("Your name"), max_length=120, help_text=_("As colleagues know you."))
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Only if there is one."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    daily_letter = forms.BooleanField(
        label=_("Send me a summary by e-mail once a day"), required=False,
        help_text=_("Only how much waits for you and how much is late: no name, no reason."),
    )  # fmt: skip

    def __init__(self, *args, with_letter=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not with_letter:
            del self.fields["daily_letter"]

    def clean(self):
        data = super().clean()
        if data.get("daily_letter") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the address that the summary goes to."))
        return data
