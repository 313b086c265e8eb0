"""Who a visitor can turn to: always a role, never a person's name."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index


class ContactRole(index.Indexed, models.Model):
    """A role that pages show as their contact block."""

    role = models.CharField("rol", max_length=80, unique=True, help_text="Nooit een naam.")
    text = models.CharField(
        "waarvoor", max_length=250, help_text="Wat kun je deze persoon vragen? Eén of twee zinnen."
    )
    email = models.EmailField("e-mailadres")
    phone = models.CharField("telefoonnummer", max_length=20, blank=True)

    panels = [FieldPanel("role"), FieldPanel("text"), FieldPanel("email"), FieldPanel("phone")]
    search_fields = [index.SearchField("role"), index.AutocompleteField("role")]

    class Meta:
        verbose_name = "contactrol"
        verbose_name_plural = "contactrollen"
        ordering = ["role"]

    def __str__(self) -> str:
        return self.role
