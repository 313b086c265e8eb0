"""RSS and Atom of the news list, whole or filtered."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from core.listing import Listing
from core.models import ThemedPage

if TYPE_CHECKING:
    from news.models import NewsIndexPage

LENGTH = 30


class RssFeed(Feed):
    """The newest articles of one listing, as RSS 2.0."""

    feed_type: type[SyndicationFeed] = Rss201rev2Feed
    language = "nl"

    def get_object(
        self, request: HttpRequest, index_page: "NewsIndexPage", listing: Listing
    ) -> tuple["NewsIndexPage", Listing]:
        return index_page, listing

    def title(self, about: tuple["NewsIndexPage", Listing]) -> str:
        page, listing = about
        chosen = ", ".join(chip.label for chip in listing.chips)
        title = f"{settings.WAGTAIL_SITE_NAME} – {page.title}"
        return f"{title}: {chosen}" if chosen else title

    def link(self, about: tuple["NewsIndexPage", Listing]) -> str:
        return settings.SITE_URL + about[1].canonical_path

    def feed_url(self, about: tuple["NewsIndexPage", Listing]) -> str:
        page, listing = about
        name = "atom" if self.feed_type is Atom1Feed else "rss"
        address = f"{page.canonical_url}{page.reverse_subpage(name)}"
        return f"{address}?{listing.query_string}" if listing.is_filtered else address

    def description(self, about: tuple["NewsIndexPage", Listing]) -> str:
        return about[0].search_description or self.title(about)

    def items(self, about: tuple["NewsIndexPage", Listing]) -> list[ThemedPage]:
        return about[1].matching[:LENGTH].for_cards()

    def item_title(self, item: ThemedPage) -> str:
        return item.title

    def item_description(self, item: ThemedPage) -> str:
        return item.lead

    def item_link(self, item: ThemedPage) -> str:
        return item.canonical_url

    def item_pubdate(self, item: ThemedPage) -> Any:
        return timezone.make_aware(datetime.combine(item.listed_on, time.min))

    def item_updateddate(self, item: ThemedPage) -> Any:
        return item.last_published_at

    def item_categories(self, item: ThemedPage) -> list[str]:
        return [term.name for term in (*item.theme_list, *item.branch_list)]


class AtomFeed(RssFeed):
    """The same list as Atom 1.0."""

    feed_type = Atom1Feed

    def subtitle(self, about: tuple["NewsIndexPage", Listing]) -> str:
        return self.description(about)
