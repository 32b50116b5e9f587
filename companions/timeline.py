"""What a client's timeline says of companionship."""


def assignments(client, before, limit):
    """Entries: assigned, ended, the client's word."""
    return []
