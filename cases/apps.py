from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Cases")

    def ready(self):
        from accounts import dependants
        from cases.dependants import clients_of
        from cases.notices import register_kinds
        from cases.service_kinds import load_kinds_after_migrate

        post_migrate.connect(load_kinds_after_migrate, sender=self)
        register_kinds()
        dependants.register(clients_of)
