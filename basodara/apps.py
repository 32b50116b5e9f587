from django.apps import AppConfig


class BasodaraConfig(AppConfig):
    name = "basodara"

    def ready(self):
        from basodara import checks  # noqa: F401, registers them
