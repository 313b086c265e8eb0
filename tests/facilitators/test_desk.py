"""The desk of who runs the Pool, by the ways that staff and others would try."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import GroupPagePermission

from core.models.mail import OutgoingMail
from facilitators import keeping, services
from facilitators.models import FacilitatorPage, FacilitatorRequest, Profile
from facilitators.services import Contact
from tests.facilitators.keeping_profiles import (
    EMAIL,
    applied,
    fresh,
    in_review,
    link_in,
    made,
    mails_to,
    method,
    online,
    page_of,
    subjects_to,
    text,
    words_of,
)
from tests.factories import NewsPageFactory, UserFactory, facilitator_index
from tests.html import filled_in, one, parse

pytestmark = pytest.mark.django_db
State = Profile.State
LIST = "/beheer/profielen/"


@pytest.fixture
def manager(client):
    """Who runs the Pool, logged in."""
    facilitator_index()
    user = UserFactory(groups=["Beheerder Facilitators Pool"])
    client.force_login(user)
    return user


def desk(profile, deed="inspect"):
    return f"{LIST}{deed}/{profile.pk}/"


def names(response):
    return [cell.get_text(strip=True) for cell in parse(response).select("td.field-name a")]


def seen(profile):
    return {"seen": fresh(profile).page.latest_revision_id, "step": "doen"}


def test_a_manager_takes_an_application_from_the_list_to_the_site(client, manager):
    profile = applied()
    keeping.confirm_address(profile, profile.email)
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


def test_looking_at_what_would_happen_does_nothing(client, manager):
    profile = in_review()
    mails = OutgoingMail.objects.count()
    for deed in ("publish", "reject", "remove", "invite"):
        assert client.get(desk(profile, deed)).status_code == 200
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
    services.take_up(profile, manager)
    answer = words_of(client.get(desk(profile, "publish")))
    assert "Beschrijf welke veranderingen" in answer
    assert "Het e-mailadres is nog niet bevestigd" in answer
    assert "Ja, publiceren" not in answer
    answer = client.post(desk(profile, "publish"), seen(profile), follow=True)
    assert "Dit profiel kan nog niet online." in words_of(answer)
    assert not fresh(profile).page.live


def test_a_waiting_change_stands_at_the_desk_with_its_difference(client, manager):
    profile = online()
    keeping.submit_change(profile, text(lead="Een nieuwe inleiding, met genoeg tekens erin."))
    assert names(client.get(LIST, {"doen": "wijziging"})) == ["Anna van der Test"]
    page = client.get(desk(profile))
    assert "Een nieuwe inleiding, met genoeg tekens erin." in words_of(page)
    (link,) = parse(page).select("a[href*=compare]")
    compared = client.get(str(link["href"]))
    assert compared.status_code == 200
    assert "Een nieuwe inleiding" in words_of(compared)


@pytest.mark.parametrize(
    ("label", "words", "changed"),
    [
        ("Voornaam", "Anne", {"first_name": "Anne"}),
        ("Tussenvoegsel", "op den", {"infix": "op den"}),
        ("Achternaam", "Zeef", {"last_name": "Zeef"}),
        (
            "Soort profiel",
            "Bureau of organisatie",
            {"is_organisation": True, "first_name": "", "infix": "", "last_name": ""},
        ),
    ],
)
def test_whatever_part_of_a_name_changes_the_desk_shows_it(client, manager, label, words, changed):
    profile = online()
    keeping.submit_change(profile, text(**changed))
    box = parse(client.get(desk(profile))).select_one(".aln-differences")
    assert box is not None
    said = [" ".join(line.get_text().split()) for line in box.select("dt, dd")]
    assert said[said.index(label) + 2] == f"Wordt: {words}"


def test_a_change_that_was_taken_back_says_that_nothing_differs(client, manager):
    profile = online()
    keeping.submit_change(profile, text(lead="Een nieuwe inleiding, met genoeg tekens erin."))
    keeping.submit_change(profile, text())
    assert "Er is geen verschil meer met wat is goedgekeurd." in words_of(client.get(desk(profile)))


def test_approving_at_the_desk_publishes_and_refusing_needs_a_reason(client, manager):
    profile = online()
    new = "Een nieuwe inleiding, met genoeg tekens erin."
    keeping.submit_change(profile, text(lead=new))
    answer = client.post(desk(profile, "refuse_change"), {**seen(profile), "reason": ""})
    assert "Schrijf op waarom" in words_of(answer)
    client.post(desk(profile, "refuse_change"), {**seen(profile), "reason": "Te wervend."})
    assert fresh(profile).review_asked_at is None
    assert "> Te wervend." in mails_to(EMAIL)[-1].text
    assert fresh(profile).page.lead != new
    keeping.submit_change(profile, text(lead=new + " Echt."))
    client.post(desk(profile, "approve_change"), seen(profile))
    assert fresh(profile).page.lead == new + " Echt."
    assert subjects_to(EMAIL)[-1] == "Je wijziging is goedgekeurd"


def test_a_change_that_came_after_looking_is_not_approved_unseen(client, manager):
    profile = online()
    keeping.submit_change(profile, text(lead="De eerste nieuwe tekst, die de beheerder zag."))
    looked_at = seen(profile)
    keeping.submit_change(profile, text(lead="De tweede nieuwe tekst, die niemand nog zag."))
    answer = client.post(desk(profile, "approve_change"), looked_at, follow=True)
    assert "Dit profiel is net aangepast" in words_of(answer)
    assert fresh(profile).page.lead.startswith("Ik help teams")


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


def test_the_list_asks_as_much_of_the_database_for_thirty_as_for_three(
    client, manager, django_assert_max_num_queries
):
    for _ in range(3):
        FacilitatorRequest.objects.create(profile=made())
    client.get(LIST)
    with django_assert_max_num_queries(60) as few:
        client.get(LIST)
    for _ in range(27):
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


OTHER = "ander@voorbeeld.example"


def test_another_address_for_who_is_online_counts_once_it_is_confirmed(client, manager):
    contact = Contact(phone="", website="", shows_email=True, shows_phone=False)
    profile = online(contact=contact)
    page = page_of(profile).get_url()
    preview = client.post(desk(profile, "new_address"), {"email": OTHER, "step": "bekijken"})
    assert "Bevestig je nieuwe e-mailadres" in words_of(preview)
    client.post(desk(profile, "new_address"), {"email": OTHER, "step": "doen"})
    assert (fresh(profile).email, fresh(profile).new_email) == (EMAIL, OTHER)
    assert EMAIL in client.get(page).content.decode()
    assert OTHER not in client.get(page).content.decode()
    assert fresh(profile).email_confirmed_at == profile.email_confirmed_at
    assert subjects_to(OTHER) == ["Bevestig je nieuwe e-mailadres"]
    client.post(link_in(mails_to(OTHER)[0]))
    assert OTHER in client.get(page).content.decode()
    assert subjects_to(EMAIL)[-1] == "Je e-mailadres is veranderd"


def test_filling_in_an_address_does_not_show_what_waits_for_review(client, manager):
    profile = online()
    keeping.submit_change(profile, text(last_name="Zeef"))
    assert not parse(client.get(desk(profile, "new_address"))).select(".aln-differences")


def test_the_address_that_somebody_online_has_already_gets_a_new_link(client, manager):
    profile = online()
    old = link_in(mails_to()[-1])
    data = {"email": EMAIL.upper(), "step": "doen"}
    client.post(desk(profile, "new_address"), data)
    assert subjects_to()[-1] == "Je link naar je profiel"
    assert fresh(profile).email_confirmed_at == profile.email_confirmed_at
    assert client.get(old).status_code == 410
    assert client.get(link_in(mails_to()[-1])).status_code == 200


def test_who_is_online_is_not_invited_anew_with_an_address_nobody_confirmed(client, manager):
    profile = online()
    data = {"email": OTHER, "step": "doen"}
    answer = client.post(desk(profile, "invite"), data, follow=True)
    assert "Dat kan nu niet" in words_of(answer)
    assert fresh(profile).email == EMAIL


def test_a_page_without_consent_is_not_published_with_the_button_of_wagtail(client, manager):
    profile = in_review()
    profile.consents.all().delete()
    data = {"title": "Anna", "slug": "anna", "action-publish": "publish"}
    client.post(f"/beheer/pages/{profile.page_id}/edit/", data)
    assert not fresh(profile).page.live


def _publish_one(client, page, **changed):
    """Press Publiceren below the form of a page, with what stands in the form."""
    address = f"/beheer/pages/{page.pk}/edit/"
    form = filled_in(one(parse(client.get(address)), "#page-edit-form"))
    return client.post(address, {**form, "action-publish": "action-publish", **changed})


def _plan(client, page):
    return _publish_one(client, page, go_live_at="2099-01-01 09:00")


def _publish_many(client, page):
    address = f"/beheer/bulk/wagtailcore/page/publish/?id={page.pk}&next=/beheer/"
    return client.post(address, follow=True)


WAYS = pytest.mark.parametrize("publish", [_publish_one, _publish_many, _plan])


def _is_coming(profile):
    """Return whether the page is online, or will be by the clock."""
    page = page_of(profile)
    return page.live or page.revisions.exclude(approved_go_live_at=None).exists()


@WAYS
def test_a_pause_of_the_facilitator_is_not_undone_by_publishing_the_page(client, manager, publish):
    profile = online()
    services.pause(profile)
    mails = len(mails_to())
    publish(client, page_of(profile))
    assert fresh(profile).state == State.PAUSED
    assert not _is_coming(profile)
    assert len(mails_to()) == mails


@WAYS
def test_what_staff_paused_they_can_publish_again(client, manager, publish):
    profile = online()
    services.pause(profile, manager)
    publish(client, page_of(profile))
    assert _is_coming(profile)


def test_who_may_not_publish_after_a_pause_reads_why_and_what_can_be_done(client, manager):
    profile = online()
    services.pause(profile)
    said = words_of(_publish_many(client, page_of(profile)))
    assert "De facilitator heeft dit profiel gepauzeerd." in said
    assert "Daar kun je een wijziging goedkeuren." in said
    keeping.submit_change(profile, text(lead="Een nieuwe inleiding, met genoeg tekens erin."))
    answer = client.post(desk(profile, "approve_change"), seen(profile), follow=True)
    assert "De wijziging is goedgekeurd." in words_of(answer)
    assert not page_of(profile).live
    Profile.objects.filter(pk=profile.pk).update(asked_at=timezone.now())
    said = words_of(_publish_many(client, page_of(profile)))
    assert "de facilitator liet niet weten of het nog klopt" in said


def test_a_page_is_deleted_at_the_desk_and_not_in_the_tree(client, manager):
    client.force_login(UserFactory(is_superuser=True))
    profile = online()
    answer = client.post(f"/beheer/pages/{profile.page_id}/delete/", follow=True)
    assert "Verwijder een profiel hier" in words_of(answer)
    assert FacilitatorPage.objects.filter(pk=profile.page_id).exists()


def test_a_method_in_use_is_not_deleted_not_even_one_in_a_draft(client, manager):
    used, drafted, free = (method(name, name.lower()) for name in ("Actieleren", "Open", "Vrij"))
    profile = online()
    keeping.submit_change(profile, text(methods=("actieleren", "open")))
    for chosen in (used, drafted):
        address = f"/beheer/snippets/facilitators/method/delete/{chosen.pk}/"
        assert "is in gebruik bij Anna" in words_of(client.post(address, follow=True))
    client.post(f"/beheer/snippets/facilitators/method/delete/{free.pk}/")
    assert set(type(used).objects.values_list("name", flat=True)) == {"Actieleren", "Open"}


def test_an_editor_looks_and_decides_nothing(client):
    profile = in_review()
    client.force_login(UserFactory(groups=["Redacteur"]))
    assert names(client.get(LIST)) == ["Anna van der Test"]
    page = words_of(client.get(desk(profile)))
    assert "Toestemming" in page
    assert "Publiceren…" not in page
    _may_do_nothing(client, profile)
    client.post(f"/beheer/pages/{profile.page_id}/edit/", {"action-publish": "publish"})
    assert not fresh(profile).page.live


def test_an_author_sees_nothing_of_it(client):
    profile = in_review()
    client.force_login(UserFactory(groups=["Auteur"]))
    for address in (LIST, desk(profile), "/beheer/vragen/"):
        assert client.get(address).status_code == 302
    assert client.get("/beheer/snippets/facilitators/method/").status_code == 302
    _may_do_nothing(client, profile)


def test_who_is_not_logged_in_is_asked_to_do_so(client):
    profile = in_review()
    assert "/login/" in client.get(desk(profile))["Location"]
    _may_do_nothing(client, profile)


def _may_do_nothing(client, profile):
    mails = OutgoingMail.objects.count()
    for deed in ("publish", "reject", "pause", "remove", "take_up", "invite", "approve_change"):
        for answer in (
            client.get(desk(profile, deed)),
            client.post(desk(profile, deed), {"reason": "x", "email": "x@y.nl", **seen(profile)}),
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


def test_the_first_screen_says_who_waits_and_leads_to_just_those(client, manager):
    NewsPageFactory(go_live_at=timezone.now() + timedelta(days=2), live=False)
    said = words_of(client.get("/beheer/"))
    assert "Er wacht niemand op je" in said
    assert "Gepland" not in said
    assert "Alle berichten" not in said
    old = applied(email="oud@voorbeeld.example")
    Profile.objects.filter(pk=old.pk).update(applied_at=timezone.now() - timedelta(days=60))
    changed = online()
    keeping.submit_change(changed, text(lead="Ik help teams en besturen om te leren."))
    OutgoingMail.objects.filter(about_key=changed.pk, recipient=changed.email).update(
        state=OutgoingMail.State.FAILED
    )
    soup = parse(client.get("/beheer/"))
    links = {" ".join(link.get_text().split()): link["href"] for link in soup.select("main a")}
    for words, name in {
        "1 aanmelding om te beoordelen": old,
        "1 gewijzigd profiel om te bekijken": changed,
        "1 wacht al langer dan 10 werkdagen": old,
        "1 profiel met mail die niet aankwam": changed,
    }.items():
        listed = parse(client.get(links[words])).select(".listing tbody tr")
        assert len(listed) == 1, words
        assert f"/inspect/{name.pk}/" in str(listed[0]), words


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
