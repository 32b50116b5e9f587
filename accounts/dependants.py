"""Who would be left with nobody if this member went: packages above say so before access or a role ends."""

_askers = []


def register(asker):
    """`asker(membership, roles_left)` gives a sentence that says who depends on the member, or "" when nobody does."""
    _askers.append(asker)


def sentences(membership, roles_left=()):
    """What stands against it, as sentences; [] when the member may go. `roles_left` are those that would stay."""
    return [sentence for asker in _askers if (sentence := asker(membership, list(roles_left)))]
