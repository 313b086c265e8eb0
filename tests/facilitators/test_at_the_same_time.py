"""Profiles with real commits: what is kept of pages, and people who act at the same instant."""

from contextlib import suppress

import pytest

from facilitators import profile_states, profile_updates
from facilitators.errors import Refused
from facilitators.models import Profile
from tests.facilitators.keeping_profiles import (
    EMAIL,
    application,
    fresh,
    in_review,
    online,
    page_of,
    subjects_to,
    text,
)
from tests.factories import BranchFactory, ThemeFactory, UserFactory, facilitator_index
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("committing_db")
State = Profile.State
NEW = "Een nieuwe inleiding, met genoeg tekens erin."


def doing(action, *arguments):
    """Return an action that may be refused."""

    def do() -> None:
        with suppress(Refused):
            action(*arguments)

    return do


def test_a_paused_or_removed_profile_is_gone_everywhere_at_once_kept_pages_included(
    client, settings
):
    settings.PAGE_CACHE = True
    pool = facilitator_index().get_url()
    theme, branch = ThemeFactory(name="Leren"), BranchFactory(name="Thuiszorg")
    profile = online(themes=("leren",), all_themes=False)
    address = profile.page.get_url()
    # Where it stands, by its name and address, and by those that it has when it is removed.
    signs = (profile.page.title, address, f"gewist-{profile.pk}")
    lists = {
        "list": pool,
        "words in the list": f"{pool}?q=anna",
        "facet": f"{pool}?regio=midden",
        "guide": f"{pool}?doel=groepen-begeleiden",
        "comparison": f"{pool}vergelijk/?lijst={profile.page_id}",
        "search": "/zoeken/?q=anna",
        "suggestions": "/zoeken/suggesties/?q=anna",
        **{
            f"{term} {part}": f"{term.url}{part}"
            for term in (theme, branch)
            for part in ("", "rss/", "atom/")
        },
    }

    def shows(url: str) -> bool:
        answer = client.get(url)
        assert answer.status_code == 200, url
        return any(sign in answer.content.decode() for sign in signs)

    def where_it_is() -> set[str]:
        places = {
            "page": client.get(address).status_code == 200,
            "contact": client.get(f"{address}contact/").status_code == 200,
            "sitemap": address in _sitemap(client),
            **{place: shows(url) for place, url in lists.items()},
        }
        return {place for place, is_there in places.items() if is_there}

    everywhere = {"page", "contact", "sitemap", *lists}
    for _ in range(2):
        assert where_it_is() == everywhere
    profile_states.pause(profile)
    assert where_it_is() == set()
    profile_states.resume(profile)
    assert where_it_is() == everywhere
    profile_states.remove(profile)
    assert where_it_is() == set()


def _sitemap(client) -> str:
    index = client.get("/sitemap.xml").content.decode()
    parts = [part.split("</loc>")[0] for part in index.split("<loc>")[1:]]
    return "".join(client.get("/" + part.split("/", 3)[3]).content.decode() for part in parts)


def test_availability_is_online_at_once(client, settings):
    settings.PAGE_CACHE = True
    profile = online()
    pool = facilitator_index().get_url()
    available = {"beschikbaar": "ja"}
    assert profile.page.title in client.get(pool, available).content.decode()
    profile_updates.set_availability(profile, "niet", None)
    assert profile.page.title not in client.get(pool, available).content.decode()


def test_a_change_that_is_approved_while_the_facilitator_pauses_does_not_bring_the_page_back():
    profile = online()
    for number in range(8):
        new = f"{NEW} Versie {number}."
        profile_updates.submit_change(profile, text(lead=new))
        seen = fresh(profile).page.latest_revision_id
        at_once(
            doing(profile_updates.approve_change, profile, None, seen),
            doing(profile_states.pause, profile),
        )
        profile = fresh(profile)
        assert (profile.state, profile.page.live) == (State.PAUSED, False)
        assert profile.approved_revision_id == seen
        profile_states.resume(profile)
        assert page_of(profile).lead == new


def test_a_page_published_by_the_button_of_wagtail_while_the_facilitator_removes_it_stays_away():
    for number in range(8):
        profile = online(email=f"anna-{number}@voorbeeld.example")
        revision = profile.page.latest_revision
        at_once(doing(profile_states.remove, profile), doing(_publish_if_there, revision))
        profile = fresh(profile)
        assert profile.state == State.REMOVED
        assert not profile.page.live
        assert profile.page.title == f"Gewist profiel {profile.pk}"


def _publish_if_there(revision) -> None:
    # What Wagtail does when somebody presses Publiceren on what was on the screen.
    with suppress(Exception):
        revision.publish()


def test_two_managers_who_decide_at_once_decide_once():
    user = UserFactory()
    for number in range(8):
        email = f"anna-{number}@voorbeeld.example"
        profile = in_review(email=email)
        seen = profile.page.latest_revision_id
        at_once(
            doing(profile_states.publish, profile, user, seen),
            doing(profile_states.reject, profile, user, "Te weinig ervaring."),
        )
        outcomes = {"Je profiel staat online", "Uitkomst van je aanmelding"}
        assert len(outcomes & set(subjects_to(email))) == 1
        profile = fresh(profile)
        assert profile.page.live == (profile.state == State.PUBLISHED)


def test_one_form_sent_twice_at_once_applies_once():
    pool = facilitator_index()
    asked = application()
    for number in range(5):
        key = Profile._meta.get_field("key").default()
        Profile.objects.update(email=f"eerder-{number}@voorbeeld.example")
        at_once(*[doing(profile_states.apply, pool, asked, key)] * 2)
        assert Profile.objects.filter(email=EMAIL).count() == 1


def test_many_who_apply_at_once_all_get_a_page():
    pool = facilitator_index()
    key = Profile._meta.get_field("key").default
    names = [f"{number}@voorbeeld.example" for number in range(8)]
    at_once(*[doing(profile_states.apply, pool, application(name), key()) for name in names])
    assert Profile.objects.count() == 8
    assert len(set(Profile.objects.values_list("page__path", flat=True))) == 8
