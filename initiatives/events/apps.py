from django.apps import AppConfig

from core import cache_expiry, scheduled_jobs


class EventsConfig(AppConfig):
    name = "initiatives.events"
    verbose_name = "Bijeenkomsten"

    def ready(self) -> None:
        from initiatives.events import (  # noqa: F401, PLC0415 - need models
            personal_data,
            places,
            reminders,
            retention,
            signals,
        )

        signals.connect()
        scheduled_jobs.register(places.lapse_overdue)
        scheduled_jobs.register(reminders.remind)
        scheduled_jobs.register(retention.forget)
        cache_expiry.register(signals.moments)
