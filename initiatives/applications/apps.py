from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "initiatives.applications"
    verbose_name = "Aanmeldingen als Koploper"
