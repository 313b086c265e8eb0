from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Zoeken"

    def ready(self) -> None:
        # These need loaded models.
        from core import rounds  # noqa: PLC0415
        from search import fruitless, indexing, signals  # noqa: PLC0415

        signals.connect()
        rounds.register(indexing.mend)
        rounds.register(fruitless.forget_old)
