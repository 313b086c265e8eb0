"""Nobody gives themselves or another more than they have: forms, bulk actions, groups."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from core.groups import ADVISERS
from initiatives.applications.workflow.actions import ASSESS
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
OTHER = "een-ander-wachtwoord-dat-lang-is"


@pytest.fixture
def administrator(client: Client) -> Any:
    user: Any = UserFactory(groups=["Beheerder"])
    client.force_login(user)
    return user


def fields(user: Any, **changed: Any) -> dict[str, Any]:
    return {
        "username": user.username,
        "email": user.email,
        "first_name": "Bea",
        "last_name": "Heer",
        "is_active": "on",
        "groups": list(user.groups.values_list("pk", flat=True)),
        **changed,
    }


def edit(client: Client, user: Any, **changed: Any) -> Any:
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    answer = client.post(address, fields(user, **changed), follow=True)
    user.refresh_from_db()
    return answer


def bulk(client: Client, action: str, *users: Any, **data: Any) -> Any:
    address = reverse("wagtail_bulk_action", args=["auth", "user", action])
    chosen = "&".join(f"id={user.pk}" for user in users)
    return client.post(f"{address}?{chosen}", data, follow=True)


def advisers() -> Group:
    return Group.objects.get(name=ADVISERS)


def test_an_administrator_makes_no_superuser(client, administrator):
    colleague = UserFactory(groups=["Redacteur"])
    edit(client, colleague, is_superuser="on")
    assert colleague.first_name == "Bea"
    assert not colleague.is_superuser
    for view, args in (("add", []), ("copy", [colleague.pk])):
        new = {
            "username": f"nieuw-{view}",
            "email": f"{view}@voorbeeld.example",
            "first_name": "Nieuw",
            "last_name": "Account",
            "password1": OTHER,
            "password2": OTHER,
            "is_superuser": "on",
        }
        client.post(reverse(f"wagtailusers_users:{view}", args=args), new)
        assert not type(colleague).objects.get(username=f"nieuw-{view}").is_superuser


def test_an_administrator_does_not_join_the_advisers(client, administrator):
    edit(client, administrator, groups=[advisers().pk])
    assert administrator.first_name == "Bea"
    answer = bulk(client, "assign_role", administrator, role=advisers().pk)
    assert "bepaalt een collega" in answer.text
    assert [group.name for group in administrator.groups.all()] == ["Beheerder"]


def test_an_administrator_still_gives_a_colleague_a_role(client, administrator):
    colleague = UserFactory()
    edit(client, colleague, groups=[advisers().pk])
    assert colleague.groups.get() == advisers()
    bulk(client, "assign_role", other := UserFactory(), role=advisers().pk)
    assert other.groups.get() == advisers()


def test_no_group_gets_what_its_editor_lacks(client, administrator, django_user_model):
    own = Group.objects.get(name="Beheerder")
    before = set(own.permissions.values_list("pk", flat=True))
    assess = advisers().permissions.get(codename=ASSESS.split(".")[1])
    panels = {
        f"{name}_permissions-{count}": "0"
        for name in ("page", "collection", "image", "document")
        for count in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    edit_own = reverse("wagtailusers_groups:edit", args=[own.pk])
    client.post(edit_own, {"name": own.name, "permissions": [*before, assess.pk], **panels})
    client.post(
        reverse("wagtailusers_groups:add"),
        {"name": "Nieuw", "permissions": [assess.pk], **panels},
    )
    assert set(own.permissions.values_list("pk", flat=True)) == before
    assert [group.name for group in assess.group_set.all()] == [ADVISERS]
    assert client.get(edit_own).status_code == 200
    for view in ("edit", "delete"):
        address = reverse(f"wagtailusers_groups:{view}", args=[advisers().pk])
        assert client.get(address).status_code == 302
        client.post(address)
    assert advisers()


def test_an_administrator_takes_over_no_superuser(client, administrator):
    boss = UserFactory(is_superuser=True)
    edit(client, boss, email="anders@voorbeeld.example", password1=OTHER, password2=OTHER)
    client.post(reverse("wagtailusers_users:delete", args=[boss.pk]))
    bulk(client, "delete", boss)
    bulk(client, "set_active_state", boss)
    answer = bulk(client, "assign_role", boss, role=advisers().pk)
    boss.refresh_from_db()
    assert boss.check_password(PASSWORD)
    assert boss.is_active
    assert boss.email != "anders@voorbeeld.example"
    assert not boss.groups.exists()
    assert "mag alleen een superuser" in answer.text


def test_who_may_do_more_keeps_password_and_address(client, administrator):
    adviser = UserFactory(groups=[ADVISERS])
    email = adviser.email
    edit(client, adviser, email="anders@voorbeeld.example", password1=OTHER, password2=OTHER)
    assert adviser.first_name == "Bea"
    assert adviser.check_password(PASSWORD)
    assert adviser.email == email
    editor = UserFactory(groups=["Redacteur"])
    edit(client, editor, password1=OTHER, password2=OTHER)
    assert editor.check_password(OTHER)


def test_a_superuser_does_it_all(client):
    client.force_login(UserFactory(is_superuser=True))
    colleague = UserFactory(groups=[ADVISERS])
    edit(client, colleague, is_superuser="on", password1=OTHER, password2=OTHER)
    assert colleague.is_superuser
    assert colleague.check_password(OTHER)
