from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompanionsConfig(AppConfig):
    name = "companions"
    verbose_name = _("companionship")

    def ready(self):
        from companions import notices, signing_up

        notices.register_kinds()
        signing_up.sign_up()
