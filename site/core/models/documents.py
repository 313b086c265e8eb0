"""The names under which documents were served before."""

from typing import ClassVar

from django.db import models
from wagtail.documents import get_document_model_string


class FormerDocumentName(models.Model):
    """A file name that a document had: its address was mailed around and printed."""

    document = models.ForeignKey(
        get_document_model_string(), on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField("bestandsnaam", max_length=255)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "vroegere bestandsnaam"
        verbose_name_plural = "vroegere bestandsnamen"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("document", "name", name="formerdocumentname_once"),
        ]

    def __str__(self) -> str:
        return self.name
