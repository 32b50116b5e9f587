"""Django's admin for organisations and users; memberships to look at only, because a second person confirms roles.

Sign-in to it goes through our own page, with its limits. Nothing of a client is ever registered here.
"""

from allauth.account import admin as allauth_admin  # noqa: F401 - registers what is taken away below
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth import forms as auth_forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from .models import Membership, Organisation, User

for model in (Group, EmailAddress, EmailConfirmation):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

admin.site.login = secure_admin_login(admin.site.login)


class Kept(admin.ModelAdmin):
    """Nothing of these is deleted: it is made inactive."""

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Organisation)
class OrganisationAdmin(Kept):
    list_display = ("name", "kind", "parent", "active")
    list_filter = ("kind", "active")
    search_fields = ("name", "short_name")
    fields = ("name", "short_name", "kind", "parent", "active")


class UserChangeForm(auth_forms.UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


class UserCreationForm(auth_forms.AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("username",)

    def clean_username(self):
        self.cleaned_data["username"] = self.cleaned_data["username"].lower()
        return super().clean_username()


@admin.register(User)
class UserAdmin(Kept, auth_admin.UserAdmin):
    form, add_form = UserChangeForm, UserCreationForm
    list_display = ("username", "get_full_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("username",)
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "display_name", "email", "language")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser", "last_login", "date_joined")}),
    )


@admin.register(Membership)
class MembershipAdmin(Kept):
    list_display = ("user", "organisation", "role_label", "active")
    list_filter = ("active", "organisation")
    list_select_related = ("user", "organisation")
    search_fields = ("user__username",)
    fields = ("user", "organisation", "roles", "proposed_roles", "active", "created_at")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
