from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Zoeken"

    def ready(self) -> None:
        # These need loaded models.
        from core import scheduled_jobs  # noqa: PLC0415
        from search import indexing, personal_data, signals, zero_results  # noqa: F401, PLC0415

        signals.connect()
        scheduled_jobs.register(indexing.mend)
        scheduled_jobs.register(zero_results.forget_old)
