"""Pages about people: signing in and out, one's own account, notices, users and invitations."""
