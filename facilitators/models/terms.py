"""The choices of a profile that editors extend themselves."""

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index


class Choice(index.Indexed, models.Model):
    """What methods and work forms have in common."""

    name = models.CharField("naam", max_length=80, unique=True)
    slug = models.SlugField("slug", max_length=80, unique=True)
    active = models.BooleanField(
        "in gebruik",
        default=True,
        help_text="Zet dit uit en niemand kan het meer kiezen. Profielen die het al hebben, "
        "houden het.",
    )

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("active")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Method(Choice):
    """A way of working, such as Socratisch gesprek."""

    class Meta(Choice.Meta):
        verbose_name = "methodiek"
        verbose_name_plural = "methodieken"


class WorkForm(Choice):
    """The form of a session, such as Werksessie."""

    class Meta(Choice.Meta):
        verbose_name = "werkvorm"
        verbose_name_plural = "werkvormen"
