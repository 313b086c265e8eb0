"""What the page form does with two saves at once, and with a page that is far too large."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from wagtail.models import Page

from core import page_editing
from news.models import NewsPage
from tests.factories import ContentPageFactory, NewsPageFactory, UserFactory, news_index
from tests.news.editing import article_data, create_article, edit_article

JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def editor(client: Client, db: None) -> Any:
    user: Any = UserFactory(groups=["Redacteur"])
    client.force_login(user)
    return user


def test_a_page_that_is_too_large_is_refused_and_not_lost(client, editor, settings):
    settings.PAGE_DRAFT_MOST = 5_000
    article = NewsPageFactory(lead="De eerste versie.")
    long = "Veel te lang. " * 500
    address = f"/beheer/pages/{article.pk}/edit/"
    answer = client.post(address, article_data(search_description=long))
    assert "Deze pagina is te groot om te bewaren" in answer.text
    assert "er mogen er 5.000 in" in answer.text
    assert long.strip() in answer.text
    by_itself = client.post(address, article_data(search_description=long), **JSON)
    assert by_itself.status_code == 400
    assert "te groot" in by_itself.json()["error_message"]
    create_article(client, search_description=long)
    assert not article.revisions.exists()
    assert NewsPage.objects.count() == 1
    edit_article(client, article, lead="Kort genoeg.")
    newest = NewsPage.objects.get().get_latest_revision_as_object()
    assert newest.lead == "Kort genoeg."


def test_every_kind_of_page_is_edited_by_these_views(client, editor):
    for page in (ContentPageFactory(), news_index(), NewsPageFactory()):
        answer = client.get(f"/beheer/pages/{page.pk}/edit/")
        assert isinstance(answer.context["view"], page_editing.EditView)


def test_a_save_by_itself_waits_for_the_button_and_is_then_too_old(committing_db):
    article = NewsPageFactory()
    revision = article.save_revision()
    client = Client()
    client.force_login(UserFactory(groups=["Redacteur"]))
    seen = {"loaded_revision_id": revision.pk}
    seen["loaded_revision_created_at"] = revision.created_at.isoformat()
    answers: list[Any] = []

    def save_by_itself() -> None:
        data = article_data(slug=article.slug, lead="Een letter te veel.", **seen)
        answers.append(client.post(f"/beheer/pages/{article.pk}/edit/", data, **JSON))
        connection.close()

    other = threading.Thread(target=save_by_itself)
    with transaction.atomic():  # the button, half-way
        list(Page.objects.select_for_update().filter(pk=article.pk))
        other.start()
        other.join(0.5)
        assert other.is_alive()
        article.save_revision().publish()
    other.join(30)
    article.refresh_from_db()
    assert answers[0].json()["error_code"] == "invalid_revision"
    assert not article.has_unpublished_changes
