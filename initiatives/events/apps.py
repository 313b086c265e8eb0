from django.apps import AppConfig

from core import cache_expiry, scheduled_jobs, search_names, top_tasks


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
        from initiatives.events.search_names import towns  # noqa: PLC0415 - needs models
        from initiatives.events.top_tasks import TOP_TASKS  # noqa: PLC0415 - needs models

        signals.connect()
        top_tasks.register(TOP_TASKS)
        search_names.register("plaats", towns)
        scheduled_jobs.register(places.lapse_overdue)
        scheduled_jobs.register(reminders.remind)
        scheduled_jobs.register(retention.forget)
        cache_expiry.register(signals.moments)
