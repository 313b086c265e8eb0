"""Which articles stand under an article, and in which order."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from news.models import NewsPage, RelatedArticle
from news.related import related_articles
from tests.factories import BranchFactory, NewsPageFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def related(page: NewsPage) -> list[str]:
    return [article.title for article in related_articles(NewsPage.objects.get(pk=page.pk))]


def article(title: str, day: int, **values) -> NewsPage:
    """An article of a day in January 2020, about nothing in particular unless told."""
    own = {"all_themes": False, "all_branches": False, **values}
    return NewsPageFactory(title=title, published_on=datetime.date(2020, 1, day), **own)


def pick(page: NewsPage, *articles: NewsPage) -> None:
    for nth, other in enumerate(articles):
        RelatedArticle.objects.create(page=page, article=other, sort_order=nth)


def test_the_same_theme_comes_before_the_same_branch_before_the_newest() -> None:
    theme, branch = ThemeFactory(), BranchFactory()
    page = article("Dit", 1, themes=[theme], branches=[branch])
    article("Nieuwste", 9)
    article("Zelfde branche", 3, branches=[branch])
    article("Zelfde thema", 2, themes=[theme])
    assert related(page) == ["Zelfde thema", "Zelfde branche", "Nieuwste"]


def test_among_equals_the_newest_comes_first() -> None:
    theme = ThemeFactory()
    page = article("Dit", 1, themes=[theme])
    for day in (3, 5, 4, 2):
        article(f"Van {day} januari", day, themes=[theme])
    assert related(page) == ["Van 5 januari", "Van 4 januari", "Van 3 januari"]


def test_sharing_a_branch_too_does_not_put_an_older_article_before_a_newer_one() -> None:
    theme, branch = ThemeFactory(), BranchFactory()
    page = article("Dit", 1, themes=[theme], branches=[branch])
    article("Ouder, ook de branche", 2, themes=[theme], branches=[branch])
    for day in (3, 4, 5):
        article(f"Van {day} januari", day, themes=[theme])
    assert related(page) == ["Van 5 januari", "Van 4 januari", "Van 3 januari"]


def test_the_picks_of_the_editor_come_first_in_the_order_of_the_editor() -> None:
    theme = ThemeFactory()
    page = article("Dit", 1, themes=[theme])
    article("Zelfde thema", 9, themes=[theme])
    late, early = article("Later", 5), article("Eerder", 3)
    pick(page, early, late)
    assert related(page) == ["Eerder", "Later", "Zelfde thema"]


def test_a_picked_article_is_not_shown_a_second_time() -> None:
    theme = ThemeFactory()
    page = article("Dit", 1, themes=[theme])
    picked = article("Gekozen", 9, themes=[theme])
    article("Ander", 8)
    pick(page, picked)
    assert related(page) == ["Gekozen", "Ander"]


def test_three_is_the_most_and_the_article_itself_is_never_there() -> None:
    page = article("Dit", 9)
    for day in range(1, 6):
        article(f"Van {day} januari", day)
    assert related(page) == ["Van 5 januari", "Van 4 januari", "Van 3 januari"]


def test_an_article_for_all_themes_is_no_match_but_may_fill_up() -> None:
    theme = ThemeFactory()
    page = article("Dit", 1, themes=[theme])
    article("Zelfde thema", 2, themes=[theme])
    article("Alle thema's", 9, all_themes=True)
    assert related(page) == ["Zelfde thema", "Alle thema's"]


def test_what_nobody_may_read_is_never_related_even_when_picked() -> None:
    page = article("Dit", 1)
    draft = article("Concept", 2, live=False)
    expired = article("Verlopen", 3)
    NewsPage.objects.filter(pk=expired.pk).update(expire_at=timezone.now())
    planned = article("Gepland", 1, live=False, go_live_at=timezone.now() + datetime.timedelta(1))
    planned.save_revision().publish()
    private = article("Besloten", 5)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    article("Openbaar", 1)
    pick(page, draft, expired, planned)
    assert related(page) == ["Openbaar"]


def test_the_article_page_shows_its_related_articles(client: Client) -> None:
    page = article("Dit", 1)
    other = article("Openbaar", 1)
    answer = client.get(page.url)
    assert "Gerelateerde artikelen" in answer.text
    assert f'href="{other.url}"' in answer.text
    assert "Bekijk alle artikelen" in answer.text


def test_without_other_articles_there_is_no_empty_heading(client: Client) -> None:
    page = article("Dit", 1)
    assert "Gerelateerde artikelen" not in client.get(page.url).text
