from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "initiatives.applications"
    verbose_name = "Aanmeldingen als Koploper"

    def ready(self) -> None:
        from initiatives.applications import signals  # noqa: PLC0415 - needs models

        signals.connect()
