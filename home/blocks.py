"""Blocks that only the home page has, and those that only the pages with a fixed place have."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from core import site_context
from core.blocks.body import BodyBlock
from core.models import Theme
from core.personal_data import registry


class LineBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label="kop", max_length=80)
    text = blocks.TextBlock(label="tekst", rows=3)


class LinesBlock(blocks.StructBlock):
    """What the programme works on, as a row of short texts."""

    heading = blocks.CharBlock(label="kop", max_length=80)
    lines = blocks.ListBlock(LineBlock(label="actielijn"), label="actielijnen", max_num=4)

    class Meta:
        icon = "list-ol"
        label = "Actielijnen"
        template = "home/blocks/lines.html"


class ThemesBlock(blocks.StructBlock):
    """Every theme in use, each a link to its page."""

    heading = blocks.CharBlock(label="kop", max_length=80)

    class Meta:
        icon = "tag"
        label = "Thema's"
        template = "home/blocks/themes.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        return {**context, "themes": [term for term in Theme.all_by_slug().values() if term.active]}


class CallToActionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label="kop", max_length=80)
    text = blocks.TextBlock(label="tekst", rows=3)
    label = blocks.CharBlock(label="tekst op de knop", max_length=40)
    page = blocks.PageChooserBlock(label="knop gaat naar")

    class Meta:
        icon = "pick"
        label = "Oproep"
        template = "home/blocks/call_to_action.html"


STATEMENT = "Verklaringen"


class KeptDataBlock(blocks.StaticBlock):
    """What the site keeps of people, made of what its apps declare: it promises nothing else."""

    class Meta:
        group = STATEMENT
        icon = "lock"
        label = "Wat we van mensen bewaren"
        admin_text = "Hier staan alle gegevens die de website bewaart, waarvoor, op "
        admin_text += "welke grond en hoelang. De website maakt dit zelf: het klopt dus altijd."
        template = "home/blocks/kept_data.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        kinds = [one for one in registry.declarations() if one.is_of_visitors]
        return {**super().get_context(value, parent_context), "kinds": kinds}


# The statuses of the Dutch register, in its own words (Besluit digitale toegankelijkheid overheid).
STATUSES = [
    ("A", "voldoet volledig"),
    ("B", "voldoet gedeeltelijk"),
    ("C", "eerste maatregelen genomen"),
    ("D", "voldoet niet"),
    ("E", "geen toegankelijkheidsverklaring"),
]
# What nobody may say without a complete and independent test.
TESTED = ("A", "B")


class AccessibilityStatusBlock(blocks.StructBlock):
    """The formal part of the accessibility statement, with the parts of the Dutch model."""

    status = blocks.ChoiceBlock(label="status", choices=STATUSES, default="C")
    researched_on = blocks.DateBlock(
        label="onderzocht op",
        required=False,
        help_text="De dag van het laatste volledige onderzoek door een onafhankelijk bureau.",
    )
    report = blocks.URLBlock(label="webadres van het onderzoek", required=False)
    register = blocks.URLBlock(
        label="webadres in het register",
        help_text="Van deze verklaring op toegankelijkheidsverklaring.nl.",
    )
    updated_on = blocks.DateBlock(label="bijgewerkt op")
    signed_by = blocks.CharBlock(
        label="ondertekend door", max_length=120, help_text="Een functie, geen naam."
    )

    class Meta:
        group = STATEMENT
        icon = "check"
        label = "Status van de toegankelijkheid"
        template = "home/blocks/accessibility_status.html"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation or value["status"] not in TESTED:
            return value
        why = "Deze status mag pas na een volledig onderzoek. Vul in wanneer dat was."
        link = "Deze status mag pas na een volledig onderzoek. Vul het webadres ervan in."
        wrong = {
            name: ValidationError(sentence)
            for name, sentence in (("researched_on", why), ("report", link))
            if not value[name]
        }
        if wrong:
            raise blocks.StructBlockValidationError(wrong)
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        said = dict(STATUSES).get(value["status"], "")
        context = super().get_context(value, parent_context)
        return {**context, "said": said, "site": site_context.read()}


class FixedPageBlock(BodyBlock):
    """What the pages with a fixed place are built of."""

    kept_data = KeptDataBlock()
    accessibility_status = AccessibilityStatusBlock()

    class Meta:
        block_counts = {
            "page_list": {"max_num": 3},
            "kept_data": {"max_num": 1},
            "accessibility_status": {"max_num": 1},
        }
