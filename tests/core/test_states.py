"""A page has in lists the word by which the filter finds it; what a review asks is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from core.states import State, condition
from news.models import NewsPage
from tests.factories import NewsPageFactory, UserFactory
from tests.html import parse
from tests.news.editing import create_article, edit_article

pytestmark = pytest.mark.django_db


def in_review(client: Client, title: str) -> NewsPage:
    author: Any = UserFactory(groups=["Auteur"], username=title)
    client.force_login(author)
    create_article(client, action="submit", title=title, slug=title)
    return NewsPage.objects.get(title=title)


def ask_for_a_change(client: Client, article: NewsPage, comment: str) -> None:
    rosa: Any = UserFactory(groups=["Redacteur"], first_name="Rosa", last_name="Test")
    client.force_login(rosa)
    state = article.current_workflow_task_state
    names = [article.pk, "reject", state.pk]
    client.post(reverse("wagtailadmin_pages:workflow_action", args=names), {"comment": comment})


def planned(page: NewsPage) -> NewsPage:
    page.go_live_at = timezone.now() + timedelta(days=3)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def test_each_filter_finds_what_its_word_says(client: Client):
    yesterday = timezone.now() - timedelta(days=1)
    NewsPageFactory(live=False)
    NewsPageFactory()
    NewsPageFactory(live=False, expired=True)
    NewsPageFactory(expire_at=yesterday)
    planned(NewsPageFactory(live=False))
    planned(NewsPageFactory())
    in_review(client, "wacht")
    ask_for_a_change(client, in_review(client, "terug"), "Korter graag.")
    edited = NewsPageFactory()
    edited.save_revision()
    for state in State:
        found = {page.pk for page in NewsPage.objects.filter(condition(state))}
        word = state.label.lower()
        said = {
            page.pk for page in NewsPage.objects.all() if word in page.status_string.split(" + ")
        }
        if state == State.DRAFT:  # a draft beside what is online is no page of its own
            said -= {edited.pk}
        assert found == said, state
        rows = parse(client.get(f"/beheer/nieuws/?state={state}")).select("table.listing tbody tr")
        assert len(rows) == len(found) > 0
        for row in rows:
            assert word in row.get_text().lower()


def test_who_is_asked_for_a_change_reads_which_in_the_mail_and_above_the_form(
    client: Client, mailoutbox: list[Any]
):
    article = in_review(client, "terug")
    author = article.owner
    ask_for_a_change(client, article, "Noem <ook> de regio.")
    (mail,) = [mail for mail in mailoutbox if mail.to == [author.email]]
    assert mail.subject == "Aanpassing gevraagd: terug"
    assert "Rosa Test vraagt om een aanpassing in ‘terug’." in mail.body
    assert "Noem <ook> de regio." in mail.body
    client.force_login(author)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert "Rosa Test vraagt om een aanpassing: ‘Noem &lt;ook&gt; de regio.’" in form.text
    edit_article(client, article, action="submit", title="terug", slug="terug")
    form = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert "vraagt om een aanpassing" not in form.text


def test_one_word_each_for_planning_taking_offline_and_asking_for_a_change():
    assert gettext("Unpublish") == "Offline halen"
    for words in ("Scheduling…", "Schedule to publish", "Schedule publication"):
        assert gettext(words).startswith("Plannen")
    for words in ("Unpublished", "Yes, unpublish it", "Unschedule", "Once scheduled:"):
        assert "ublicatie" not in gettext(words)
        assert "ingepland" not in gettext(words)
    assert gettext("Request changes") == "Vraag om een aanpassing"
