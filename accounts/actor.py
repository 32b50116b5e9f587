"""The actor: a person wearing one organisation's hat, and what may be seen under it.

Built once a request from a membership; the lists of seats go into the transaction's settings, where row security
compares them. Everything here follows from the table in `roles.py`.
"""

from functools import cached_property

from privacy.context import Sight

from .roles import DUTIES, LEVELS, Holder, OrganisationKind, Role, label_of, rights_of


class Actor:
    """`Actor(membership)`; the query that loads many memberships may bring `child_ids` along."""

    def __init__(self, membership):
        self.membership = membership
        self.id = membership.id
        self.user = membership.user
        self.organisation = membership.organisation
        # Only active memberships act; an unknown role (from a later version) gives nothing.
        self.roles = [role for role in membership.roles if role in Role.values] if membership.active else []
        self.rights = rights_of(self.roles)

    def __str__(self):
        return self.membership.display_name

    def __repr__(self):
        return f"<Actor {self.id} {self.roles}>"

    def __eq__(self, other):
        return isinstance(other, Actor) and self.id == other.id

    def __hash__(self):
        return hash(self.id)

    def __bool__(self):
        return True

    @property
    def organisation_id(self):
        return self.membership.organisation_id

    @property
    def name(self):
        return self.membership.display_name

    @property
    def role_label(self):
        return label_of(self.roles)

    def may(self, right):
        return right in self.rights

    @cached_property
    def organisations(self):
        """The organisations this person acts for: the own one and, for an LKS coordinator, its KDS."""
        if any(DUTIES[Role(role)].holder is Holder.WITH_CHILDREN for role in self.roles):
            return [self.organisation.id, *self._child_ids]
        return [self.organisation.id]

    @cached_property
    def _child_ids(self):
        if self.organisation.kind != OrganisationKind.LKS:
            return []
        if hasattr(self.membership, "child_ids"):
            return list(self.membership.child_ids)
        return list(self.organisation.children.filter(active=True).values_list("id", flat=True))

    @cached_property
    def _holders_by_level(self):
        found = {level: [] for level in LEVELS}
        for role in self.roles:
            duty = DUTIES[Role(role)]
            own = [self.organisation.id] if duty.holder in (Holder.ORGANISATION, Holder.WITH_CHILDREN) else []
            children = self._child_ids if duty.holder is Holder.WITH_CHILDREN else []
            for level in duty.levels:
                for holder in [*own, *children, self.id]:
                    if holder not in found[level]:
                        found[level].append(holder)
        return found

    def seats_at(self, level):
        return [f"{level}:{holder}" for holder in self._holders_by_level[level]]

    @cached_property
    def seats(self):
        return [seat for level in LEVELS for seat in self.seats_at(level)]

    @cached_property
    def holders(self):
        """The ids that hold what this person sees: organisations that give seats, and the own membership."""
        return list(dict.fromkeys(holder for level in LEVELS for holder in self._holders_by_level[level]))

    @cached_property
    def sight(self):
        own = (str(self.organisation.id),)
        return Sight(
            member=self.id,
            care=tuple(self.seats_at("care")),
            treatment=tuple(self.seats_at("treatment")),
            any=tuple(self.seats),
            supervises=own if any(DUTIES[Role(role)].supervises for role in self.roles) else (),
            oversight=own if any(DUTIES[Role(role)].oversight for role in self.roles) else (),
        )


class _Nobody:
    """No one signed in, or no hat chosen: sees no row, may nothing, is false."""

    id = membership = user = organisation = organisation_id = None
    roles = seats = holders = organisations = ()
    rights = frozenset()
    name = role_label = ""
    sight = Sight()

    def __bool__(self):
        return False

    def __str__(self):
        return ""

    def may(self, right):
        return False

    def seats_at(self, level):
        return []


nobody = _Nobody()
