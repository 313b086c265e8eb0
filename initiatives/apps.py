from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Koplopers"

    def ready(self) -> None:
        from initiatives import signals  # noqa: PLC0415 - needs models

        signals.connect()
