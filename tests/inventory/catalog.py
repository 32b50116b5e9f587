"""What PostgreSQL itself says of tables, policies, privileges and functions."""

from django.apps import apps
from django.db import connection

OURS = {"privacy", "regions", "accounts", "cases", "companions", "treatment", "referrals", "reports", "basodara"}


def models():
    """Every model of ours with a table, those of the history apart."""
    every = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS and model._meta.managed
    ]
    tracked = [model for model in every if hasattr(model, "pgh_tracked_model")]
    return [model for model in every if model not in tracked], tracked


def select(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def about_clients():
    """The tables that hold a client's data: those from which foreign keys lead to a client, and the client itself."""
    plain, _events = models()
    found, more = {"cases.Client"}, True
    while more:
        fresh = {model._meta.label for model in plain if model._meta.label not in found and _targets(model) & found}
        found, more = found | fresh, bool(fresh)
    return [model for model in plain if model._meta.label in found]


def _targets(model):
    return {field.related_model._meta.label for field in model._meta.concrete_fields if field.related_model}
