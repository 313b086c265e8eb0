from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Kern"

    def ready(self) -> None:
        from core import signals  # noqa: PLC0415 - signals need loaded models

        signals.connect()
