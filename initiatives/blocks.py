"""The blocks in which the Koplopernetwerk explains itself, beside those of any text."""

from typing import Any

from wagtail import blocks

from core.blocks.body import BodyBlock
from initiatives.choices import Criterion
from initiatives.models.regions import EmployerOrganisation

GROUP = "Koplopernetwerk"


class CriteriaBlock(blocks.StaticBlock):
    """The four criteria; their words are those of the application form."""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        return {**super().get_context(value, parent_context), "criteria": list(Criterion)}

    def get_searchable_content(self, value: Any) -> list[str]:
        return [f"{criterion.label}: {criterion.explanation}" for criterion in Criterion]

    class Meta:
        group = GROUP
        icon = "check"
        label = "De vier criteria"
        admin_text = "Hier staan de vier criteria met hun uitleg. Het zijn dezelfde woorden als in "
        admin_text += "het aanmeldformulier; daarom kun je ze hier niet veranderen."
        template = "initiatives/blocks/criteria.html"


class StepBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label="kop", max_length=80)
    text = blocks.RichTextBlock(label="tekst", features=["bold", "italic", "link", "ul"])


class StepsBlock(blocks.ListBlock):
    """What happens one after the other, numbered."""

    def __init__(self, **options: Any) -> None:
        super().__init__(StepBlock(label="Stap"), **options)

    class Meta:
        group = GROUP
        icon = "list-ol"
        label = "Stappen"
        template = "initiatives/blocks/steps.html"


class WaysInBlock(blocks.StructBlock):
    """How an initiative gets into the network. The buttons know where they lead."""

    form = blocks.TextBlock(
        label="met het formulier",
        rows=2,
        default="Vertel over het initiatief in zes stappen. Dat kost ongeveer twintig minuten. "
        "Je kunt tussendoor stoppen. We bewaren je antwoorden.",
    )
    organisation = blocks.TextBlock(
        label="via de werkgeversorganisatie",
        rows=2,
        default="De werkgeversorganisatie in je regio kent de initiatieven en het regionale plan. "
        "Zij geven jullie initiatief aan ons door.",
    )
    talk = blocks.TextBlock(
        label="eerst praten",
        rows=2,
        default="Twijfel je of jullie ver genoeg zijn? Bespreek het met een adviseur, voordat je "
        "iets invult.",
    )
    nominate = blocks.TextBlock(
        label="een initiatief van anderen",
        rows=2,
        default="Ken je een initiatief dat erbij hoort? Draag het voor. Vraag het wel eerst aan de "
        "mensen die ermee begonnen.",
    )

    class Meta:
        group = GROUP
        icon = "arrow-right"
        label = "Zo doe je mee"
        template = "initiatives/blocks/ways_in.html"


class EmployersBlock(blocks.StaticBlock):
    """Every employer organisation in use, with where it works."""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        organisations = EmployerOrganisation.objects.active()
        return {**super().get_context(value, parent_context), "organisations": organisations}

    def get_searchable_content(self, value: Any) -> list[str]:
        return [f"{one.name}: {one.area}" for one in EmployerOrganisation.objects.active()]

    class Meta:
        group = GROUP
        icon = "group"
        label = "De werkgeversorganisaties"
        admin_text = "Hier staan alle werkgeversorganisaties die in gebruik zijn. Je beheert ze "
        admin_text += "onder Koplopers."
        template = "initiatives/blocks/employers.html"


class NetworkBlock(BodyBlock):
    criteria = CriteriaBlock()
    steps = StepsBlock()
    ways_in = WaysInBlock()
    employers = EmployersBlock()

    class Meta:
        block_counts = {
            "page_list": {"max_num": 3},
            "criteria": {"max_num": 1},
            "ways_in": {"max_num": 1},
            "employers": {"max_num": 1},
        }
