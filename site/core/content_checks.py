"""What the content checker of Wagtail tells editors of a page: in Dutch, and never in their way.

Wagtail runs axe-core over the page and its preview, with rules of ours beside its own. How a piece
of the page is judged stands in static/core/admin/content_checks.js, under the same names. What an
editor cannot mend (our buttons, menus and frames) is not told to editors.
"""

import re
from pathlib import PurePath
from typing import Any

from wagtail.admin.userbar import ContentCheckerItem
from wagtail.documents import get_document_model
from wagtail.models import Page

from core.link_report.finding import links_of
from core.models import ThemedPage
from core.publication import lacking

# The part of the page that editors write.
TEXT = ["main"]
LARGE = 10 * 1024 * 1024  # bytes
LIKE_A_FILE = re.compile(r"[_\d-]")
LONGEST_SENTENCE = 25  # words (B1)
NOWHERE = "aln-nothing"  # no element of a page
# Rules of axe and Wagtail about what editors write.
OF_OTHERS = (
    "heading-order",
    "empty-heading",
    "empty-table-header",
    "link-name",
    "p-as-heading",
    "alt-text-quality",
    "empty-meta-description",
)
# Our rules: the name, on which elements, and what is said.
OURS = (
    (
        "aln-says-where",
        "a[href], button, h1, h2, h3, h4",
        "Zegt niet waar het heen gaat",
        "Schrijf wat iemand daar vindt, zoals ‘Lees de vier criteria’. Niet ‘klik hier’ of ‘lees "
        "meer’: wie een voorleeshulp gebruikt, hoort alleen deze woorden.",
    ),
    (
        "aln-short-sentences",
        ".rich-text p, .rich-text li, .lead",
        f"Een zin van meer dan {LONGEST_SENTENCE} woorden",
        "Maak er twee zinnen van. Dan leest iedereen makkelijker mee.",
    ),
    (
        "aln-alt-adds",
        "figure img[alt]",
        "De beschrijving is gelijk aan het bijschrift",
        "Een voorleeshulp leest nu twee keer hetzelfde. Beschrijf wat er op de foto te zien is.",
    ),
    (
        "aln-captions",
        ".video[data-without-captions] a",
        "Een video zonder ondertiteling of tekst",
        "Kies een video met ondertiteling en vink dat aan, of schrijf uit wat er gezegd wordt.",
    ),
    (
        "aln-large-document",
        "a[href]",
        "Een groot document",
        f"Groter dan {LARGE // 1024 // 1024} MB duurt lang op een telefoon. Maak het bestand "
        "kleiner, of zet de tekst op een pagina.",
    ),
    (
        "aln-named-document",
        "a[href]",
        "Een document zonder titel",
        "Bezoekers zien nu de naam van het bestand. Geef het bij Documenten een titel die zegt "
        "wat erin staat.",
    ),
    ("aln-complete", "h1", "Er ontbreekt nog iets", ""),
)
HEADINGS = {
    "heading-order": {
        "error_name": "Een tussenkop is overgeslagen",
        "help_text": "Zet onder de titel eerst een kop, en daaronder pas een kleine kop.",
    },
    "empty-heading": {
        "error_name": "Een lege kop",
        "help_text": "Schrijf er iets in, of haal het blok weg.",
    },
    "empty-table-header": {
        "error_name": "Een kolom zonder kop",
        "help_text": "Zet boven elke kolom wat erin staat.",
    },
    "link-name": {
        "error_name": "Een link zonder tekst",
        "help_text": "Schrijf wat iemand daar vindt.",
    },
    "p-as-heading": {
        "error_name": "Vette tekst als kop",
        "help_text": "Gebruik het blok Kop. Dan vindt iedereen de tekst terug.",
    },
    "alt-text-quality": {
        "error_name": "De beschrijving lijkt een bestandsnaam",
        "help_text": "Schrijf wat er op de afbeelding te zien is.",
    },
    "empty-meta-description": {
        "error_name": "Zoekmachines hebben geen omschrijving",
        "help_text": "Schrijf een inleiding, of vul bij Promoten een omschrijving in.",
    },
}


def set_up(item: ContentCheckerItem, page: Page | None) -> None:
    """Have the content checker look at what editors write on this page, by our rules and words."""
    missing = _missing(page)
    names = [name for name, *_ in OURS]
    rules = [
        {
            "id": name,
            "impact": "moderate",
            # The editor asks for each rule by name, whatever the preview lacks at that moment.
            "selector": selector if name != "aln-complete" or missing else NOWHERE,
            "tags": ["best-practice"],
            "any": [f"check-{name}"],
            "enabled": True,
        }
        for name, selector, *_ in OURS
    ]
    large, unnamed = _documents(page)
    options: dict[str, Any] = {
        "aln-short-sentences": {"words": LONGEST_SENTENCE},
        "aln-large-document": {"addresses": large},
        "aln-named-document": {"addresses": unnamed},
    }
    checks = [{"id": f"check-{name}", "options": options.get(name, {})} for name in names]
    said = {name: {"error_name": title, "help_text": text} for name, _, title, text in OURS}
    if missing:
        said["aln-complete"]["help_text"] = f"Vul nog in: {', '.join(missing)}."
    item.axe_include = TEXT
    item.axe_run_only = [*OF_OTHERS, *names]
    item.axe_custom_rules = [*ContentCheckerItem.axe_custom_rules, *rules]
    item.axe_custom_checks = [*ContentCheckerItem.axe_custom_checks, *checks]
    item.axe_messages = {**ContentCheckerItem.axe_messages, **HEADINGS, **said}


def _missing(page: Page | None) -> list[str]:
    """Return what a page with themes lacks, in the words of its form; its lead among it."""
    if not isinstance(page, ThemedPage):
        return []
    values = {
        "themes": page.themes.exists() if page.pk else page.theme_list,
        "all_themes": page.all_themes,
        "branches": page.branches.exists() if page.pk else page.branch_list,
        "all_branches": page.all_branches,
    }
    words = {"themes": "een thema", "branches": "een branche"}
    lead = [] if page.lead.strip() else ["de inleiding"]
    return [*lead, *(words[field] for field in lacking(values))]


def _documents(page: Page | None) -> tuple[list[str], list[str]]:
    """Return the addresses of the documents on a page that are large, and of those untitled."""
    keys = {link.document_key for link in links_of(page)} if page else set()
    documents = get_document_model().objects.filter(pk__in=keys - {None})
    large = [each.url for each in documents if (each.file_size or 0) > LARGE]
    return large, [each.url for each in documents if _is_file_name(each)]


def _is_file_name(document: Any) -> bool:
    """Tell whether a title is what a camera or scanner called the file: scan_0001, IMG-2.pdf."""
    title, name = document.title.strip().casefold(), document.filename.casefold()
    is_stem = title == PurePath(name).stem and bool(LIKE_A_FILE.search(title))
    return title in ("", name) or is_stem
