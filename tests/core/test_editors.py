"""Who may do what in the admin: the three groups, against the real views."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import GroupPagePermission, Page, Task, Workflow

from core.models import SiteSettings, Theme
from news.models import NewsPage
from tests.factories import (
    ContentPageFactory,
    NewsPageFactory,
    ThemeFactory,
    UserFactory,
    home_page,
    news_index,
)
from tests.news.editing import create_article, edit_article

pytestmark = pytest.mark.django_db

ROLES = ("Auteur", "Redacteur", "Beheerder")


@pytest.fixture
def log_in(client):
    def as_member_of(group):
        user = UserFactory(groups=[group])
        client.force_login(user)
        return user

    return as_member_of


def test_our_groups_and_review_stand_in_the_place_of_wagtails_own():
    names = set(Group.objects.values_list("name", flat=True))
    assert names == {*ROLES, "Beheerder Facilitators Pool", "Adviseur Koplopernetwerk"}
    assert [workflow.name for workflow in Workflow.objects.all()] == ["Review"]
    assert [task.name for task in Task.objects.all()] == ["Controle door redactie"]
    assert Page.objects.get(depth=1).get_workflow().name == "Review"


def test_no_permission_was_made_under_another_name_than_django_gives():
    for permission in Permission.objects.filter(group__isnull=False).select_related("content_type"):
        model = apps.get_model(permission.content_type.app_label, permission.content_type.model)
        names = dict(model._meta.permissions)
        action = permission.codename.split("_")[0]
        plain = f"Can {action} {model._meta.verbose_name_raw}"
        with translation.override("en"):
            assert permission.name == str(names.get(permission.codename, plain))


def test_an_author_is_let_into_the_news_once_it_exists_and_nowhere_else():
    assert not GroupPagePermission.objects.filter(group__name="Auteur").exists()
    index = news_index()
    index.save()
    assert list(
        GroupPagePermission.objects.filter(group__name="Auteur").values_list(
            "page", "permission__codename"
        )
    ) == [(index.pk, "add_page")]


SCREENS = {
    "/beheer/": ROLES,
    "/beheer/account/": ROLES,
    "/beheer/beveiliging/": ROLES,
    "/beheer/beveiliging/instellen/": ROLES,
    "/beheer/nieuws/": ROLES,
    "/beheer/images/": ROLES,
    "/beheer/documents/": ROLES,
    "/beheer/images/multiple/add/": ROLES,
    "/beheer/snippets/core/theme/": ROLES[1:],
    "/beheer/snippets/core/theme/add/": ROLES[1:],
    "/beheer/snippets/core/branch/add/": ROLES[1:],
    "/beheer/snippets/core/contactrole/add/": ROLES[1:],
    "/beheer/settings/core/sitesettings/": ROLES[1:],
    "/beheer/redirects/add/": ROLES[1:],
    "/beheer/users/": ROLES[2:],
    "/beheer/users/new/": ROLES[2:],
    "/beheer/groups/new/": ROLES[2:],
    "/beheer/sites/": ROLES[2:],
    "/beheer/collections/add/": ROLES[2:],
    "/beheer/workflows/list/": ROLES[2:],
}


def opens(client, address):
    """Tell whether this screen is shown; who may not see it is sent to the first screen."""
    answer = client.get(address)
    if answer.status_code == 302 and answer["Location"].startswith(address):
        answer = client.get(answer["Location"])  # the settings of the only site
    return answer.status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_own_screens(client, log_in, role):
    SiteSettings.load()
    news_index()
    log_in(role)
    own = [address for address, allowed in SCREENS.items() if role in allowed]
    assert [address for address in SCREENS if opens(client, address)] == own


def actions(client, live, draft):
    """Yield the name of every action on an article of somebody else, and whether it was done."""

    def states():
        return list(NewsPage.objects.order_by("pk").values_list("pk", "title", "live"))

    def changed_by(post):
        before = states()
        post()
        return states() != before

    def url(view, page):
        return reverse(f"wagtailadmin_pages:{view}", args=[page.pk])

    yield "edit", changed_by(lambda: edit_article(client, draft, title="Anders"))
    yield "publish", changed_by(lambda: edit_article(client, draft, action="publish"))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    yield "unpublish many", changed_by(lambda: client.post(f"{bulk}?id={live.pk}"))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    yield "publish many", changed_by(lambda: client.post(f"{bulk}?id={live.pk}"))
    yield "unpublish", changed_by(lambda: client.post(url("unpublish", live)))
    yield "delete", changed_by(lambda: client.post(url("delete", live)))


ALL = {"edit", "publish", "unpublish many", "publish many", "unpublish", "delete"}


@pytest.mark.parametrize(
    ("role", "allowed"), [("Auteur", set()), ("Redacteur", ALL), ("Beheerder", ALL)]
)
def test_what_each_role_can_do_to_an_article_of_another_by_direct_post(
    client, log_in, role, allowed
):
    somebody = UserFactory()
    live = NewsPageFactory(owner=somebody)
    draft = NewsPageFactory(owner=somebody, live=False)
    log_in(role)
    assert {name for name, done in actions(client, live, draft) if done} == allowed


def test_an_author_writes_and_changes_a_draft(client, log_in):
    log_in("Auteur")
    create_article(client, title="Mijn eerste")
    article = NewsPage.objects.get()
    assert not article.live
    edit_article(client, article, title="Mijn tweede")
    assert NewsPage.objects.get().title == "Mijn tweede"


def test_an_author_cannot_publish_by_direct_post(client, log_in):
    log_in("Auteur")
    create_article(client, action="publish")
    article = NewsPage.objects.get()
    edit_article(client, article, action="publish")
    article.refresh_from_db()
    assert not article.live
    assert not article.go_live_at


def test_an_author_makes_no_other_pages(client, log_in):
    news_index()
    log_in("Auteur")
    for parent in (home_page(), ContentPageFactory()):
        add = reverse("wagtailadmin_pages:add", args=["home", "contentpage", parent.pk])
        assert client.get(add).status_code != 200


def test_an_author_does_not_touch_themes(client, log_in):
    theme, other = ThemeFactory.create_batch(2)
    log_in("Auteur")
    for view in ("edit", "delete", "usage", "history", "merge"):
        address = reverse(theme.snippet_viewset.get_url_name(view), args=[theme.pk])
        assert client.get(address).status_code != 200, view
        client.post(address, {"into": other.pk})
        assert Theme.objects.count() == 2, view


def test_a_redacteur_cannot_become_somebody_else(client, log_in):
    user = log_in("Redacteur")
    client.post(f"/beheer/users/edit/{user.pk}/", {"is_superuser": "on", "username": "baas"})
    user.refresh_from_db()
    assert not user.is_superuser


def test_the_menu_shows_a_role_only_what_it_can_open(client, log_in):
    news_index()
    log_in("Auteur")
    assertNotContains(client.get("/beheer/"), "/beheer/snippets/core/theme/")
    log_in("Redacteur")
    assertContains(client.get("/beheer/"), "/beheer/snippets/core/theme/")


def test_review_from_submission_to_publication(client, log_in):
    author = log_in("Auteur")
    create_article(client, action="submit", title="Ter controle aangeboden")
    article = NewsPage.objects.get()
    assert article.workflow_in_progress
    assertContains(client.get("/beheer/"), "Ter controle aangeboden")
    edit_article(client, article, title="Toch nog even")
    assert NewsPage.objects.get().title == "Ter controle aangeboden"

    log_in("Redacteur")
    dashboard = client.get("/beheer/")
    assertContains(dashboard, "Ter controle aangeboden")
    state = article.current_workflow_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", state.pk])
    assertContains(dashboard, approve)
    client.post(approve)
    article.refresh_from_db()
    assert article.live
    assert article.owner == author
    client.logout()
    assertContains(client.get(article.get_url()), "Ter controle aangeboden")


def test_an_author_cannot_approve(client, log_in):
    log_in("Auteur")
    create_article(client, action="submit")
    article = NewsPage.objects.get()
    state = article.current_workflow_task_state
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", state.pk])
    )
    article.refresh_from_db()
    assert not article.live


def test_what_is_not_complete_cannot_be_approved_from_the_dashboard(client, log_in):
    log_in("Auteur")
    create_article(client, action="submit")
    article = NewsPage.objects.get()
    log_in("Redacteur")
    edit_article(client, article, all_themes="")
    state = article.current_workflow_task_state
    answer = client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", state.pk]),
        follow=True,
    )
    assertContains(answer, "kan nog niet online. Kies minstens één thema")
    article.refresh_from_db()
    assert not article.live
    assert article.workflow_in_progress


def test_what_is_not_complete_cannot_be_published_with_many_at_once(client, log_in):
    complete = NewsPageFactory(live=False)
    article = NewsPageFactory(title="Zonder thema", all_themes=False, live=False)
    log_in("Redacteur")
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(
        f"{bulk}?id={article.pk}&id={complete.pk}&next=/beheer/nieuws/", follow=True
    )
    assertContains(answer, "‘Zonder thema’ kan nog niet online.")
    assert not NewsPage.objects.live().exists()
    client.post(f"{bulk}?id={complete.pk}")
    assert [page.pk for page in NewsPage.objects.live()] == [complete.pk]
