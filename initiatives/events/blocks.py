"""The programme of a meeting."""

from wagtail import blocks


class ProgrammeItemBlock(blocks.StructBlock):
    time = blocks.TimeBlock(label="tijd")
    title = blocks.CharBlock(label="onderdeel", max_length=120)
    text = blocks.TextBlock(label="toelichting", required=False, max_length=400, rows=2)

    class Meta:
        icon = "time"
        label = "Onderdeel"


class ProgrammeBlock(blocks.StreamBlock):
    item = ProgrammeItemBlock()
