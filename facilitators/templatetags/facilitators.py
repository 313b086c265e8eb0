"""What the templates of the Facilitators Pool can say. Use {% load facilitators %}."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from core import phones
from core.listing import Listing
from core.structured_data import script
from core.templatetags.aln import share_image
from facilitators import availability, deadlines
from facilitators.matching import Answers, FitGroup
from facilitators.models import FacilitatorPage, Profile
from facilitators.portraits import portrait_svg
from facilitators.shortlist import Shortlist
from facilitators.structured_data import facilitator

register = template.Library()


@register.simple_tag(takes_context=True)
def facilitator_data(context: Context) -> SafeString:
    return script(facilitator(context["page"], context["site_context"], share_image(context)))


@register.simple_tag
def pool_term(name: str) -> str:
    """Return how long something takes, by the name of a function of facilitators.deadlines."""
    return {
        "answer": deadlines.answer,
        "confirm": deadlines.confirm,
        "kept": deadlines.kept,
    }[name]()


@register.simple_tag
def portrait(page: FacilitatorPage) -> SafeString:
    return portrait_svg(page.pk or 0, page.hue, is_organisation=page.is_organisation)


register.filter("phone", phones.shown)


@register.filter
def availability_in_words(profile: Profile) -> str:
    return availability.in_words(profile)


@register.filter
def availability_tone(profile: Profile) -> str:
    return availability.tone(profile)


@register.filter
def by_fit(cards: Sequence[FacilitatorPage], answers: Answers) -> list[FitGroup]:
    return answers.groups(cards)


@register.filter
def list_address(listing: Listing, answers: Answers) -> str:
    """Return the address of this page of the list, up to where a shortlist can be added."""
    joint = "&" if "?" in listing.canonical_path else "?"
    given = f"{answers.query_string}&" if answers else ""
    return f"{listing.canonical_path}{joint}{given}"


@register.filter
def host(url: str) -> str:
    """Return what people call a website: its host without www."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.filter
def with_page(shortlist: Shortlist, page: FacilitatorPage) -> str:
    """Return the query string of the shortlist with this facilitator added."""
    return shortlist.query_with(page)


@register.filter
def without_page(shortlist: Shortlist, page: FacilitatorPage) -> str:
    return shortlist.query_without(page)
