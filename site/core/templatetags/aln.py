"""What the templates of this site can say. Available everywhere without {% load %}."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.blocks import StreamValue
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from core import covers, dead_links, pictures, pressable, structured_data, times
from core.facets import THEMES
from core.listing import Listing
from core.models import Term, Theme, ThemedPage
from core.site_context import Link

register = template.Library()


@register.simple_tag
def day(date: datetime.date, form: str = "short") -> SafeString:
    """Print a date: 26 maart 2019, or with form "long" dinsdag 26 maart 2019."""
    words = date_format(date, "l j F Y" if form == "long" else "j F Y")
    return format_html('<time datetime="{}">{}</time>', date.strftime("%Y-%m-%d"), words)


@register.filter
def clock(moment: datetime.datetime | datetime.time) -> str:
    """Print a time: 9.30."""
    if isinstance(moment, datetime.time):
        return times.clock_time(moment)
    return times.clock(moment)


@register.filter
def without_dead_links(html: str) -> SafeString:
    """Print a text of editors, made safe by Wagtail, with plain words for links to nowhere."""
    return mark_safe(dead_links.without_dead_links(html))


@register.filter
def until(moment: datetime.datetime) -> str:
    return times.until(moment)


@register.filter
def since(moment: datetime.datetime) -> str:
    return times.since(moment)


@register.simple_tag
def hours(start: datetime.datetime, end: datetime.datetime) -> str:
    """Print the times of a day: 13.30 tot 17.00 uur."""
    return times.hours(start, end)


@register.simple_tag
def span(start: datetime.datetime, end: datetime.datetime) -> str:
    """Print days and times: woensdag 12 juni 2019, 13.30 tot 17.00 uur."""
    return times.span(start, end)


@register.simple_tag
def cover(page: ThemedPage) -> SafeString:
    return covers.cover_svg(page.pk or 0, page.hue)


@register.simple_tag
def term_cover(term: Term) -> SafeString:
    """Print the drawing of a theme or branch; branches begin where themes never come."""
    return covers.cover_svg(term.pk if isinstance(term, Theme) else term.pk + 1000, term.hue)


@register.simple_tag
def photo(image: AbstractImage, size: str, alt: str, first: bool = False) -> SafeString:
    """Print a picture in one of the sizes of core.pictures."""
    return pictures.picture(image, size, alt, first=first)


@register.simple_tag(takes_context=True)
def current(context: Context, url: str) -> SafeString:
    """Mark a menu link to this page, or to the part of the site this page stands in."""
    path = context["request"].path if "request" in context else ""
    if path == url:
        return mark_safe(' aria-current="page"')
    if url != "/" and path.startswith(url):
        return mark_safe(' aria-current="true"')
    return mark_safe("")


@register.simple_tag(takes_context=True)
def share_image(context: Context) -> str:
    """Return the full address of the picture for shared links: photo, drawn cover or our mark."""
    return context["site_context"].site_url + _share_path(context.get("page"))


def _share_path(page: Any) -> str:
    if not isinstance(page, ThemedPage) or not page.pk:
        return static("img/share.png")
    if page.listing_image:
        return pictures.share_url(page.listing_image) or static("img/share.png")
    return reverse("cover", args=[page.pk])


@register.simple_tag(takes_context=True)
def breadcrumb_data(
    context: Context, below: Sequence[Link] = (), name: str = "", url: str = ""
) -> SafeString:
    """Print the way to this page; or to the list `name` at `url`, with the links `below` the page
    that stand above it."""
    page = context["page"]
    trail = [(above.title, above.get_url()) for above in page.breadcrumbs]
    trail += [(link.label, link.url) for link in below]
    trail.append((name or page.title, url or page.get_url()))
    return structured_data.script(
        structured_data.breadcrumbs(trail, context["site_context"].site_url)
    )


@register.simple_tag(takes_context=True)
def collection_data(
    context: Context,
    name: str,
    description: str,
    url: str,
    trail: Sequence[Page],
    above: Sequence[Link] = (),
) -> SafeString:
    """Print what a page is that gathers others, and the way to it: the pages of `trail`, then the
    links `above` it."""
    site_context = context["site_context"]
    way = [(page.title, page.get_url()) for page in trail]
    way += [(link.label, link.url) for link in above]
    what = structured_data.collection(name, description, url, site_context)
    crumbs = structured_data.breadcrumbs([*way, (name, url)], site_context.site_url)
    return structured_data.script(what) + structured_data.script(crumbs)


@register.simple_tag(takes_context=True)
def article_data(context: Context) -> SafeString:
    return structured_data.script(
        structured_data.article(context["page"], context["site_context"], share_image(context))
    )


@register.filter
def in_words(listing: Listing) -> str:
    """Say what the list was narrowed to: " over Minder regeldruk voor Thuiszorg of Jeugdzorg"."""
    facets = sorted(listing.facets, key=lambda facet: facet.place_in_sentence)
    chosen = ((facet, listing.chosen[facet.parameter]) for facet in facets)
    return "".join(facet.in_words(slugs) for facet, slugs in chosen if slugs)


@dataclass(frozen=True)
class Part:
    """A block of a text, with the anchor to link to when it is a heading."""

    block: StreamValue.StreamChild
    anchor: str = ""


@register.filter
def parts(body: StreamValue) -> list[Part]:
    """Return the blocks of a text; a heading gets an anchor of its own words."""
    seen: Counter[str] = Counter()

    def part(block: StreamValue.StreamChild) -> Part:
        if block.block_type != "heading":
            return Part(block)
        slug = slugify(block.value) or "kop"
        seen[slug] += 1
        return Part(block, f"kop-{slug}-{seen[slug]}" if seen[slug] > 1 else f"kop-{slug}")

    return [part(block) for block in body]


@register.filter
def headings(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.anchor]


@register.filter
def only_theme(listing: Listing) -> Theme | None:
    """Return the theme of a list that was narrowed to exactly one, else None."""
    chosen = listing.chosen.get(THEMES.parameter, [])
    return Theme.all_by_slug()[chosen[0]] if len(chosen) == 1 else None


@register.filter
def grouped(number: int) -> str:
    """Print a number as people read it: 1.234."""
    return number_format(number, force_grouping=True)


register.filter("dial", pressable.dial)
register.filter("pressable", pressable.pressable, is_safe=True)
