from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Cases")

    def ready(self):
        from accounts import dependants
        from cases.dependants import clients_of
        from cases.notices import register_kinds

        register_kinds()
        dependants.register(clients_of)
