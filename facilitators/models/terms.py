"""The choices of a profile that editors extend themselves."""

from typing import Any, ClassVar

from django.db import models
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel
from wagtail.search import index


class Choice(index.Indexed, models.Model):
    """What methods and work forms have in common.

    The slug stays when the name changes: shared filters hold it, and forms that are open.
    """

    name = models.CharField("naam", max_length=80, unique=True)
    slug = models.SlugField("slug", max_length=80, unique=True, editable=False)
    active = models.BooleanField(
        "in gebruik",
        default=True,
        help_text="Zet dit uit en niemand kan het meer kiezen. Profielen die het al hebben, "
        "houden het.",
    )

    panels = [FieldPanel("name"), FieldPanel("active")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        taken = set(type(self).objects.values_list("slug", flat=True))
        slug = wanted = slugify(self.name)[:70] or str(self._meta.model_name)
        number = 2
        while slug in taken:
            slug, number = f"{wanted}-{number}", number + 1
        return slug


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
