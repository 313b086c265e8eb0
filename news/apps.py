from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Nieuws"

    def ready(self) -> None:
        from news import personal_data  # noqa: F401, PLC0415 - needs models
