from django.apps import AppConfig

from core import moments


class FacilitatorsConfig(AppConfig):
    name = "facilitators"
    verbose_name = "Facilitators Pool"

    def ready(self) -> None:
        from facilitators import availability, signals  # noqa: PLC0415 - need models

        signals.connect()
        moments.register(availability.first_days)
