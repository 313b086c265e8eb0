from django.apps import AppConfig

from core import cache_expiry, scheduled_jobs, search_names, top_tasks


class FacilitatorsConfig(AppConfig):
    name = "facilitators"
    verbose_name = "Facilitators Pool"

    def ready(self) -> None:
        # These need models.
        from core import chosen  # noqa: PLC0415
        from facilitators import (  # noqa: F401, PLC0415
            anonymise,
            availability,
            personal_data,
            photographs,
            signals,
            yearly_check,
        )
        from facilitators.models import Method, WorkForm  # noqa: PLC0415
        from facilitators.search_names import methods  # noqa: PLC0415
        from facilitators.term_use import pages_using  # noqa: PLC0415
        from facilitators.top_tasks import TOP_TASKS  # noqa: PLC0415

        signals.connect()
        top_tasks.register(TOP_TASKS)
        search_names.register("methodiek", methods)
        chosen.connect(Method, WorkForm, users=pages_using)
        cache_expiry.register(availability.first_days)
        scheduled_jobs.register(yearly_check.ask)
        scheduled_jobs.register(yearly_check.pause_the_silent)
        scheduled_jobs.register(anonymise.forget)
        scheduled_jobs.register(photographs.tidy)
