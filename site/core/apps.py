from django.apps import AppConfig

from core.form_fields import clean_every_field


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Kern"

    def ready(self) -> None:
        clean_every_field()
        # These need loaded models.
        from core import background, limits, mail_retention, moments, rounds, signals  # noqa: PLC0415
        from core.models.pages import expiries  # noqa: PLC0415

        signals.connect()
        moments.register(expiries)
        rounds.register(background.take_back_stale_tasks)
        rounds.register(background.forget_finished_tasks)
        rounds.register(mail_retention.forget_old_mail)
        rounds.register(limits.forget_what_is_over)
