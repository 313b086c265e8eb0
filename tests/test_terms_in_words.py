"""A term that is changed in one place is said otherwise everywhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string

from core import times
from facilitators import deadlines
from facilitators import mails as pool_letters
from initiatives.applications.workflow import outgoing_mail
from initiatives.events.templatetags import events
from tests.facilitators.keeping_profiles import made
from tests.factories import koploper_index


def test_a_length_is_said_in_the_unit_that_people_count_in():
    assert times.term(timedelta(hours=48)) == "48 uur"
    said = [times.term(timedelta(days=days)) for days in (14, 28, 30, 90)]
    assert said == ["14 dagen", "4 weken", "30 dagen", "90 dagen"]
    assert [times.workdays(number) for number in (1, 10)] == ["1 werkdag", "10 werkdagen"]


def test_the_mails_of_the_pool_say_the_terms_of_today(db, monkeypatch, settings):
    profile = made()
    monkeypatch.setattr(deadlines, "WORKDAYS_TO_ANSWER", 11)
    monkeypatch.setattr(deadlines, "TIME_FOR_YEARLY", timedelta(days=61))
    monkeypatch.setattr(deadlines, "TIME_TO_CONFIRM", timedelta(days=15))
    monkeypatch.setattr(deadlines, "KEEP_REFUSED", timedelta(days=31))
    settings.KEEP_PROFILE_AFTER_END = timedelta(days=32)
    link = "https://voorbeeld.example/"
    found = [
        pool_letters.please_confirm(profile, link),
        pool_letters.taken_up(profile, link),
        pool_letters.rejected(profile, "Zo niet."),
        pool_letters.paused_in_silence(profile, link),
        pool_letters.removed(profile),
        pool_letters.change_refused(profile, link, "Zo niet."),
        pool_letters.yearly(profile, link, link),
        pool_letters.new_application(profile),
    ]
    said = " ".join(" ".join(letter.text().split()) for letter in found)
    for new in ("11 werkdagen", "61 dagen", "15 dagen", "31 dagen", "32 dagen"):
        assert new in said
    for old in ("10 werkdagen", "60 dagen", "14 dagen", "30 dagen"):
        assert old not in said


@pytest.mark.parametrize(
    ("page", "new"),
    [
        ("facilitators/self_service/address.html", ("11 werkdagen",)),
        ("facilitators/self_service/remove.html", ("32 dagen",)),
        ("events/registration/standing.html", ("50 uur",)),
    ],
)
def test_pages_say_the_terms_of_today(db, monkeypatch, settings, page, new):
    monkeypatch.setattr(deadlines, "WORKDAYS_TO_ANSWER", 11)
    monkeypatch.setattr(events, "TIME_TO_ANSWER", timedelta(hours=50))
    settings.KEEP_PROFILE_AFTER_END = timedelta(days=32)
    context: dict[str, Any] = {"is_known": True, "profile": {"state": "aangevraagd"}}
    html = render_to_string(page, {**context, "token": "x", "standing": "waiting", "event": {}})
    assert all(each in html for each in new)


def test_who_tips_us_reads_the_terms_of_today(client, db, monkeypatch, settings):
    koploper_index()
    monkeypatch.setattr(outgoing_mail, "WORKDAYS_TO_HEAR", 11)
    settings.KEEP_NOMINATION = timedelta(days=91)
    for path, new in (("", "13 weken"), ("verstuurd/", "11 werkdagen")):
        assert new in client.get(f"/koploper-worden/voordragen/{path}").text
    assert "11 werkdagen" in client.get("/koploper-worden/").text
