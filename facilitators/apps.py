from django.apps import AppConfig

from core import cache_expiry, scheduled_jobs


class FacilitatorsConfig(AppConfig):
    name = "facilitators"
    verbose_name = "Facilitators Pool"

    def ready(self) -> None:
        from facilitators import (  # noqa: F401, PLC0415 - need models
            anonymise,
            availability,
            personal_data,
            photographs,
            signals,
            yearly_check,
        )

        signals.connect()
        cache_expiry.register(availability.first_days)
        scheduled_jobs.register(yearly_check.ask)
        scheduled_jobs.register(yearly_check.pause_the_silent)
        scheduled_jobs.register(anonymise.forget)
        scheduled_jobs.register(photographs.tidy)
