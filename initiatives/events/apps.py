from django.apps import AppConfig

from core import rounds


class EventsConfig(AppConfig):
    name = "initiatives.events"
    verbose_name = "Bijeenkomsten"

    def ready(self) -> None:
        from initiatives.events import retention, signals  # noqa: PLC0415 - need models

        signals.connect()
        rounds.register(retention.forget)
