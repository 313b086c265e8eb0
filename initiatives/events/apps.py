from django.apps import AppConfig

from core import moments, rounds


class EventsConfig(AppConfig):
    name = "initiatives.events"
    verbose_name = "Bijeenkomsten"

    def ready(self) -> None:
        from initiatives.events import (  # noqa: PLC0415 - need models
            reminders,
            retention,
            services,
            signals,
        )

        signals.connect()
        rounds.register(services.lapse_overdue)
        rounds.register(reminders.remind)
        rounds.register(retention.forget)
        moments.register(signals.moments)
