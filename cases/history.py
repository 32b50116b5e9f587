"""How changes of a client's data are kept: a trigger copies the row as it was, with who changed it and when."""

import pghistory


def keeps_versions(**options):
    """Track updates of a model: each event row is the version that was replaced. Rows are never deleted."""
    return pghistory.track(
        pghistory.UpdateEvent(row=pghistory.Old, **options.pop("event", {})),
        context_field=pghistory.ContextJSONField(),
        context_id_field=pghistory.ContextUUIDField(),
        **options,
    )
