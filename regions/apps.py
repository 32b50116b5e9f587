"""The regions room: areas from province to kelurahan, and matching of what people type."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RegionsConfig(AppConfig):
    name = "regions"
    verbose_name = _("Regions")

    def ready(self):
        from regions.loading import load_after_migrate

        post_migrate.connect(load_after_migrate, sender=self)
