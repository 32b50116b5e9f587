"""What the client page says of companionship."""


def of_client(actor, client):
    """[cases.registry.Section] for the client page."""
    return []
