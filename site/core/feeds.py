"""RSS and Atom of any list, whole or filtered."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape

from core.listing import Listing
from core.models import ThemedPage
from core.text import for_xml

LENGTH = 30


@dataclass(frozen=True)
class Channel:
    """What a feed tells of itself. Its addresses lie under that of its list: rss/ and atom/."""

    title: str
    listing: Listing
    description: str = ""

    @property
    def full_title(self) -> str:
        chosen = ", ".join(chip.label for chip in self.listing.chips)
        title = f"{settings.WAGTAIL_SITE_NAME} – {self.title}"
        return f"{title}: {chosen}" if chosen else title


class _Guarded(SyndicationFeed):
    """Leaves out what XML cannot hold: one title must not take the feed from everybody."""

    def write(self, outfile: Any, encoding: str) -> None:
        self.feed = _storable(self.feed)
        self.items = [_storable(item) for item in self.items]
        super().write(outfile, encoding)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return for_xml(value)
    if isinstance(value, list | tuple):
        return [_storable(part) for part in value]
    return {key: _storable(one) for key, one in value.items()} if type(value) is dict else value


class Rss(_Guarded, Rss201rev2Feed):
    """RSS 2.0; the description of an item is HTML there, so plain text is escaped first."""


class Atom(_Guarded, Atom1Feed):
    """Atom 1.0; Django marks the summary as HTML."""


class RssFeed(Feed):
    """The newest pages of one list, as RSS 2.0."""

    feed_type: type[SyndicationFeed] = Rss
    language = "nl"

    def get_object(self, request: HttpRequest, channel: Channel) -> Channel:
        return channel

    def title(self, channel: Channel) -> str:
        return channel.full_title

    def link(self, channel: Channel) -> str:
        return settings.SITE_URL + channel.listing.canonical_path

    def feed_url(self, channel: Channel) -> str:
        listing = channel.listing
        name = "atom" if self.feed_type is Atom else "rss"
        address = f"{settings.SITE_URL}{listing.path}{name}/"
        return f"{address}?{listing.query_string}" if listing.is_filtered else address

    def description(self, channel: Channel) -> str:
        return channel.description or channel.full_title

    def items(self, channel: Channel) -> list[ThemedPage]:
        return channel.listing.matching[:LENGTH].for_cards()

    def item_title(self, item: ThemedPage) -> str:
        return item.title

    def item_description(self, item: ThemedPage) -> str:
        return escape(item.lead)

    def item_link(self, item: ThemedPage) -> str:
        return item.canonical_url

    def item_guid(self, item: ThemedPage) -> str:
        """Return what feed readers know a page by; it stays when slug, place or host change."""
        return item.translation_key.urn

    item_guid_is_permalink = False

    def item_pubdate(self, item: ThemedPage) -> Any:
        return item.became_news_at

    def item_updateddate(self, item: ThemedPage) -> Any:
        return item.last_published_at

    def item_categories(self, item: ThemedPage) -> list[str]:
        return [term.name for term in (*item.theme_list, *item.branch_list)]


class AtomFeed(RssFeed):
    """The same list as Atom 1.0."""

    feed_type = Atom

    def subtitle(self, channel: Channel) -> str:
        return self.description(channel)
