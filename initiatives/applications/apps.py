from django.apps import AppConfig

from core import scheduled_jobs, top_tasks


class ApplicationsConfig(AppConfig):
    name = "initiatives.applications"
    verbose_name = "Aanmeldingen als Koploper"

    def ready(self) -> None:
        from initiatives.applications.consultation import (  # noqa: PLC0415 - need models
            advice_requests,
            signals,
        )
        from initiatives.applications.retention import (  # noqa: F401, PLC0415 - need models
            anonymise,
            lapsing,
            personal_data,
        )
        from initiatives.applications.top_tasks import TOP_TASKS  # noqa: PLC0415 - as the others

        signals.connect()
        top_tasks.register(TOP_TASKS)
        scheduled_jobs.register(advice_requests.remind_the_silent)
        scheduled_jobs.register(lapsing.warn)
        scheduled_jobs.register(lapsing.lapse)
        scheduled_jobs.register(anonymise.forget)
