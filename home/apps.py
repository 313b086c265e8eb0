from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Home en vaste pagina's"

    def ready(self) -> None:
        from core import top_tasks  # noqa: PLC0415
        from home import personal_data  # noqa: F401, PLC0415 - needs models
        from home.top_tasks import TOP_TASKS  # noqa: PLC0415 - needs models

        top_tasks.register(TOP_TASKS)
