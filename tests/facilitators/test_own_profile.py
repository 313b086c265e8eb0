"""What a facilitator who is online does by the link in the mail: look, change, pause, stop."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from facilitators import consents, profile_links, profile_states, profile_updates
from facilitators.models import Profile
from facilitators.self_service.forms import ApplicationForm, AvailabilityForm
from facilitators.self_service.text_forms import answers_of_text
from tests.facilitators.keeping_profiles import (
    ASK,
    EMAIL,
    FORM,
    NEW,
    NOTHING_SHOWN,
    applied,
    fresh,
    link_in,
    mails_to,
    method,
    own,
    page_of,
    subjects_to,
    text,
    words_of,
)
from tests.factories import UserFactory
from tests.html import attribute, one, parse
from tests.working import do_all_tasks

pytestmark = pytest.mark.usefixtures("profile")
State = Profile.State


def test_the_overview_says_how_it_stands_and_is_kept_by_nobody(client, profile):
    answer = client.get(own(profile))
    said = words_of(answer)
    assert "Je profiel staat online" in said
    assert "Beschikbaar" in said
    assert f"{EMAIL} (niet op de site)" in said
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_availability_is_changed_at_once(client, profile):
    with time_machine.travel("2019-03-26 12:00+01:00", tick=False):
        data = {"beschikbaarheid": "niet", "maand": "9", "jaar": "2019"}
        answer = client.post(own(profile, "beschikbaarheid/"), data, follow=True)
        assert "Weer beschikbaar vanaf september 2019" in words_of(answer)
    assert fresh(profile).available_from == date(2019, 9, 1)
    client.post(own(profile, "beschikbaarheid/"), {"beschikbaarheid": "beperkt"})
    assert (fresh(profile).availability, fresh(profile).available_from) == ("beperkt", None)


def test_a_month_that_is_here_or_gone_is_not_one_to_be_back_in(client, profile):
    with time_machine.travel("2019-03-01 12:00+01:00", tick=False):
        for form in (AvailabilityForm, ApplicationForm):
            for month in ("1", "3"):
                data = {"beschikbaarheid": "niet", "maand": month, "jaar": "2019"}
                assert form(data).errors["maand"] == ["Kies een maand die nog komt"]
        answer = client.post(own(profile, "beschikbaarheid/"), data)
        assert "Kies een maand die nog komt" in words_of(answer)
        assert attribute(parse(answer), "input[name=jaar]", "value") == "2019"
    assert fresh(profile).availability == "beschikbaar"


def test_a_month_that_has_come_shows_as_available_and_refuses_nothing(client, profile):
    profile_updates.set_availability(profile, "niet", date(2019, 9, 1))
    address = own(profile, "beschikbaarheid/")
    form = parse(client.get(address))
    (chosen,) = form.select("input[name=beschikbaarheid][checked]")
    assert chosen["value"] == "beschikbaar"
    assert not form.select_one("input[name=jaar]").get("value")
    assert client.post(address, {"beschikbaarheid": "niet"}).status_code == 302
    assert (fresh(profile).availability, fresh(profile).available_from) == ("niet", None)


def test_a_new_text_waits_for_review_and_what_is_online_stays(client, profile):
    manager = UserFactory(groups=["Beheerder Facilitators Pool"])
    new = "Een nieuwe inleiding, met genoeg tekens erin."
    form = parse(client.get(own(profile, "tekst/")))
    assert attribute(form, "input[name=achternaam]", "value") == "Test"
    data = {**answers_of_text(text(lead=new))}
    said = words_of(client.post(own(profile, "tekst/"), data, follow=True))
    assert "Wacht op controle" in said
    assert new in said
    assert page_of(profile).lead != new
    assert subjects_to(manager.email)[-1] == "Een profiel wacht op controle"
    # Going on with what waits, not with what is online; one mail is enough.
    again = parse(client.get(own(profile, "tekst/")))
    assert again.select_one("textarea[name=inleiding]").get_text().strip() == new
    client.post(own(profile, "tekst/"), {**data, "inleiding": new + " En meer."})
    assert subjects_to(manager.email).count("Een profiel wacht op controle") == 1


def test_who_changed_a_text_sees_the_page_as_it_will_be_and_nobody_else_does(client, profile):
    new = "Een nieuwe inleiding, met genoeg tekens erin."
    client.post(own(profile, "tekst/"), answers_of_text(text(lead=new)))
    link = one(parse(client.get(own(profile))), 'a[href$="/voorbeeld/"]')
    assert link.get_text() == "Bekijk een voorbeeld van je pagina"
    shown = client.get(own(profile, "voorbeeld/"))
    assert new in words_of(shown)
    assert "Alleen jij ziet dit." in words_of(shown)
    assert "no-store" in shown["Cache-Control"]
    assert shown["X-Robots-Tag"] == "noindex"
    assert new not in words_of(client.get(page_of(profile).url))


def test_an_applicant_sees_the_page_before_it_is_online(client):
    mine = applied(email="nieuw@voorbeeld.example", lead="Ik help teams die anders willen leren.")
    assert "Je tekst wacht op controle." in words_of(client.get(own(mine)))
    assert "die anders willen leren" in words_of(client.get(own(mine, "voorbeeld/")))


def test_a_refused_text_is_kept_with_the_reason(client, profile):
    profile_updates.submit_change(
        profile, text(lead="Een nieuwe inleiding, met genoeg tekens erin.")
    )
    seen = fresh(profile).page.latest_revision_id
    profile_updates.refuse_change(profile, None, seen, "Dit is te wervend.")
    said = words_of(client.get(own(profile)))
    assert "Dit is te wervend." in said
    form = parse(client.get(own(profile, "tekst/")))
    assert "Een nieuwe inleiding" in form.select_one("textarea[name=inleiding]").get_text()


def test_a_method_that_is_no_longer_offered_stays_with_who_has_it(client, profile):
    type(method()).objects.update(active=False)
    form = parse(client.get(own(profile, "tekst/")))
    assert form.select_one("input[name=methodieken][value=actieleren]").has_attr("checked")
    assert not parse(client.get(FORM)).select("input[name=methodieken][value=actieleren]")


def test_consent_is_given_and_withdrawn_with_its_date(client, profile):
    data = {"email": EMAIL, "visie": "on", "profiel": "on"}
    client.post(own(profile, "contact/"), {**data, "toon_email": "on"})
    assert EMAIL in client.get(page_of(profile).get_url()).content.decode()
    client.post(own(profile, "contact/"), data)
    assert EMAIL not in client.get(page_of(profile).get_url()).content.decode()
    consent = profile.consents.get(item="email")
    assert consent.wording == consents.WORDINGS[consents.Item.EMAIL]
    assert consent.withdrawn_at > consent.given_at


def test_a_new_address_counts_once_it_is_confirmed_and_the_old_one_hears_of_it(client, profile):
    data = {"email": NEW, "visie": "on", "profiel": "on"}
    link = own(profile)
    client.post(f"{link}contact/", data)
    assert fresh(profile).email == EMAIL
    client.post(link_in(mails_to(NEW)[0]))
    assert fresh(profile).email == NEW
    assert subjects_to(EMAIL)[-1] == "Je e-mailadres is veranderd"
    # Links that went to the former address are dead.
    assert client.get(link).status_code == 410


def test_who_only_reads_the_former_address_cannot_confirm_the_new_one(profile):
    profile_updates.set_contact(profile, NOTHING_SHOWN, NEW, follows_vision=True)
    profile_updates.confirm_address(profile, EMAIL)
    assert fresh(profile).email == EMAIL
    profile_updates.confirm_address(profile, NEW.upper())
    assert fresh(profile).email == NEW


def test_a_used_link_to_a_new_address_says_that_nothing_more_is_needed(client, profile):
    profile_updates.set_contact(profile, NOTHING_SHOWN, NEW, follows_vision=True)
    link = link_in(mails_to(NEW)[0])
    assert "Je e-mailadres is bevestigd" in words_of(client.post(link))
    assert "Dan is deze link gebruikt" in words_of(client.get(link))


def test_pausing_asks_first_then_works_at_once_and_can_be_undone(client, profile):
    address = page_of(profile).get_url()
    assert "Wil je je profiel pauzeren?" in words_of(client.get(own(profile, "pauzeren/")))
    assert client.get(address).status_code == 200
    said = words_of(client.post(own(profile, "pauzeren/"), follow=True))
    assert "Je profiel is gepauzeerd" in said
    assert client.get(address).status_code == 404
    client.post(own(profile, "hervatten/"))
    assert client.get(address).status_code == 200


def test_who_was_paused_by_staff_reads_so_and_has_no_button(client, profile):
    profile_states.pause(profile, UserFactory())
    answer = client.get(own(profile))
    assert "De beheerder van de Pool heeft je profiel van de website gehaald" in words_of(answer)
    assert "hervatten" not in answer.content.decode()
    client.post(own(profile, "hervatten/"))
    assert fresh(profile).state == State.PAUSED


def test_removing_asks_first_and_leaves_a_dead_link(client, profile):
    link = own(profile)
    assert "Dit kun je niet terugdraaien" in words_of(client.get(f"{link}verwijderen/"))
    assert fresh(profile).state == State.PUBLISHED
    said = words_of(client.post(f"{link}verwijderen/", follow=True))
    assert "Je profiel is verwijderd" in said
    dead = client.get(link)
    assert dead.status_code == 410
    assert "Vraag een nieuwe link" in words_of(dead)


def test_asking_for_a_link_never_tells_whether_the_address_is_known(client, profile):
    before = len(mails_to())
    known = client.post(ASK, {"email": EMAIL.upper()})
    unknown = client.post(ASK, {"email": "niemand@voorbeeld.example"})
    do_all_tasks()
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mails_to()) == before + 1
    assert not mails_to("niemand@voorbeeld.example")
    assert client.get(link_in(mails_to()[-1])).status_code == 200
    assert fresh(profile).state == State.PUBLISHED


def test_a_new_link_kills_the_older_ones(client, profile):
    old = own(profile)
    client.post(ASK, {"email": EMAIL})
    do_all_tasks()
    answer = client.get(old)
    assert answer.status_code == 410
    assert "Deze link werkt niet meer" in words_of(answer)


def test_an_old_a_garbled_and_a_strange_link_answer_kindly(client, profile):
    link = own(profile)
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert "Deze link werkt niet meer" in words_of(client.get(link))
    for broken in (link[:-4] + "/", "/facilitator/x/", "/facilitator/%00/", "/facilitator/1-2.x/"):
        answer = client.get(broken)
        assert answer.status_code == 404
        assert "Deze link werkt niet" in words_of(answer)
    forged = f"/facilitator/{uuid.uuid4().hex}-{10**30}.abc/"
    assert client.get(forged).status_code == 404


def test_a_link_is_for_one_thing_only(client, profile):
    yearly = profile_links.yearly_url(profile).rstrip("/").split("/")[-2]
    assert client.get(f"/facilitator/{yearly}/").status_code == 404
    edit = profile_links.edit_token(profile)
    assert client.get(f"/facilitator/{edit}/klopt/").status_code == 404


def test_staff_never_read_the_personal_link_in_a_mail(client):
    client.force_login(UserFactory(groups=["Redacteur"]))
    for mail in mails_to():
        page = client.get(f"/beheer/mail/inspect/{mail.pk}/").content.decode()
        assert "/facilitator/" not in page


def test_nobody_sends_a_form_of_a_profile_with_a_get(client, profile):
    for part in ("pauzeren/", "verwijderen/", "alles-klopt/"):
        client.get(own(profile, part))
    assert fresh(profile).state == State.PUBLISHED
