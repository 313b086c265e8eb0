from django.apps import AppConfig

from core import rounds


class ApplicationsConfig(AppConfig):
    name = "initiatives.applications"
    verbose_name = "Aanmeldingen als Koploper"

    def ready(self) -> None:
        from initiatives.applications.consultation import (  # noqa: PLC0415 - need models
            advice_requests,
            signals,
        )
        from initiatives.applications.retention import (  # noqa: PLC0415 - need models
            anonymise,
            lapsing,
        )

        signals.connect()
        rounds.register(advice_requests.remind_the_silent)
        rounds.register(lapsing.warn)
        rounds.register(lapsing.lapse)
        rounds.register(anonymise.forget)
