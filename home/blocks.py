"""Blocks that only the home page has."""

from typing import Any

from wagtail import blocks

from core.models import Theme


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
