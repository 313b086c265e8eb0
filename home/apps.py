from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Home en vaste pagina's"

    def ready(self) -> None:
        from home import personal_data  # noqa: F401, PLC0415 - needs models
