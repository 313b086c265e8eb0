"""Every way in which an editor, a workflow or the clock may put the page of a Koploper online."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from initiatives.applications.desk.publication import KNOWN, as_sent, forbids
from initiatives.applications.membership import koploper_page
from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.workflow.actions import Action
from initiatives.applications.workflow.engine import apply
from initiatives.models import InitiativePage
from tests.applications.cases import adviser, application
from tests.factories import BranchFactory, ThemeFactory, UserFactory, koploper_index

pytestmark = pytest.mark.django_db

REFUSED = "De indiener wil niet dat het initiatief op de website staat."
NOT_MEMBER = "Alleen wie is toegelaten of geïntroduceerd, staat op de website."
NOT_APPROVED = "nog niet goedgekeurd"
REWRITTEN = "is veranderd na het akkoord"


def draft(state=State.ADMITTED, *, may_publish=True, approved=True):
    """Return an application with a complete page that nobody sees yet."""
    ThemeFactory(name="Leven lang ontwikkelen")
    BranchFactory(name="Ouderenzorg")
    page = InitiativePage(
        title="Leerlijn",
        slug="leerlijn",
        lead="Teams leren van elkaar.",
        live=False,
        joined_on=timezone.localdate(),
        phase="in-gebruik",
        criteria=["samenwerken", "innoveren", "veranderen"],
        is_national=True,
        all_themes=True,
        all_branches=True,
        website="",
    )
    page.organisations.create(name="Zorg Voorbeeld", kind="zorg")
    koploper_index().add_child(instance=page)
    revision = page.save_revision()
    return application(
        state,
        page=page,
        may_publish=may_publish,
        text_approved_at=timezone.now() if approved else None,
        approved_revision=revision if approved else None,
    )


def page_of(made):
    return InitiativePage.objects.get(pk=made.page_id)


@pytest.fixture
def editor(client):
    user = UserFactory(groups=["Redacteur"])
    client.force_login(user)
    return user


def form_of(made, **fields):
    """Return what the editor's form sends for the page of an application."""
    page = page_of(made)
    row = page.organisations.get()
    sent = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "lead": page.lead,
            "listing_image": "",
            "listing_image_alt": "",
            "joined_on": page.joined_on.isoformat(),
            "phase": page.phase,
            "shares": "",
            "website": "",
            "is_national": "on",
            "all_themes": "on",
            "all_branches": "on",
            "body": fields.pop("body", streamfield([])),
            "organisations": {
                "TOTAL_FORMS": 1,
                "INITIAL_FORMS": 1,
                "MIN_NUM_FORMS": 1,
                "MAX_NUM_FORMS": 1000,
                "0": {
                    "id": row.pk,
                    "name": row.name,
                    "place": "",
                    "kind": row.kind,
                    "role": "",
                    "ORDER": 1,
                    "DELETE": "",
                },
            },
            "comments": {
                "TOTAL_FORMS": 0,
                "INITIAL_FORMS": 0,
                "MIN_NUM_FORMS": 0,
                "MAX_NUM_FORMS": "",
            },
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
        }
    )
    return {**sent, "criteria": page.criteria, **fields}


def press(client, made, **fields):
    """Save the form with a button."""
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[made.page_id]), form_of(made, **fields)
    )


def in_bulk(client, made, **fields):
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    pk = fields.pop("pk", made.page_id)
    return client.post(f"{bulk}?id={pk}&next=/beheer/", fields, follow=True)


def submitted(made):
    """Send the page to the editors for review, and return the task that waits for them."""
    page = page_of(made)
    page.get_workflow().start(page, UserFactory(groups=["Redacteur"]))
    return page.current_workflow_task_state


def approve(client, made, task, **fields):
    """Approve from the first screen."""
    url = reverse("wagtailadmin_pages:workflow_action", args=[made.page_id, "approve", task.pk])
    return client.post(url, fields)


APPROVES = {"action-workflow-action": "true", "workflow-action-name": "approve"}


