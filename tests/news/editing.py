"""Writes articles as an editor does: by posting the page form."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from news.models import NewsPage
from tests.factories import news_index


def article_data(
    action: str = "",
    related: Any = (),
    body: Any = None,
    themes: Any = (),
    branches: Any = (),
    **fields: Any,
) -> dict[str, Any]:
    """Return what the form sends for a complete article; name a field to send something else.

    `action` is the button: "publish", "submit", or nothing to save the draft.
    """
    text = [("paragraph", rich_text("<p>De tekst.</p>"))] if body is None else body
    data = {
        "title": "Een bericht",
        "slug": "een-bericht",
        "kind": NewsPage.Kind.NEWS,
        "published_on": "",
        "lead": "Kort.",
        "listing_image": "",
        "listing_image_alt": "",
        "all_themes": "on",
        "all_branches": "on",
        "contact": "",
        "body": streamfield(text),
        "related_articles": {
            "TOTAL_FORMS": len(related),
            "INITIAL_FORMS": 0,
            "MIN_NUM_FORMS": 0,
            "MAX_NUM_FORMS": 3,
            **{
                str(place): {"article": pk, "id": "", "ORDER": place + 1, "DELETE": ""}
                for place, pk in enumerate(related)
            },
        },
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        **fields,
    }
    sent = nested_form_data({name: value for name, value in data.items() if value is not None})
    for unticked in ("all_themes", "all_branches"):
        if not sent[unticked]:
            del sent[unticked]
    sent |= {"themes": themes, "branches": branches}
    return {**sent, f"action-{action}": action} if action else sent


def create_article(client: Client, **given: Any) -> Any:
    add = reverse("wagtailadmin_pages:add", args=["news", "newspage", news_index().pk])
    return client.post(add, article_data(**given))


def edit_article(client: Client, article: NewsPage, **given: Any) -> Any:
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    data = {"title": article.title, "slug": article.slug, **given}
    return client.post(edit, article_data(**data))
