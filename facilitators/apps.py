from django.apps import AppConfig

from core import moments, rounds


class FacilitatorsConfig(AppConfig):
    name = "facilitators"
    verbose_name = "Facilitators Pool"

    def ready(self) -> None:
        from facilitators import (  # noqa: PLC0415 - need models
            availability,
            photographs,
            retention,
            signals,
            yearly,
        )

        signals.connect()
        moments.register(availability.first_days)
        rounds.register(yearly.ask)
        rounds.register(yearly.pause_the_silent)
        rounds.register(retention.forget)
        rounds.register(photographs.tidy)