def test_what_is_allowed_and_approved_goes_online_by_the_button(client, editor):
    made = draft()
    assert press(client, made, **{"action-publish": "action-publish"}).status_code == 302
    assert page_of(made).live


def test_only_members_who_allow_it_may_be_public():
    page = page_of(draft())
    for state, may_publish in product(State, (True, False, None)):
        Application.objects.update(state=state, may_publish=may_publish)
        why = forbids(page)
        if not may_publish:
            assert why == REFUSED
        elif state not in (State.ADMITTED, State.INTRODUCED):
            assert f"‘{state.label}’. {NOT_MEMBER}" in why
        else:
            assert why == ""


@pytest.mark.parametrize(
    ("state", "may_publish"), [(State.REJECTED, True), (State.ADMITTED, False)]
)
def test_no_way_puts_online_what_may_not_be_public(client, editor, state, may_publish):
    made = draft(state, may_publish=may_publish)
    why = REFUSED if not may_publish else NOT_MEMBER

    for known in ({}, {KNOWN: "1"}):
        answer = press(client, made, **{"action-publish": "action-publish", **known})
        assertContains(answer, why, status_code=409)
        assert not page_of(made).live
    assertContains(in_bulk(client, made), why)
    index = in_bulk(client, made, pk=koploper_index().pk, include_descendants="on")
    assert index.status_code == 200
    assert not page_of(made).live

    task = submitted(made)
    assertContains(press(client, made, **APPROVES, **{KNOWN: "1"}), why, status_code=409)
    answer = approve(client, made, task)
    assert answer.status_code == 302
    assertContains(client.get(answer.url), why)
    task.approve(user=editor)
    assert not page_of(made).live

    page = page_of(made)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")
    assert not page_of(made).live
    assert client.get("/koplopers/leerlijn/").status_code == 404


def test_a_text_that_nobody_approved_comes_online_only_after_a_warning(client, editor):
    made = draft(approved=False)
    publish = {"action-publish": "action-publish"}
    assertContains(press(client, made, **publish), NOT_APPROVED)
    assertContains(in_bulk(client, made), NOT_APPROVED)
    everything = in_bulk(client, made, pk=koploper_index().pk, include_descendants="on")
    assertContains(everything, NOT_APPROVED)
    assert not page_of(made).live
    assert press(client, made, **publish, **{KNOWN: "1"}).status_code == 302
    assert page_of(made).live


@pytest.mark.parametrize("where", ["editor", "first screen"])
def test_approving_a_text_that_the_applicant_did_not_warns_as_well(client, editor, where):
    made = draft(approved=False)
    task = submitted(made)

    def go(**fields):
        if where == "editor":
            return press(client, made, **APPROVES, **fields)
        return approve(client, made, task, **fields)

    answer = go()
    assertContains(answer, NOT_APPROVED)
    assertContains(answer, f'name="{KNOWN}"')
    assert not page_of(made).live
    assert go(**{KNOWN: "1"}).status_code == 302
    assert page_of(made).live


CHANGES = [{"title": "Lijn"}, {"lead": "Anders."}, {"shares": "Niets."}]
CHANGES += [{"website": "https://anders.example/"}]
CHANGES += [{"body": streamfield([("paragraph", rich_text("<p>Er staat meer.</p>"))])}]


def test_every_part_of_the_text_that_an_editor_changes_needs_approval_again(editor, rf):
    made = draft()
    for changes in ({}, *CHANGES):
        request = rf.post("/", form_of(made, **changes))
        request.user = editor
        assert koploper_page.lacks_approval(made, as_sent(request, page_of(made))) == bool(
            changes
        ), changes


@pytest.mark.parametrize("button", [{"action-publish": "action-publish"}, "review"])
def test_what_an_editor_changes_after_it_was_approved_is_warned_about(client, editor, button):
    made = draft()
    if button == "review":
        submitted(made)
        button = APPROVES
    answer = press(client, made, **button, **CHANGES[-1])
    assertContains(answer, REWRITTEN)
    assertContains(answer, f'name="{KNOWN}"')
    assert not page_of(made).live
    assert press(client, made, **button, **CHANGES[-1], **{KNOWN: "1"}).status_code == 302
    assert page_of(made).live


