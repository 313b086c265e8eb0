"""Generates facilitators by the thousand, to measure the Pool when it is large."""

import random
import uuid
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from core import generation, text_normalisation
from core.models import Branch, MeetingRegion, Theme
from core.sorting import sort_key
from facilitators.choices import Availability, Deployment, GroupSize, HelpQuestion, Kind, Level
from facilitators.models import FacilitatorIndexPage, FacilitatorPage, Method, Profile

CHOICES = {
    "kinds": Kind.values,
    "help_questions": HelpQuestion.values,
    "levels": Level.values,
    "group_sizes": GroupSize.values,
    "deployments": Deployment.values,
    "regions": MeetingRegion.values,
}
TEXT = "Begeleidt teams in zorg en welzijn die samen iets willen proberen en daarvan willen leren. "


@transaction.atomic
def fill(number: int) -> None:
    """Add published facilitators until there are `number`, always the same ones."""
    chance = random.Random(number)  # noqa: S311 - not for secrets
    index = FacilitatorIndexPage.objects.get()
    last = index.get_children().order_by("-path").first()
    step = int(last.path[-Page.steplen :], 36) if last else 0
    missing = number - FacilitatorPage.objects.published().count()
    pages = Page.objects.bulk_create(
        _page(index, step + 1 + nth, chance) for nth in range(max(0, missing))
    )
    index.numchild += len(pages)
    index.save(update_fields=["numchild"])
    with connection.cursor() as cursor:
        _copy(cursor, pages, chance)
    Profile.objects.bulk_create(
        Profile(
            page_id=page.pk,
            state=Profile.State.PUBLISHED,
            email=f"{page.slug}@voorbeeld.example",
            availability=chance.choice(Availability.values),
        )
        for page in pages
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    generation.raise_number()


def _page(index: FacilitatorIndexPage, step: int, chance: random.Random) -> Page:
    name = f"Bureau {uuid.UUID(int=chance.getrandbits(128)).hex[:8]}"
    slug = name.lower().replace(" ", "-")
    now = timezone.now()
    return Page(
        title=name,
        draft_title=name,
        slug=slug,
        path=Page._get_path(index.path, index.depth + 1, step),
        depth=index.depth + 1,
        url_path=f"{index.url_path}{slug}/",
        content_type=ContentType.objects.get_for_model(FacilitatorPage),
        locale_id=index.locale_id,
        first_published_at=now,
        last_published_at=now,
    )


def _copy(cursor: Any, pages: list[Page], chance: random.Random) -> None:
    """Write the tables behind a FacilitatorPage that bulk_create cannot: it has parents."""
    today = timezone.localdate()
    with cursor.copy(
        "COPY core_themedpage (page_ptr_id, lead, listing_image_alt, all_themes, all_branches,"
        " listed_on, kicker) FROM STDIN"
    ) as copy:
        for page in pages:
            copy.write_row((page.pk, TEXT, "", False, False, today, "Facilitator"))
    with cursor.copy(
        "COPY facilitators_facilitatorpage (themedpage_ptr_id, is_organisation, first_name, infix,"
        f" last_name, sort_name, found_by, other_method, experience, {', '.join(CHOICES)})"
        " FROM STDIN"
    ) as copy:
        for page in pages:
            picked = [_some(values, chance) for values in CHOICES.values()]
            found_by = text_normalisation.plain(f"{page.title} {TEXT * 4}")
            row = (page.pk, True, "", "", "", sort_key(page.title), found_by, "", TEXT * 3)
            copy.write_row((*row, *picked))
    for table, keys in (
        ("core_themedpage_themes (themedpage_id, theme_id)", Theme),
        ("core_themedpage_branches (themedpage_id, branch_id)", Branch),
        ("facilitators_facilitatorpage_methods (facilitatorpage_id, method_id)", Method),
    ):
        terms = list(keys.objects.values_list("pk", flat=True))
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for page in pages:
                for key in _some(terms, chance):
                    copy.write_row((page.pk, key))


def _some(values: list[Any], chance: random.Random) -> list[Any]:
    return chance.sample(values, chance.randint(1, 3))
