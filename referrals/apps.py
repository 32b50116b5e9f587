from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "referrals"
    verbose_name = _("referrals")

    def ready(self):
        from referrals import notices, signing_up

        notices.register_kinds()
        signing_up.sign_up()
