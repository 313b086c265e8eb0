from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Inloggen"

    def ready(self) -> None:
        # These need loaded models.
        from accounts import personal_data, second_factor, sessions  # noqa: F401, PLC0415
        from core import scheduled_jobs  # noqa: PLC0415

        sessions.connect()
        second_factor.connect()
        scheduled_jobs.register(sessions.forget_what_is_over)
