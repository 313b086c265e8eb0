"""Before staff do something they see the mail of it: the very mail that then goes out."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from core.models.mail import OutgoingMail
from facilitators import profile_states, profile_updates
from facilitators.desk.views import ACTIONS
from facilitators.models import Profile
from tests.facilitators.at_the_desk import desk, seen
from tests.facilitators.keeping_profiles import applied, fresh, in_review, online, text
from tests.html import attribute, parse, text_of

pytestmark = pytest.mark.django_db
# A link that is the facilitator's alone opens nothing in a preview.
OWN_LINK = re.compile(r'/facilitator/[^\s"<]+')
# What a mail says of a profile may come from a version that is not online yet.
RENAMED = {"title": "Anne Nieuw", "first_name": "Anne", "infix": "", "last_name": "Nieuw"}


def in_review_and_renamed() -> Profile:
    profile = in_review()
    profile_updates.submit_change(profile, text(**RENAMED))
    return profile


def online_and_renamed() -> Profile:
    profile = online()
    profile_updates.submit_change(profile, text(**RENAMED))
    return profile


def paused() -> Profile:
    profile = online()
    profile_states.pause(profile, User.objects.create(username="staf"))
    return profile


REASON, OTHER = {"reason": "Dit is te wervend."}, {"email": "ander@voorbeeld.example"}
CASES = {
    "take_up": (applied, {}),
    "publish": (in_review_and_renamed, {}),
    "reject": (in_review, REASON),
    "approve_change": (online_and_renamed, {}),
    "refuse_change": (online_and_renamed, REASON),
    "pause": (online_and_renamed, {}),
    "resume": (paused, {}),
    "invite": (applied, OTHER),
    "new_address": (online, OTHER),
    "remove": (online_and_renamed, {}),
}


def preview(client: Client, profile: Profile, action: str) -> Any:
    """Return the page with the mail, as staff get it before they do this."""
    said = CASES[action][1]
    if said:
        return client.post(desk(profile, action), {**said, "step": "bekijken"})
    return client.get(desk(profile, action))


def test_every_action_of_the_desk_is_tried():
    assert CASES.keys() == ACTIONS.keys()


@pytest.mark.parametrize("action", ACTIONS)
def test_a_preview_is_the_mail_that_arrives(client, manager, action):
    world, said = CASES[action]
    profile = world()
    page = parse(preview(client, profile, action))
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    client.post(desk(profile, action), {**seen(profile), **said})
    mail = OutgoingMail.objects.exclude(pk__in=before).get()
    to, subject = (line.get_text(" ", strip=True) for line in page.select(".aln-letter > p"))
    assert to == f"Aan: {mail.recipient}"
    assert subject == f"Onderwerp: {mail.subject}"
    shown = OWN_LINK.sub("/persoonlijke-link/", mail.text)
    assert page.select_one(".aln-letter__text").get_text().removeprefix("\n") == shown
    html = OWN_LINK.sub("/persoonlijke-link/", mail.html)
    assert attribute(page, ".aln-letter__sheet", "srcdoc") == html


def test_the_address_that_is_there_already_gets_the_mail_that_was_shown(client, manager):
    profile = online()
    said = {"email": profile.email.upper()}
    page = parse(client.post(desk(profile, "new_address"), {**said, "step": "bekijken"}))
    client.post(desk(profile, "new_address"), {**seen(profile), **said})
    mail = OutgoingMail.objects.latest("pk")
    assert text_of(page, ".aln-letter > p:first-of-type") == f"Aan: {mail.recipient}"
    assert mail.subject in text_of(page, ".aln-letter > p:nth-of-type(2)")


def test_without_an_address_no_mail_is_shown_and_it_can_be_done(client, manager):
    profile = applied()
    Profile.objects.filter(pk=profile.pk).update(email="")
    page = parse(client.get(desk(profile, "take_up")))
    assert "We versturen geen mail" in page.get_text()
    assert not page.select(".aln-letter")
    assert page.select("button[value=doen]")


def test_a_look_changes_nothing(client, manager):
    for action in ("publish", "remove"):
        profile = CASES[action][0]()
        before = Profile.objects.filter(pk=profile.pk).values().get(), fresh(profile).page.live
        lines, mails = profile.consents.count(), OutgoingMail.objects.count()
        preview(client, profile, action)
        after = Profile.objects.filter(pk=profile.pk).values().get(), fresh(profile).page.live
        assert after == before
        assert (profile.consents.count(), OutgoingMail.objects.count()) == (lines, mails)
        Profile.objects.filter(pk=profile.pk).update(email="weg@voorbeeld.example")


def test_what_cannot_be_done_any_more_says_why_and_keeps_what_was_typed(client, manager):
    profile = in_review()
    profile_states.publish(profile, manager, fresh(profile).page.latest_revision_id)
    answer = client.post(desk(profile, "reject"), {**seen(profile), **REASON})
    assert answer.status_code == 409
    said = parse(answer).get_text()
    assert "Dat kan nu niet: dit profiel is gepubliceerd." in said
    assert REASON["reason"] in said


def test_a_newer_version_is_looked_at_first(client, manager):
    profile = online_and_renamed()
    shown = seen(profile)
    profile_updates.submit_change(profile, text(lead="Nog een inleiding, met genoeg tekens erin."))
    answer = client.post(desk(profile, "refuse_change"), {**shown, **REASON})
    assert answer.status_code == 409
    page = parse(answer)
    assert "Dit profiel is net aangepast." in page.get_text()
    assert text_of(page, "textarea[name=reason]") == REASON["reason"]
