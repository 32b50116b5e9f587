"""What companionship adds to each role's home page."""


def sections(actor):
    """[cases.registry.Section] for this person."""
    return []
