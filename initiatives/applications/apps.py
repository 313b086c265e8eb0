from django.apps import AppConfig

from core import rounds


class ApplicationsConfig(AppConfig):
    name = "initiatives.applications"
    verbose_name = "Aanmeldingen als Koploper"

    def ready(self) -> None:
        from initiatives.applications import consulting, signals  # noqa: PLC0415 - need models

        signals.connect()
        rounds.register(consulting.remind_the_silent)
