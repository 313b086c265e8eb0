"""The blocks of which editors build a text."""

from urllib.parse import urlsplit

from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage

from core.models.pages import ThemedPage, choosing, kinds
from core.models.taxonomy import Theme

# The headings under which the menu of blocks offers them.
TEXT, MEDIA, ONWARD = "Tekst", "Beeld en bestanden", "Verder lezen"

# The button that marks English words; core.wagtail_hooks makes it.
ENGLISH = "english"
TEXT_FEATURES = ["bold", "italic", ENGLISH, "link", "document-link", "ol", "ul"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        group = TEXT
        icon = "title"
        label = "Kop"
        template = "blocks/heading.html"
        help_text = "Een tussenkop. Lezers vinden er de tekst mee terug."


class SubheadingBlock(blocks.CharBlock):
    class Meta:
        group = TEXT
        icon = "title"
        label = "Kleine kop"
        template = "blocks/subheading.html"
        help_text = "Onder een gewone kop, nooit als eerste."


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **options):
        super().__init__(**{"features": TEXT_FEATURES, **options})

    class Meta:
        group = TEXT
        icon = "pilcrow"
        label = "Tekst"
        template = "blocks/paragraph.html"


class FigureBlock(blocks.StructBlock):
    image = ImageBlock(label="afbeelding")
    caption = blocks.CharBlock(label="bijschrift", required=False, max_length=200)

    class Meta:
        group = MEDIA
        icon = "image"
        label = "Afbeelding"
        label_format = "Afbeelding: {caption}"
        template = "blocks/figure.html"


def figures(body: blocks.StreamValue) -> list[tuple[AbstractImage, str]]:
    """Return the images of a text, each with its size in core.pictures."""
    return [
        (block.value["image"], "figure")
        for block in body
        if block.block_type == "image" and block.value["image"]
    ]


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="citaat", help_text="Zonder aanhalingstekens.", rows=3)
    attribution = blocks.CharBlock(
        label="wie zegt dit",
        required=False,
        max_length=120,
        help_text="Een rol, geen naam. Bijvoorbeeld: leercoach in een verpleeghuis.",
    )

    class Meta:
        group = TEXT
        icon = "openquote"
        label = "Citaat"
        label_format = "Citaat: {text}"
        template = "blocks/quote.html"


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label="soort",
        choices=[("tip", "Tip"), ("let-op", "Let op"), ("feit", "Feit")],
        default="tip",
    )
    heading = blocks.CharBlock(label="kop", max_length=80)
    text = blocks.RichTextBlock(label="tekst", features=TEXT_FEATURES)

    class Meta:
        group = TEXT
        icon = "help"
        label = "Kader"
        label_format = "Kader: {heading}"
        template = "blocks/callout.html"


class ButtonBlock(blocks.StructBlock):
    """A link that deserves to stand out: to a page of the site or an address elsewhere."""

    label = blocks.CharBlock(
        label="tekst", max_length=60, help_text="Zeg wat er gebeurt: ‘Lees de vier criteria’."
    )
    page = blocks.PageChooserBlock(label="pagina", required=False)
    url = blocks.URLBlock(label="of een webadres", required=False)

    class Meta:
        group = ONWARD
        icon = "link"
        label = "Knop"
        label_format = "Knop: {label}"
        template = "blocks/button.html"

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation and bool(value["page"]) == bool(value["url"]):
            raise blocks.StructBlockValidationError(
                {"page": ValidationError("Kies een pagina of vul een webadres in, niet allebei.")}
            )
        return value


