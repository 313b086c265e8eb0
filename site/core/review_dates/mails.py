"""What we write to the owner of pages that are due."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from core.letters import Button, Facts, Letter, Paragraph, Part, queue
from core.models import ReviewDate

KIND = "nakijken"
# What a mail names; the report has the rest.
MOST = 10


def address_of(page_key: int) -> str:
    return settings.SITE_URL + reverse("review_date", args=[page_key])


def ask(owner: Any, rows: Sequence[ReviewDate]) -> None:
    """Ask somebody to look at these pages, of which there is at least one, in one mail."""
    number = len(rows)
    if number == 1:
        title = rows[0].page.get_admin_display_title()
        subject = f"Klopt ‘{title}’ nog?"
        intro = f"De pagina ‘{title}’ staat op jouw naam. Wil je kijken of alles nog klopt?"
        button = Button("Bekijk de pagina", address_of(rows[0].pk))
    else:
        subject = f"Kloppen {number} pagina’s nog?"
        intro = f"Er staan {number} pagina’s op jouw naam. Wil je kijken of alles nog klopt?"
        query = f"eigenaar={owner.pk}&wanneer=te-laat"
        button = Button(
            "Bekijk de pagina’s", f"{settings.SITE_URL}{reverse('review_dates')}?{query}"
        )
    shown = rows[:MOST]
    lines = [
        (row.page.get_admin_display_title(), f"nakijken op {date_format(row.due_on, 'j F Y')}")
        for row in shown
    ]
    more = [Paragraph(f"En nog {number - MOST} andere.")] if number > MOST else []
    parts: list[Part] = [
        Paragraph(intro),
        *([Facts(lines)] if number > 1 else []),
        *more,
        button,
        Paragraph(
            "Klopt alles? Kies dan ‘Klopt nog’. Moet er iets anders, pas de pagina dan aan en "
            "publiceer. Daarna vragen we het pas over een jaar weer, of wanneer jij dat kiest."
        ),
    ]
    letter = Letter(subject, owner.first_name, parts)
    first = rows[0]
    key = f"review:{owner.pk}:{first.pk}:{first.due_on:%Y-%m-%d}"
    queue(letter, to=owner.email, kind=KIND, key=key)