def test_a_text_that_was_changed_before_warns_in_bulk_and_on_the_first_screen(client, editor):
    made = draft()
    press(client, made, lead="Anders.")
    assertContains(in_bulk(client, made), "is veranderd nadat de indiener die goedkeurde")
    assertContains(approve(client, made, submitted(made)), REWRITTEN)
    assert not page_of(made).live


def test_what_is_no_text_may_change_after_it_was_approved(client, editor):
    made = draft()
    page = koploper_page.newest(made)
    page.body = [("paragraph", "<p>Regel &#x27;een&#x27;.<br/>Twee.</p>")]
    Application.objects.update(approved_revision=page.save_revision())
    opened = koploper_page.newest(made)
    key, value = opened.body[0].id, "<p data-block-key=\"a1b2c\">Regel 'een'.<br/>Twee.</p>"
    body = streamfield([("paragraph", rich_text(value))])
    body["0"]["id"] = key
    fields = {"phase": "proef", "search_description": "Kort."}
    sent = {"body": body, **fields, "action-publish": "action-publish"}
    assert press(client, made, **sent).status_code == 302
    assert page_of(made).live


def test_a_version_that_is_kept_no_more_was_not_this_one(client, editor):
    made = draft()
    Application.objects.update(approved_revision=None)
    assertContains(press(client, made, **{"action-publish": "action-publish"}), REWRITTEN)


def test_approving_in_a_window_of_the_first_screen_leads_to_the_editor(client, editor):
    made = draft(approved=False)
    task = submitted(made)
    url = reverse("wagtailadmin_pages:workflow_action", args=[made.page_id, "approve", task.pk])
    answer = client.post(url, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.json()["redirect"].endswith(f"/pages/{made.page_id}/edit/")
    assert not page_of(made).live


def test_what_was_planned_before_a_decision_was_reopened_stays_offline(client, editor):
    made = draft()
    plan = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    press(client, made, **{"go_live_at": plan, "action-publish": "action-publish"})
    assert page_of(made).approved_schedule
    apply(made, Action.REOPEN, adviser(), reason="Er zijn nieuwe feiten.")
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        call_command("publish_scheduled")
    assert not page_of(made).live
    assert not page_of(made).approved_schedule


def test_what_was_planned_and_may_be_public_goes_online_by_the_clock(client, editor):
    made = draft()
    plan = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    press(client, made, **{"go_live_at": plan, "action-publish": "action-publish"})
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        call_command("publish_scheduled")
    assert page_of(made).live


@pytest.mark.parametrize(
    ("action", "reason"), [(Action.REOPEN, "Nieuwe feiten."), (Action.END, "Op.")]
)
def test_a_koploper_that_is_none_any_more_goes_offline(client, editor, action, reason):
    made = draft()
    koploper_page.newest(made).save_revision().publish()
    assert page_of(made).live
    apply(made, action, adviser(), reason=reason)
    assert not page_of(made).live


def test_the_page_of_an_application_is_not_copied(client, editor):
    made = draft()
    answer = client.get(reverse("wagtailadmin_pages:copy", args=[made.page_id]), follow=True)
    assertContains(answer, "Je kunt hier geen kopie van maken")
    client.post(
        reverse("wagtailadmin_pages:copy", args=[made.page_id]),
        {
            "new_title": "Kopie",
            "new_slug": "kopie",
            "new_parent_page": koploper_index().pk,
            "publish_copies": "on",
        },
    )
    assert InitiativePage.objects.count() == 1


def test_a_page_without_an_application_is_nobody_s_to_forbid(client, editor):
    draft()
    Application.objects.update(page=None)
    page = InitiativePage.objects.get()
    page.get_latest_revision().publish()
    assert InitiativePage.objects.get().live
