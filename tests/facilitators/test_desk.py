"""The desk of the Pool managers, by the ways that staff and others would try."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import GroupPagePermission

from core.models.mail import OutgoingMail
from facilitators import profile_states, profile_updates
from facilitators.models import FacilitatorRequest, Profile
from tests.facilitators.at_the_desk import LIST, desk, names, seen
from tests.facilitators.keeping_profiles import (
    EMAIL,
    EXPERIENCE,
    applied,
    fresh,
    in_review,
    made,
    online,
    subjects_to,
    words_of,
)
from tests.factories import ImageFactory, NewsPageFactory, UserFactory, facilitator_index
from tests.html import attribute, one, parse

pytestmark = pytest.mark.django_db
State = Profile.State


def test_a_manager_takes_an_application_from_the_list_to_the_site(client, manager):
    profile = applied()
    profile_updates.confirm_address(profile, profile.email)
    response = client.get(LIST)
    assert names(response) == ["Anna van der Test"]
    assert "Nieuwe aanmelding" in words_of(response)
    assert "In beoordeling nemen…" in words_of(client.get(desk(profile)))
    assert "We bekijken je aanmelding" in words_of(client.get(desk(profile, "take_up")))
    client.post(desk(profile, "take_up"), seen(profile))
    page = client.get(desk(profile, "publish"))
    assert "Je profiel staat online" in words_of(page)
    answer = client.post(desk(profile, "publish"), seen(profile), follow=True)
    assert "Het profiel staat online." in words_of(answer)
    assert fresh(profile).page.live
    assert fresh(profile).decided_by == manager


@pytest.mark.parametrize("action", ["inspect", "take_up", "publish", "reject"])
def test_a_manager_sees_all_that_is_judged(client, manager, action):
    profile = in_review() if action != "take_up" else applied()
    page = profile_states.latest(profile)
    page.listing_image, page.listing_image_alt = ImageFactory(), "Anna voor een groep"
    page.save_revision()
    answer = client.get(desk(fresh(profile), action))
    shown = words_of(answer)
    for part in (
        EXPERIENCE.strip(),
        page.lead,
        "Actieleren",
        "Anna voor een groep",
        "regio Midden",
    ):
        assert part in shown, part
    judged = one(parse(answer), "section[aria-labelledby=judged]")
    assert judged.select("img[src*='240x240']")
    preview = attribute(judged, "a", "href")
    assert page.lead in client.get(preview).text


def test_looking_at_what_would_happen_does_nothing(client, manager):
    profile = in_review()
    mails = OutgoingMail.objects.count()
    for action in ("publish", "reject", "remove", "invite"):
        assert client.get(desk(profile, action)).status_code == 200
    assert fresh(profile).state == State.IN_REVIEW
    assert OutgoingMail.objects.count() == mails


def test_a_rejection_shows_the_mail_first_and_asks_for_a_reason(client, manager):
    profile = in_review()
    address = desk(profile, "reject")
    assert "Schrijf op waarom" in words_of(client.post(address, {"reason": "", "step": "doen"}))
    preview = client.post(address, {"reason": "Te weinig ervaring.", "step": "bekijken"})
    assert "> Te weinig ervaring." in words_of(preview)
    assert fresh(profile).state == State.IN_REVIEW
    client.post(address, {"reason": "Te weinig ervaring.", "step": "doen"})
    assert fresh(profile).state == State.REJECTED
    assert subjects_to(EMAIL)[-1] == "Uitkomst van je aanmelding"


def test_a_profile_that_lacks_something_has_no_button_to_publish_it(client, manager):
    profile = applied(experience="")
    profile_states.take_up(profile, manager)
    answer = words_of(client.get(desk(profile, "publish")))
    assert "Beschrijf welke veranderingen" in answer
    assert "Het e-mailadres is nog niet bevestigd" in answer
    assert "Ja, publiceren" not in answer
    answer = client.post(desk(profile, "publish"), seen(profile), follow=True)
    assert "Dit profiel kan nog niet online." in words_of(answer)
    assert not fresh(profile).page.live


def test_the_list_filters_and_finds(client, manager):
    anna, bert = made(title="Anna", regions=["midden"]), made(title="Bert", regions=["zuid"])
    Profile.objects.filter(pk=bert.pk).update(availability="niet", state=State.PAUSED)
    assert names(client.get(LIST, {"beschikbaar": "beschikbaar"})) == ["Anna"]
    FacilitatorRequest.objects.create(profile=anna)
    assert names(client.get(LIST, {"status": "gepauzeerd"})) == ["Bert"]
    assert names(client.get(LIST, {"beschikbaar": "niet"})) == ["Bert"]
    assert names(client.get(LIST, {"regio": "midden"})) == ["Anna"]
    assert names(client.get(LIST, {"gevraagd": "nooit"})) == ["Bert"]
    assert names(client.get(LIST, {"gevraagd": "wel"})) == ["Anna"]
    assert names(client.get(LIST, {"q": "bert"})) == ["Bert"]
    assert names(client.get(LIST, {"q": anna.email})) == ["Anna"]
    assert "Geen profielen gevonden" in words_of(client.get(LIST, {"q": "niemand"}))
    strange = {"status": "x\0", "o": "9", "p": "zz", "state__exact": "1", "regio": "mars"}
    assert client.get(LIST, strange, follow=True).status_code == 200


@time_machine.travel("2019-09-01 12:00+02:00", tick=False)
def test_the_list_filters_on_availability_by_what_its_column_says(client, manager):
    away = {"profile__availability": "niet", "profile__available_from": date(2019, 9, 1)}
    made(title="Terug", **away)
    made(title="Straks", **{**away, "profile__available_from": date(2019, 10, 1)})
    made(title="Weg", profile__availability="niet")
    made(title="Beetje", profile__availability="beperkt")
    client.force_login(manager)
    expected = {
        "beschikbaar": {"Terug": "Beschikbaar"},
        "beperkt": {"Beetje": "Beperkt beschikbaar"},
        "niet": {"Straks": "Weer beschikbaar vanaf oktober 2019", "Weg": "Nu niet beschikbaar"},
    }
    for value, rows in expected.items():
        answer = client.get(LIST, {"beschikbaar": value})
        column = parse(answer).select("td.field-availability_words")
        said = [" ".join(cell.get_text().split()) for cell in column]
        assert dict(zip(names(answer), said, strict=True)) == rows


def test_an_application_is_late_after_ten_working_days_and_not_before(client, manager):
    with time_machine.travel("2019-03-04 12:00+01:00", tick=False):
        applied()
    # Monday 18 March is the tenth working day.
    for day, late in (("2019-03-18", False), ("2019-03-19", True)):
        with time_machine.travel(f"{day} 12:00+01:00", tick=False):
            client.force_login(manager)
            found = names(client.get(LIST, {"doen": "te-laat"}))
            assert found == (["Anna van der Test"] if late else [])
            assert ("te laat" in words_of(client.get(LIST, {"status": "aangevraagd"}))) == late


def test_the_list_asks_as_much_of_the_database_for_twelve_as_for_three(
    client, manager, django_assert_max_num_queries
):
    for _ in range(3):
        FacilitatorRequest.objects.create(profile=made())
    client.get(LIST)
    with django_assert_max_num_queries(60) as few:
        client.get(LIST)
    for _ in range(9):
        FacilitatorRequest.objects.create(profile=made())
    with django_assert_max_num_queries(60) as many:
        client.get(LIST)
    assert len(many) == len(few)


def test_requests_are_listed_with_their_dates_for_one_facilitator_too(client, manager):
    anna, bert = made(title="Anna"), made(title="Bert")
    day = timezone.localdate()
    FacilitatorRequest.objects.create(profile=anna, sent_on=day)
    FacilitatorRequest.objects.create(profile=bert, sent_on=day - timedelta(days=400))
    everything = words_of(client.get("/beheer/vragen/"))
    assert "Anna" in everything
    assert "Bert" in everything
    rows = parse(client.get("/beheer/vragen/", {"facilitator": bert.pk})).select("tbody tr")
    assert [row.select_one(".field-facilitator").get_text(strip=True) for row in rows] == ["Bert"]
    assert "Er is nog nooit iets aan deze facilitator gevraagd" not in words_of(
        client.get(desk(anna))
    )


def test_a_page_that_the_manager_adds_gets_a_profile_and_an_invitation(client, manager):
    pool = facilitator_index()
    answer = client.post(
        f"/beheer/pages/add/facilitators/facilitatorpage/{pool.pk}/",
        {"title": "Bureau Nieuw", "slug": "bureau-nieuw", "is_organisation": "on"},
        follow=True,
    )
    assert "Stel nu het e-mailadres van de facilitator in" in words_of(answer)
    profile = Profile.objects.get(page__title="Bureau Nieuw")
    assert (profile.state, profile.email) == (State.APPLIED, "")
    data = {"email": "bureau@voorbeeld.example", "step": "doen"}
    client.post(desk(profile, "invite"), data)
    assert subjects_to("bureau@voorbeeld.example") == ["Je profiel in de Facilitators Pool"]


def test_a_page_without_consent_is_not_published_with_the_button_of_wagtail(client, manager):
    profile = in_review()
    profile.consents.all().delete()
    data = {"title": "Anna", "slug": "anna", "action-publish": "publish"}
    client.post(f"/beheer/pages/{profile.page_id}/edit/", data)
    assert not fresh(profile).page.live


def test_who_does_not_run_the_pool_decides_nothing(client):
    profile = in_review()
    assert "/login/" in client.get(desk(profile))["Location"]
    _may_do_nothing(client, profile)

    client.force_login(UserFactory(groups=["Auteur"]))
    for address in (LIST, desk(profile), "/beheer/vragen/"):
        assert client.get(address).status_code == 302
    assert client.get("/beheer/snippets/facilitators/method/").status_code == 302
    _may_do_nothing(client, profile)

    client.force_login(UserFactory(groups=["Redacteur"]))
    assert names(client.get(LIST)) == ["Anna van der Test"]
    page = words_of(client.get(desk(profile)))
    assert "Toestemming" in page
    assert "Publiceren…" not in page
    _may_do_nothing(client, profile)
    client.post(f"/beheer/pages/{profile.page_id}/edit/", {"action-publish": "publish"})
    assert not fresh(profile).page.live


def _may_do_nothing(client, profile):
    mails = OutgoingMail.objects.count()
    for action in ("publish", "reject", "pause", "remove", "take_up", "invite", "approve_change"):
        for answer in (
            client.get(desk(profile, action)),
            client.post(desk(profile, action), {"reason": "x", "email": "x@y.nl", **seen(profile)}),
        ):
            assert answer.status_code in (302, 403)
            assert "profielen" not in answer.headers.get("Location", "").split("?")[0]
    assert fresh(profile).state == State.IN_REVIEW
    assert OutgoingMail.objects.count() == mails


def test_the_group_works_in_the_pool_and_nowhere_else():
    pool = facilitator_index()
    rows = GroupPagePermission.objects.filter(group__name="Beheerder Facilitators Pool")
    assert {row.page_id for row in rows} == {pool.pk}
    assert sorted(rows.values_list("permission__codename", flat=True)) == [
        "add_page",
        "change_page",
        "publish_page",
    ]


def test_who_does_not_run_the_pool_sees_the_news_and_not_what_waits_there(client):
    NewsPageFactory()
    client.force_login(UserFactory(groups=["Redacteur"]))
    said = words_of(client.get("/beheer/"))
    assert "Alle berichten" in said
    assert "Er wacht niemand op je" not in said


@pytest.mark.parametrize("action", ["publish", "unpublish"])
def test_who_does_not_run_the_pool_moves_no_profiles_with_many_at_once(client, action):
    profile = online() if action == "unpublish" else in_review()
    before = fresh(profile)
    client.force_login(UserFactory(groups=["Redacteur"]))
    client.post(f"/beheer/bulk/wagtailcore/page/{action}/?id={profile.page_id}&next=/beheer/")
    assert (fresh(profile).state, fresh(profile).page.live) == (before.state, before.page.live)
