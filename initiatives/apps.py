from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Koplopers"

    def ready(self) -> None:
        # These need models.
        from core import chosen  # noqa: PLC0415
        from core import search_names as names_for_search  # noqa: PLC0415
        from core.link_report import reading  # noqa: PLC0415
        from initiatives import personal_data, search_names, signals  # noqa: F401, PLC0415
        from initiatives.in_use import users_of  # noqa: PLC0415
        from initiatives.models import EmployerOrganisation, LabourMarketRegion  # noqa: PLC0415

        signals.connect()
        reading.register(EmployerOrganisation)
        chosen.connect(EmployerOrganisation, LabourMarketRegion, users=users_of)
        names_for_search.register("regio", search_names.regions)
        names_for_search.register("plaats", search_names.towns)
        names_for_search.register("werkgeversorganisatie", search_names.employers)
