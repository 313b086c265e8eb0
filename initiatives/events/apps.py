from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "initiatives.events"
    verbose_name = "Bijeenkomsten"

    def ready(self) -> None:
        from initiatives.events import signals  # noqa: PLC0415 - signals need loaded models

        signals.connect()