class VideoLinkBlock(blocks.StructBlock):
    """A link to a video elsewhere. Nothing of the other site is loaded before the visitor goes."""

    title = blocks.CharBlock(label="titel", max_length=120)
    url = blocks.URLBlock(label="webadres")
    description = blocks.TextBlock(label="waar gaat het over", required=False, rows=2)
    duration = blocks.CharBlock(
        label="duur", required=False, max_length=30, help_text="Bijvoorbeeld: 4 minuten"
    )
    has_captions = blocks.BooleanBlock(label="de video heeft ondertiteling", required=False)
    transcript = blocks.TextBlock(
        label="uitgeschreven tekst",
        required=False,
        rows=4,
        help_text="Wat er gezegd wordt, voor wie de video niet hoort of niet kan afspelen.",
    )

    class Meta:
        group = MEDIA
        icon = "media"
        label = "Video (link)"
        label_format = "Video: {title}"
        template = "blocks/video_link.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["host"] = urlsplit(value["url"]).hostname
        return context


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(
        label="bijschrift", max_length=200, help_text="Zegt wat de tabel laat zien."
    )
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label="tekst", required=False)),
            ("number", blocks.DecimalBlock(label="getal", required=False)),
            ("rich_text", blocks.RichTextBlock(label="opgemaakte tekst", required=False)),
        ],
        label="tabel",
    )

    class Meta:
        group = MEDIA
        icon = "table"
        label = "Tabel"
        label_format = "Tabel: {caption}"
        template = "blocks/table.html"


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label="document")
    label = blocks.CharBlock(
        label="tekst",
        required=False,
        max_length=100,
        help_text="Laat leeg om de titel van het document te gebruiken.",
    )

    class Meta:
        group = MEDIA
        icon = "download"
        label = "Download"
        label_format = "Download: {label}"
        template = "blocks/download.html"


def theme_choices() -> list[tuple[str, str]]:
    """Return every theme, one out of use too: a block that names it must stay editable."""
    return [
        (term.slug, term.name if term.active else f"{term.name} (niet meer in gebruik)")
        for term in Theme.all_by_slug().values()
    ]


class ThemeChoiceBlock(blocks.ChoiceBlock):
    """One theme, kept by its slug; a former slug stands for the theme it became."""

    def to_python(self, value):
        return Theme.current_slug(value) or value if value else value

    def bulk_to_python(self, values):
        return [self.to_python(value) for value in values]

    def extract_references(self, value):
        """Tell Wagtail, so that the theme counts as used and cannot be deleted unseen."""
        if theme := Theme.all_by_slug().get(Theme.current_slug(value or "") or ""):
            yield Theme, str(theme.pk), "", ""


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of page that exist on this site; later kinds join by themselves."""
    return [(model._meta.label_lower, str(model._meta.verbose_name_plural)) for model in kinds()]


class PageListBlock(blocks.StructBlock):
    """A row of cards that keeps itself up to date: what is new or coming, of a kind or a theme."""

    heading = blocks.CharBlock(label="kop", max_length=80)
    kind = blocks.ChoiceBlock(label="soort", choices=kind_choices, required=False)
    theme = ThemeChoiceBlock(label="thema", choices=theme_choices, required=False)
    number = blocks.IntegerBlock(label="hoeveel", min_value=1, max_value=6, default=3)

    class Meta:
        group = ONWARD
        icon = "list-ul"
        label = "Lijst van pagina's"
        label_format = "Lijst: {heading}"
        template = "blocks/page_list.html"
        help_text = (
            "Vult zichzelf: met de nieuwste, en bij bijeenkomsten met wat er het eerst komt. "
            "Is er niets, dan zien bezoekers de lijst niet."
        )

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        pages = (apps.get_model(value["kind"]) if value["kind"] else ThemedPage).listed()
        if theme := Theme.all_by_slug().get(Theme.current_slug(value["theme"] or "") or ""):
            pages = pages.filter(choosing([theme]))
        if page := context.get("page"):
            pages = pages.exclude(pk=page.pk)
        return {**context, "cards": pages[: value["number"]].for_cards()}


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    subheading = SubheadingBlock()
    paragraph = ParagraphBlock()
    image = FigureBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    button = ButtonBlock()
    page_list = PageListBlock()
    video = VideoLinkBlock()
    table = TableBlock()
    download = DownloadBlock()

    class Meta:
        block_counts = {"page_list": {"max_num": 3}}
