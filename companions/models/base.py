"""What tables about companions have in common: they open to the staff of the companion's organisation."""

from django.db import models

from accounts.roles import Right


class StaffQuerySet(models.QuerySet):
    """Rows with an `organisation`; row security says the same. Trainers see those of all organisations."""

    def visible_to(self, actor):
        if actor.may(Right.RUN_TRAINING):
            return self
        if not actor.may(Right.READ_COMPANIONS):
            return self.none()
        return self.filter(organisation_id__in=actor.organisations)


class OfOnesOwnQuerySet(StaffQuerySet):
    """The same, and to the companion what is said of her."""

    member_column = "companion"

    def visible_to(self, actor):
        if actor.may(Right.READ_COMPANIONS):
            return super().visible_to(actor)
        return self.filter(**{self.member_column: actor.id}) if actor.id else self.none()
