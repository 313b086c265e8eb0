"""The links that editors wrote, and what was found of them."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page


class LinkReading(models.Model):
    """Something with links in it, and when those were read: a page, or a record such as a theme."""

    source = models.CharField(max_length=80, primary_key=True)  # "wagtailcore.page:12"
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    key = models.PositiveBigIntegerField()
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "gelezen links"

    def __str__(self) -> str:
        return self.source


class ExternalAddress(models.Model):
    """An address elsewhere, once however often it is linked to, and what it answered last."""

    class Problem(models.TextChoices):
        NONE = "", "Werkt"
        GONE = "weg", "De pagina bestaat niet meer"
        NO_HOST = "geen-site", "Deze website bestaat niet"
        NO_ANSWER = "geen-antwoord", "De website geeft geen antwoord"
        ERROR = "fout", "De website geeft een foutmelding"
        CERTIFICATE = "certificaat", "De beveiliging van de website klopt niet"
        NOWHERE = "rondje", "Het adres stuurt steeds door en komt nergens aan"
        NOT_PUBLIC = "niet-openbaar", "Dit is geen openbaar webadres"

    url = models.URLField("webadres", max_length=1000, unique=True)
    host = models.CharField(max_length=253, db_index=True)
    problem = models.CharField(max_length=20, choices=Problem.choices, blank=True)
    # How many times in a row it did not work; a site that is away for an evening is not broken.
    failures = models.PositiveSmallIntegerField(default=0)
    is_broken = models.BooleanField(default=False)
    checked_at = models.DateTimeField("gecontroleerd op", null=True)
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "webadres elders"

    def __str__(self) -> str:
        return self.url


class LinkedHost(models.Model):
    """A host of others: what its robots.txt said, and until when we leave it alone."""

    host = models.CharField(max_length=253, primary_key=True)
    robots = models.TextField(blank=True)
    robots_at = models.DateTimeField(null=True)
    silent_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "website elders"

    def __str__(self) -> str:
        return self.host


class FoundLink(models.Model):
    """One link in what visitors see: where it stands, what it says and where it leads."""

    class Problem(models.TextChoices):
        """What is wrong with a link by itself; of its target, the report asks when it is shown."""

        NONE = "", "–"
        NOTHING_THERE = "niets", "Op dit adres van de site staat niets"
        NO_ANCHOR = "anker", "De kop waar de link heen gaat, is er niet"

    reading = models.ForeignKey(LinkReading, on_delete=models.CASCADE, related_name="links")
    field = models.CharField(max_length=60)
    where = models.CharField("waar", max_length=120)
    block = models.CharField(max_length=40, blank=True)
    words = models.CharField("tekst", max_length=200, blank=True)
    address = models.CharField("adres", max_length=1000, blank=True)
    page_key = models.PositiveBigIntegerField(null=True, db_index=True)
    document_key = models.PositiveBigIntegerField(null=True)
    external = models.ForeignKey(
        ExternalAddress, null=True, on_delete=models.CASCADE, related_name="links"
    )
    problem = models.CharField(max_length=10, choices=Problem.choices, blank=True)

    class Meta:
        verbose_name = "link"

    def __str__(self) -> str:
        return self.words or self.address
