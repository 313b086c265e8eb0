from django.apps import AppConfig

from core import rounds


class ApplicationsConfig(AppConfig):
    name = "initiatives.applications"
    verbose_name = "Aanmeldingen als Koploper"

    def ready(self) -> None:
        from initiatives.applications import (  # noqa: PLC0415 - need models
            consulting,
            lapsing,
            retention,
            signals,
        )

        signals.connect()
        rounds.register(consulting.remind_the_silent)
        rounds.register(lapsing.warn)
        rounds.register(lapsing.lapse)
        rounds.register(retention.forget)
