from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Inloggen"
    default = True

    def ready(self) -> None:
        # These need loaded models.
        from accounts import personal_data, second_factor, sessions  # noqa: F401, PLC0415
        from core import scheduled_jobs  # noqa: PLC0415

        sessions.connect()
        second_factor.connect()
        scheduled_jobs.register(sessions.forget_what_is_over)


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's accounts and groups, with forms that give nobody more than their editor has."""

    default = False
    user_viewset = "accounts.users.UserViewSet"
    group_viewset = "accounts.users.GroupViewSet"
