"""The least a Django page costs here: session, user, template, one query. What ours cost is told against it."""
