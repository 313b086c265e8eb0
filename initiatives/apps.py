from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Koplopers"

    def ready(self) -> None:
        from initiatives import personal_data, signals  # noqa: F401, PLC0415 - need models

        signals.connect()
