"""English words in a text, which a screen reader says in English."""

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from core.blocks.body import TEXT_FEATURES
from news.models import NewsPage
from tests.factories import NewsPageFactory
from tests.html import one, parse

ENGLISH = '<span lang="en">open space</span>'


def test_the_editor_keeps_which_words_are_english() -> None:
    converter = ContentstateConverter(features=TEXT_FEATURES)
    stored = converter.to_database_format(
        converter.from_database_format(f"<p>Met {ENGLISH} aan tafel.</p>")
    )
    assert ENGLISH in stored


def test_visitors_get_them_with_their_language(client, db) -> None:
    page: NewsPage = NewsPageFactory(body=[("paragraph", f"<p>Met {ENGLISH} aan tafel.</p>")])
    assert one(parse(client.get(page.get_url())), ".prose span[lang=en]").text == "open space"
