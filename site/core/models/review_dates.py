"""When a page is to be looked at again."""

from django.db import models
from wagtail.models import Page


class ReviewDate(models.Model):
    """The day on which the owner of a page says again whether it is still right.

    A row beside the page and no field of it: what is published again or put back from an old
    version must not bring an old day along, and one query finds every kind that is due.
    """

    class Every(models.IntegerChoices):
        """In how many months."""

        QUARTER = 3, "elke drie maanden"
        HALF_YEAR = 6, "elk half jaar"
        YEAR = 12, "elk jaar"
        TWO_YEARS = 24, "elke twee jaar"

    page = models.OneToOneField(
        Page, primary_key=True, on_delete=models.CASCADE, related_name="review_date"
    )
    every = models.PositiveSmallIntegerField("hoe vaak", choices=Every.choices, default=Every.YEAR)
    due_on = models.DateField("nakijken op", db_index=True)
    # The day on which the owner was asked; none since the page was last looked at.
    asked_on = models.DateField("gevraagd op", null=True, editable=False)

    class Meta:
        verbose_name = "datum om na te kijken"
        verbose_name_plural = "data om na te kijken"

    def __str__(self) -> str:
        return f"{self.page} nakijken op {self.due_on:%d-%m-%Y}"
