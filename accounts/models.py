"""Organisations, people, and what a person does in an organisation.

Nobody acts "as a user": a membership acts, and a user with several of them wears one hat at a time. None of these
tables answers to row security (who opened a client's data is named to other organisations too); names and addresses
are sealed, so that a dump names nobody.
"""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.fields import SealedTextField

from .managers import MembershipQuerySet, NoticeQuerySet, UserManager
from .roles import OrganisationKind, Role, label_of

__all__ = ["Invitation", "Membership", "Notice", "Organisation", "OrganisationKind", "Preference", "Session", "User"]


def _roles_field(**options):
    return ArrayField(models.CharField(max_length=30, choices=Role.choices), blank=True, default=list, **options)


class Organisation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    short_name = models.CharField(_("short name"), max_length=30)
    kind = models.CharField(_("kind"), max_length=10, choices=OrganisationKind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    active = models.BooleanField(_("active"), default=True)

    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | Q(kind="KDS"), name="organisation_only_a_kds_has_a_parent"
            ),
        ]

    def __str__(self):
        return self.name


class User(AbstractBaseUser, PermissionsMixin):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("That user name is taken. Choose another one.")},
    )
    display_name = SealedTextField(_("name"), blank=True)
    email = SealedTextField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"), max_length=2, default="id", choices=[("id", _("Indonesian")), ("en", _("English"))]
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the administration pages"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=Q(username=models.functions.Lower("username")), name="user_name_is_lower_case"
            ),
        ]

    def __str__(self):
        # The admin's log keeps str() in clear, so never the name here.
        return self.username

    def clean(self):
        super().clean()
        self.username = self.username.lower()

    def get_full_name(self):
        return self.display_name or self.username

    get_short_name = get_full_name


class Membership(models.Model):
    """A person in an organisation: the actor. `roles` are in force; `proposed_roles` wait for a second person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    roles = _roles_field(verbose_name=_("roles"))
    proposed_roles = _roles_field(verbose_name=_("roles that wait for a second person"))
    proposed_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    active = models.BooleanField(_("active"), default=True)
    invited_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = MembershipQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_one_per_user_and_organisation"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(confirmed_at__isnull=False), name="membership_confirmed_says_when"
            ),
        ]

    def __str__(self):
        return self.display_name

    @property
    def display_name(self):
        return self.user.get_full_name()

    @property
    def role_label(self):
        return label_of(self.roles)

    @property
    def proposed_label(self):
        return label_of(self.proposed_roles)


class Invitation(models.Model):
    """A one-time link handed over in person: into an organisation, or (`user` set) to a new password.

    The token is never stored: a digest of it is, so that a dump opens no door.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.BinaryField(max_length=32, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    roles = _roles_field()
    display_name = SealedTextField(blank=True)
    email = SealedTextField(blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    invited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    WEB_MAY = "SELECT, INSERT, UPDATE"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None, used_by=None) | Q(used_at__isnull=False, used_by__isnull=False),
                name="invitation_used_says_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return str(self.id)

    @property
    def is_open(self):
        return self.used_at is None and self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def role_label(self):
        return label_of(self.roles)


class Notice(models.Model):
    """A sentence for a membership, or for whoever has a role in an organisation. It names nobody, so it may stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, blank=True, related_name="notices")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=30, choices=Role.choices, blank=True)
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField(null=True, blank=True)
    url_name = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = NoticeQuerySet.as_manager()
    WEB_MAY = "SELECT, INSERT, UPDATE (read_at, read_by_id)"

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(membership__isnull=False, organisation=None, role="")
                | (Q(membership=None, organisation__isnull=False) & ~Q(role="")),
                name="notice_to_a_membership_or_to_a_role",
            ),
        ]
        indexes = [
            models.Index(fields=["membership", "-created_at"], name="notice_of_membership"),
            models.Index(fields=["organisation", "role", "-created_at"], name="notice_of_role"),
            models.Index(fields=["membership"], condition=Q(read_at=None), name="notice_unread_of_membership"),
            models.Index(fields=["organisation", "role"], condition=Q(read_at=None), name="notice_unread_of_role"),
        ]

    def __str__(self):
        return self.kind


class Preference(models.Model):
    """What a person left open or chosen on a page, by name; nothing about a client."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="preferences")
    name = models.CharField(max_length=60)
    value = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "name"], name="preference_one_per_name")]

    def __str__(self):
        return self.name


class Session(models.Model):
    """A sign-in. The key is a digest of the cookie and the data are sealed: a dump holds no usable session."""

    digest = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.digest[:8]
