"""Once a year: is it still right? And what time does to those who are silent or gone."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.models.mail import OutgoingMail
from facilitators import anonymise, profile_states, profile_updates, yearly_check
from facilitators.models import Profile
from tests.facilitators.keeping_profiles import (
    EMAIL,
    NEW,
    applied,
    fresh,
    in_review,
    link_in,
    mails_to,
    page_of,
    subjects_to,
    words_of,
)

pytestmark = pytest.mark.usefixtures("profile")
State = Profile.State


def after(**passed):
    """Do what the worker does each minute, so much later than now."""
    with time_machine.travel(timezone.now() + timedelta(**passed), tick=False):
        yearly_check.ask()
        yearly_check.pause_the_silent()
        anonymise.forget()


def test_the_question_goes_out_after_a_year_once_and_not_before(profile):
    after(days=364)
    assert "Klopt je profiel nog?" not in subjects_to()
    after(days=366)
    after(days=367)
    assert subjects_to().count("Klopt je profiel nog?") == 1
    text = mails_to()[-1].text
    assert "Ja, mijn profiel klopt:" in text
    assert "Nee, ik wil iets aanpassen:" in text


def test_saying_yes_takes_a_press_of_a_button_and_buys_a_year(client, profile):
    after(days=366)
    with time_machine.travel(timezone.now() + timedelta(days=370), tick=False):
        link = link_in(mails_to()[-1], "/klopt/")
        assert "Ja, mijn profiel klopt" in words_of(client.get(link))
        assert fresh(profile).asked_at
        assert "Dank je wel" in words_of(client.post(link))
        assert "Dank je wel" in words_of(client.get(link))
        assert fresh(profile).asked_at is None
    after(days=366 + 61)
    assert fresh(profile).state == State.PUBLISHED
    after(days=370 + 366)
    assert subjects_to().count("Klopt je profiel nog?") == 2


def test_both_buttons_of_the_question_work_until_the_time_to_answer_is_over(client):
    after(days=366)
    text = mails_to()[-1].text
    yes = link_in(mails_to()[-1], "/klopt/")
    no = "/" + text.split("Nee, ik wil iets aanpassen:")[1].split()[0].split("/", 3)[3]
    with time_machine.travel(timezone.now() + timedelta(days=366 + 59, hours=23), tick=False):
        assert "Ja, mijn profiel klopt" in words_of(client.get(yes))
        answer = client.get(no)
        assert answer.status_code == 200
        assert "Pas je beschikbaarheid aan" in words_of(answer)
    with time_machine.travel(timezone.now() + timedelta(days=366 + 121), tick=False):
        assert client.get(no).status_code == 410


def test_changing_something_is_an_answer_too(profile):
    after(days=366)
    with time_machine.travel(timezone.now() + timedelta(days=380), tick=False):
        profile_updates.set_availability(profile, "beperkt", None)
    after(days=366 + 61)
    assert fresh(profile).state == State.PUBLISHED


def test_sixty_days_of_silence_pause_the_profile_and_not_fifty_nine(client, profile):
    after(days=366)
    after(days=366 + 59)
    assert fresh(profile).state == State.PUBLISHED
    after(days=366 + 61)
    assert fresh(profile).state == State.PAUSED
    assert client.get(page_of(profile).get_url()).status_code == 404
    assert subjects_to()[-1] == "Je profiel is gepauzeerd"
    assert "We hoorden 60 dagen niets" in mails_to()[-1].text


def test_who_answers_late_is_back_online_with_the_same_button(client, profile):
    after(days=366)
    link = link_in(mails_to()[-1], "/klopt/")
    after(days=366 + 61)
    with time_machine.travel(timezone.now() + timedelta(days=366 + 70), tick=False):
        assert "zet het weer online" in words_of(client.get(link))
        client.post(link)
        assert page_of(profile).live


def test_who_paused_themselves_is_not_asked(profile):
    profile_states.pause(profile)
    after(days=500)
    assert "Klopt je profiel nog?" not in subjects_to()


def test_a_removed_profile_keeps_its_address_thirty_days_and_then_nothing(profile):
    profile_states.remove(profile)
    after(days=29)
    assert fresh(profile).email == EMAIL
    after(days=31)
    assert fresh(profile).email == ""
    assert not OutgoingMail.objects.filter(recipient=EMAIL).exists()


def test_of_a_rejected_application_nothing_is_left_after_thirty_days():
    profile = in_review(email=NEW)
    profile_states.reject(profile, None, "Te weinig ervaring.")
    after(days=29)
    assert page_of(profile).last_name == "Test"
    after(days=31)
    profile, page = fresh(profile), page_of(profile)
    assert (profile.email, profile.reason) == ("", "")
    assert page.title == f"Gewist profiel {profile.pk}"
    assert "Test" not in str(vars(page))


def test_an_application_whose_address_nobody_confirmed_is_forgotten():
    profile = applied(NEW)
    after(days=31)
    assert (fresh(profile).state, fresh(profile).email) == (State.REMOVED, "")


def test_who_is_in_the_pool_is_not_forgotten(profile):
    after(days=31)
    profile_states.pause(profile)
    after(days=400)
    assert fresh(profile).email == EMAIL
    assert page_of(profile).last_name == "Test"
