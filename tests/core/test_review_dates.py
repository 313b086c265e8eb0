"""Every page is looked at again: when, by whom, and who is asked."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import Page, PageLogEntry

from core.models import OutgoingMail, ReviewDate
from core.refusals import Refused
from core.review_dates import services
from core.spreadsheets import BYTE_ORDER_MARK
from tests.factories import (
    ContentPageFactory,
    EventPageFactory,
    FacilitatorPageFactory,
    NewsPageFactory,
    UserFactory,
    news_index,
)
from tests.html import parse

pytestmark = pytest.mark.django_db

REPORT = "/beheer/nakijken/"


def address(page: Page) -> str:
    return reverse("review_date", args=[page.pk])


def due(page: Page, days_ago: int = 1) -> Page:
    day = timezone.localdate() - timedelta(days=days_ago)
    ReviewDate.objects.update_or_create(page_id=page.pk, defaults={"due_on": day})
    return page


def row_of(page: Page) -> ReviewDate:
    return ReviewDate.objects.get(page=page.pk)


def actions_of(page: Page) -> list[str]:
    found = PageLogEntry.objects.filter(page=page.pk, action__startswith="core.review")
    return list(found.order_by("timestamp", "pk").values_list("action", flat=True))


@pytest.fixture
def editor(client: Client) -> Any:
    client.user = UserFactory(groups=["Redacteur"])  # type: ignore[attr-defined]
    client.force_login(client.user)  # type: ignore[attr-defined]
    return client


# The day


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2019, 3, 12), 12, date(2020, 3, 12)),
        (date(2019, 8, 31), 6, date(2020, 2, 29)),
        (date(2019, 11, 30), 3, date(2020, 2, 29)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2019, 12, 1), 24, date(2021, 12, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, months, later):
    assert services.after(day, months) == later


@time_machine.travel("2019-03-12T13:30+01:00")
def test_publishing_moves_the_day_on_by_the_term_of_the_page():
    page = NewsPageFactory(live=False)
    page.save_revision().publish()
    assert row_of(page).due_on == date(2020, 3, 12)
    ReviewDate.objects.filter(page=page.pk).update(every=3, asked_on=date(2019, 3, 1))
    page.save_revision().publish()
    assert (row_of(page).due_on, row_of(page).asked_on) == (date(2019, 6, 12), None)


def test_pages_from_before_get_a_day_once_and_kinds_with_a_rhythm_of_their_own_none():
    old = ContentPageFactory(last_published_at="2019-03-12T12:00Z")
    kept = due(ContentPageFactory())
    others = [
        EventPageFactory(),
        FacilitatorPageFactory(),
        NewsPageFactory(live=False),
        old.create_alias(update_slug="alias"),
    ]
    services.give_days()
    services.give_days()
    assert row_of(old).due_on == date(2020, 3, 12)
    assert row_of(kept).due_on == timezone.localdate() - timedelta(days=1)
    assert not ReviewDate.objects.filter(page__in=[page.pk for page in others]).exists()


# The mail


def test_an_owner_is_asked_once_in_one_mail_for_all_that_is_due():
    owner = UserFactory(first_name="Anna", groups=["Redacteur"])
    pages = [due(ContentPageFactory(owner=owner, title=f"Uitleg {nth}")) for nth in range(3)]
    ContentPageFactory(owner=owner)
    assert services.ask_owners() == 0
    assert services.ask_owners() == 0
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == (owner.email, "Kloppen 3 pagina’s nog?")
    assert "Beste Anna," in mail.text
    assert all(page.title in mail.text for page in pages)
    assert [actions_of(page) for page in pages] == [[services.ASKED]] * 3


def test_who_said_that_a_page_is_right_is_asked_again_when_it_is_due_again():
    page = due(ContentPageFactory(owner=UserFactory(), title="Over ons"))
    services.ask_owners()
    services.keep(page, user=page.owner, every=3)
    with time_machine.travel(timezone.now() + timedelta(days=100)):
        services.ask_owners()
    assert [mail.subject for mail in OutgoingMail.objects.all()] == ["Klopt ‘Over ons’ nog?"] * 2


def test_nobody_is_asked_about_what_visitors_do_not_see_or_who_cannot_log_in():
    due(ContentPageFactory(owner=UserFactory(is_active=False)))
    due(ContentPageFactory(owner=UserFactory(email="")))
    due(ContentPageFactory(owner=None))
    due(ContentPageFactory(owner=UserFactory(), live=False))
    due(ContentPageFactory(owner=UserFactory()), days_ago=-1)
    services.ask_owners()
    assert not OutgoingMail.objects.exists()


def test_a_page_that_is_offline_is_not_kept(editor):
    page = ContentPageFactory(live=False)
    with pytest.raises(Refused):
        services.keep(page, user=editor.user)
    assertContains(editor.post(address(page), follow=True), "staat niet online")


# The page and its button


def test_the_button_sets_the_next_day_and_leaves_a_line(editor):
    page = due(ContentPageFactory(title="Over ons"))
    assertContains(editor.get(f"/beheer/pages/{page.pk}/edit/"), "Klopt alles nog?")
    assertContains(editor.get(address(page)), "te laat")
    answer = editor.post(address(page), {"every": 6, "owner": editor.user.pk}, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert any("‘Over ons’ klopt nog. Weer nakijken op" in each for each in said), said
    page.refresh_from_db()
    assert page.owner == editor.user
    assert row_of(page).due_on == services.after(timezone.localdate(), 6)
    assert actions_of(page) == [services.OWNER, services.KEPT]
    history = editor.get(f"/beheer/pages/{page.pk}/history/")
    assertContains(history, "Nagekeken: de pagina klopt nog.")


@pytest.mark.parametrize("sent", [{"every": "x"}, {"every": 5}, {"every": 6, "owner": 99999}])
def test_what_is_no_choice_changes_nothing_and_says_so(editor, sent):
    page = due(ContentPageFactory(owner=editor.user))
    answer = editor.post(address(page), sent)
    assert answer.status_code == 422
    assert b"Kies " in answer.content
    assert not actions_of(page)


def test_who_may_not_change_a_page_says_nothing_of_it(client):
    index = news_index()
    index.save()  # lets the authors in
    author = UserFactory(groups=["Auteur"])
    client.force_login(author)
    mine, theirs = due(NewsPageFactory(owner=author)), due(NewsPageFactory())
    for page in (mine, theirs):
        client.post(address(page))
    assert actions_of(mine) == [services.KEPT]
    assert not actions_of(theirs)
    client.post(address(mine), {"every": 3, "owner": UserFactory().pk})
    assert Page.objects.get(pk=mine.pk).owner == author
    assertNotContains(client.get(REPORT), theirs.title)


def test_a_get_changes_nothing(editor):
    page = due(ContentPageFactory())
    editor.get(address(page))
    assert not actions_of(page)


# The report


def test_the_report_finds_what_is_late_by_owner_and_kind(editor):
    late = due(ContentPageFactory(title="Te laat", owner=editor.user))
    due(NewsPageFactory(title="Op tijd"), days_ago=-90)
    due(NewsPageFactory(title="Van niemand", owner=None))
    kind = late.content_type_id
    for query, found in {
        "": {"Te laat", "Op tijd", "Van niemand"},
        "wanneer=te-laat": {"Te laat", "Van niemand"},
        f"eigenaar={editor.user.pk}": {"Te laat"},
        "eigenaar=null": {"Op tijd", "Van niemand"},
        f"soort={kind}": {"Te laat"},
        "wanneer=x&eigenaar=x&soort=x": {"Te laat", "Op tijd", "Van niemand"},
    }.items():
        rows = editor.get(f"{REPORT}?{query}").context["object_list"]
        assert {row.page.title for row in rows} == found, query


def test_the_button_in_the_report_comes_back_to_it(editor):
    page = due(ContentPageFactory())
    form = parse(editor.get(f"{REPORT}?wanneer=te-laat")).select_one(
        f"form[action='{address(page)}']"
    )
    sent = {field["name"]: field["value"] for field in form.select("input")}
    answer = editor.post(address(page), sent)
    assert answer["Location"] == f"{REPORT}?wanneer=te-laat"
    assert actions_of(page) == [services.KEPT]


def test_the_report_can_be_taken_along(editor):
    due(ContentPageFactory(title="=Over ons", owner=UserFactory(first_name="Anna", last_name="Aa")))
    answer = editor.get(f"{REPORT}?export=csv")
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith(f"{BYTE_ORDER_MARK}Pagina;Soort;Eigenaar;Nakijken op;Webadres")
    assert "'=Over ons;Vaste pagina;Anna Aa;" in text


@pytest.mark.parametrize("number", [3, 30])
def test_the_report_takes_as_many_queries_for_more_pages(
    editor, number, django_assert_max_num_queries
):
    for nth in range(number):
        due(ContentPageFactory(owner=UserFactory(), slug=f"pagina-van-{nth}"))
    editor.get(REPORT)
    with django_assert_max_num_queries(24):
        editor.get(REPORT)


def test_the_first_screen_shows_what_is_due_of_oneself_and_of_nobody(editor):
    for title, owner in {
        "Van mij": editor.user,
        "Van niemand": None,
        "Van een ander": UserFactory(),
    }.items():
        due(ContentPageFactory(title=title, owner=owner))
    panel = parse(editor.get("/beheer/")).select_one("section[aria-labelledby=panel-to_review]")
    assert {link.text for link in panel.select("li a")} == {"Van mij", "Van niemand"}
