"""Managers of the people: user names are kept in lower case, so that nobody is refused for a capital letter."""

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Q

from .roles import Right, Role


class UserManager(BaseUserManager):
    use_in_migrations = False

    def get_by_natural_key(self, username):
        return self.get(username=username.lower())

    def create_user(self, username, password=None, **fields):
        user = self.model(username=username.lower(), **fields)
        user.set_password(password)  # none given: a password that nothing matches
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True, user__is_active=True, organisation__active=True)

    def visible_to(self, actor):
        """Who the actor may see as a user: those of the own organisation and of the organisations below it."""
        if not actor.may(Right.READ_USERS):
            return self.none()
        own = actor.organisation.id
        return self.filter(Q(organisation=own) | Q(organisation__parent=own))


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """To this membership, or to a role it has in an organisation that it acts for (row security says the same)."""
        if not actor:
            return self.none()
        mine = Q(membership=actor.id)
        for role in actor.roles:
            places = actor.organisations if role == Role.COORDINATOR else [actor.organisation.id]
            mine |= Q(organisation__in=places, role=role)
        return self.filter(mine)

    def unread(self):
        return self.filter(read_at=None)
