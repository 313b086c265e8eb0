from django.apps import AppConfig
from django.conf import settings
from pi_heif import register_heif_opener

from core import error_reports
from core.form_fields import clean_every_field


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Kern"

    def ready(self) -> None:
        if settings.SENTRY_DSN:
            error_reports.start(settings.SENTRY_DSN, settings.VERSION, settings.SENTRY_ENVIRONMENT)
        clean_every_field()
        register_heif_opener()  # Pillow reads what telephones of Apple make
        # These need loaded models.
        from wagtail.admin.views.account import AvatarSettingsPanel  # noqa: PLC0415
        from wagtail.contrib.redirects.models import Redirect  # noqa: PLC0415
        from wagtail.models import ReferenceIndex  # noqa: PLC0415

        from core import (  # noqa: PLC0415
            background,
            cache_expiry,
            chosen,
            limits,
            lost_addresses,
            mail_retention,
            scheduled_jobs,
            signals,
            spreadsheets,
            uploads,
        )
        from core.link_report import checking, reading  # noqa: PLC0415
        from core.models import Branch, SiteSettings, Theme  # noqa: PLC0415
        from core.models.pages import expiries  # noqa: PLC0415
        from core.personal_data import own, retention  # noqa: F401, PLC0415
        from core.review_dates import services as review_dates  # noqa: PLC0415

        old_path = Redirect._meta.get_field("old_path")
        old_path.validators.append(lost_addresses.refuse_useless_redirect)
        uploads.guard_renditions()
        spreadsheets.export_as_dutch_excel_reads()
        # No page of ours shows the picture of an account, so nobody is asked for one.
        AvatarSettingsPanel.is_active = lambda panel: False
        # Wagtail counts pages and snippets by itself: here are menu and footer.
        ReferenceIndex.register_model(SiteSettings)
        signals.connect()
        chosen.connect(Branch, Theme)
        chosen.follow_in_every_form()
        cache_expiry.register(expiries)
        scheduled_jobs.register(background.take_back_stale_tasks)
        scheduled_jobs.register(background.forget_finished_tasks)
        scheduled_jobs.register(mail_retention.forget_old_mail)
        scheduled_jobs.register(limits.forget_what_is_over)
        scheduled_jobs.register(retention.forget_requests)
        scheduled_jobs.register(retention.forget_lines)
        scheduled_jobs.register(review_dates.give_days)
        scheduled_jobs.register(review_dates.ask_owners)
        reading.register(Branch, SiteSettings, Theme)
        scheduled_jobs.register(reading.read_due)
        scheduled_jobs.register(reading.forget_what_is_gone)
        scheduled_jobs.register(checking.ask_due)
