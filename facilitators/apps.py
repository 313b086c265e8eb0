from django.apps import AppConfig

from core import moments, rounds


class FacilitatorsConfig(AppConfig):
    name = "facilitators"
    verbose_name = "Facilitators Pool"

    def ready(self) -> None:
        from facilitators import anonymise, availability, photographs, signals, yearly_check  # noqa: PLC0415 - need models

        signals.connect()
        moments.register(availability.first_days)
        rounds.register(yearly_check.ask)
        rounds.register(yearly_check.pause_the_silent)
        rounds.register(anonymise.forget)
        rounds.register(photographs.tidy)
