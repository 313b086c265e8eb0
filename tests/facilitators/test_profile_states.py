"""The life of a profile: from application to the end, and what is refused on the way."""

import uuid

import pytest
from django.urls import reverse
from wagtail.log_actions import registry
from wagtail.models import Revision
from wagtail.signals import page_published

from core.models.mail import OutgoingMail
from facilitators import consents, profile_states, profile_updates
from facilitators.errors import ChangedMeanwhile, InvalidState, NotComplete, ReasonMissing, Refused
from facilitators.models import Consent, FacilitatorPage, Profile, WorkForm
from facilitators.profile_states import Contact
from facilitators.texts import write
from tests.facilitators.keeping_profiles import (
    EMAIL,
    application,
    applied,
    fresh,
    in_review,
    made,
    mails_to,
    method,
    online,
    page_of,
    subjects_to,
    text,
)
from tests.factories import ImageFactory, UserFactory, facilitator_index

pytestmark = pytest.mark.django_db
State = Profile.State


def latest(profile):
    return fresh(profile).page.latest_revision_id


def log_of(profile):
    return [line.message for line in registry.get_logs_for_instance(profile).order_by("pk")]


def test_an_application_is_a_page_that_nobody_sees_with_a_profile_and_two_mails(client):
    manager = UserFactory(groups=["Beheerder Facilitators Pool"])
    profile = applied()
    page = page_of(profile)
    assert (profile.state, page.live) == (State.APPLIED, False)
    assert (page.title, page.last_name, page.methods.get().slug) == (
        "Anna van der Test",
        "Test",
        "actieleren",
    )
    assert client.get(page.get_url()).status_code == 404
    assert subjects_to(EMAIL) == ["Bevestig je e-mailadres"]
    assert subjects_to(manager.email) == ["Nieuwe aanmelding voor de Facilitators Pool"]
    assert "Anna" not in mails_to(manager.email)[0].text


def test_consent_is_kept_per_item_with_date_and_wording():
    contact = Contact("+31600000000", "", shows_email=True, shows_phone=False)
    profile = applied(contact=contact)
    given = {consent.item: consent for consent in profile.consents.all()}
    assert set(given) == {"profiel", "email"}
    assert given["email"].wording == consents.WORDINGS[Consent.Item.EMAIL]
    assert given["email"].given_at == profile.applied_at


def test_the_same_form_sent_twice_applies_once():
    key = uuid.uuid4()
    for _ in range(2):
        profile_states.apply(facilitator_index(), application(), key)
    assert Profile.objects.count() == 1
    assert subjects_to(EMAIL) == ["Bevestig je e-mailadres"]


def test_an_address_that_has_a_profile_gets_a_link_to_it_and_no_second_profile():
    applied()
    profile_states.apply(facilitator_index(), application(EMAIL.upper()), uuid.uuid4())
    assert Profile.objects.count() == 1
    assert subjects_to(EMAIL)[-1] == "Je hebt al een profiel"


def test_a_profile_goes_online_after_review_and_everybody_hears_of_it(client):
    user = UserFactory()
    profile = in_review()
    profile_states.publish(profile, user, latest(profile))
    profile = fresh(profile)
    assert (profile.state, profile.decided_by) == (State.PUBLISHED, user)
    assert profile.page.live
    assert profile.approved_revision_id == profile.page.live_revision_id
    assert client.get(profile.page.get_url()).status_code == 200
    assert subjects_to(EMAIL) == [
        "Bevestig je e-mailadres",
        "We bekijken je aanmelding",
        "Je profiel staat online",
    ]
    assert log_of(profile) == [
        "Aangemeld voor de Pool",
        "E-mailadres bevestigd",
        "In beoordeling genomen",
        "Gepubliceerd",
    ]


def test_nobody_goes_online_without_what_the_pool_asks():
    profile = applied(experience="", methods=())
    profile_states.take_up(profile, None)
    profile.consents.all().delete()
    Profile.objects.update(follows_vision=False)
    with pytest.raises(NotComplete) as refused:
        profile_states.publish(profile, None, latest(profile))
    assert refused.value.lacking == [
        "Kies minstens één methodiek.",
        "Beschrijf welke veranderingen in zorg en welzijn zijn begeleid.",
        "Het e-mailadres is nog niet bevestigd. De facilitator heeft de gezamenlijke visie op "
        "actieleren nog niet aangevinkt. Er is geen toestemming voor: profiel.",
    ]
    assert fresh(profile).state == State.IN_REVIEW


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"experience": "e" * 99}, "Beschrijf de ervaring in minstens 100 tekens."),
        ({"experience": "e" * 1201}, "Maak de ervaring korter: hooguit 1200 tekens."),
        ({"methods": tuple(f"m{n}" for n in range(9))}, "Kies hooguit 8 methodieken."),
        ({"work_forms": tuple(f"w{n}" for n in range(7))}, "Kies hooguit 6 werkvormen."),
    ],
    ids=["short", "long", "methods", "work-forms"],
)
def test_staff_publish_nothing_that_the_facilitator_could_not_send_in(words, sentence):
    some_terms()
    profile = in_review()
    page = page_of(profile)
    write(text(**words), page)
    page.save_revision()
    with pytest.raises(NotComplete) as refused:
        profile_states.publish(profile, None, latest(profile))
    assert refused.value.lacking == [sentence]
    most = {
        "experience": "e" * 1198 + "\r\nf",
        "methods": tuple(f"m{n}" for n in range(8)),
        "work_forms": tuple(f"w{n}" for n in range(6)),
    }
    write(text(**most), page)
    page.save_revision()
    profile_states.publish(profile, None, latest(profile))
    assert fresh(profile).state == State.PUBLISHED


def some_terms():
    """Make more methods and work forms than one profile may have: m0 to m8 and w0 to w6."""
    for number in range(9):
        method(f"Methode {number}", f"m{number}")
    WorkForm.objects.bulk_create(WorkForm(slug=f"w{n}", name=f"Vorm {n}") for n in range(7))


def test_what_was_not_seen_is_not_published():
    profile = in_review()
    seen = latest(profile)
    profile_updates.submit_change(
        profile, text(lead="Iets heel anders, maar lang genoeg om te plaatsen.")
    )
    with pytest.raises(ChangedMeanwhile, match="Bekijk eerst de nieuwe versie"):
        profile_states.publish(profile, None, seen)


def test_a_refusal_needs_a_reason_and_mails_it():
    profile = in_review()
    with pytest.raises(ReasonMissing):
        profile_states.reject(profile, None, "  ")
    profile_states.reject(profile, None, "Er is nog te weinig ervaring met zorg.")
    assert fresh(profile).state == State.REJECTED
    assert "> Er is nog te weinig ervaring met zorg." in mails_to(EMAIL)[-1].text


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("take_up", State.IN_REVIEW),
        ("publish", State.APPLIED),
        ("reject", State.APPLIED),
        ("reject", State.PUBLISHED),
        ("pause", State.PAUSED),
        ("pause", State.APPLIED),
        ("resume", State.PUBLISHED),
        ("resume", State.REMOVED),
        ("remove", State.REMOVED),
        ("remove", State.REJECTED),
    ],
)
def test_what_the_state_does_not_allow_is_refused_in_dutch_and_changes_nothing(action, state):
    profile = made()
    Profile.objects.update(state=state)
    arguments = {"publish": (None, None), "reject": (None, "Daarom")}.get(action, (None,))
    with pytest.raises(InvalidState, match="Dat kan nu niet: dit profiel is"):
        getattr(profile_states, action)(profile, *arguments)
    assert fresh(profile).state == state
    assert not OutgoingMail.objects.exists()


def test_resuming_brings_back_what_was_approved_and_nothing_newer(client):
    profile = online()
    profile_updates.submit_change(
        profile, text(lead="Een tekst die nog niemand van ons heeft gezien.")
    )
    profile_states.pause(profile)
    profile_states.resume(profile)
    page = page_of(profile)
    assert page.live
    assert page.lead == "Ik help teams om samen te leren van hun eigen werk."
    assert "nog niemand" not in client.get(page.get_url()).content.decode()
    assert fresh(profile).review_asked_at is not None
    assert profile_states.latest(fresh(profile)).lead.startswith("Een tekst die nog niemand")


def test_what_staff_paused_the_facilitator_does_not_put_back():
    user = UserFactory()
    profile = online()
    profile_states.pause(profile, user)
    assert "De beheerder van de Facilitators Pool heeft" in mails_to(EMAIL)[-1].text
    with pytest.raises(Refused, match="beheerder"):
        profile_states.resume(profile)
    profile_states.resume(profile, user)
    assert page_of(profile).live


def test_a_removed_profile_leaves_no_text_no_version_no_photograph_and_no_consent(
    client, django_capture_on_commit_callbacks
):
    profile = online()
    page = page_of(profile)
    page.listing_image = image = ImageFactory()
    page.save_revision().publish()
    address, key = page.get_url(), profile.key
    with django_capture_on_commit_callbacks(execute=True):
        profile_states.remove(profile)
    page, profile = page_of(profile), fresh(profile)
    assert client.get(address).status_code == 404
    assert profile.state == State.REMOVED
    assert (page.live, page.title) == (False, f"Gewist profiel {profile.pk}")
    assert "Test" not in str(FacilitatorPage.objects.filter(pk=page.pk).values().get())
    assert not Revision.page_revisions.filter(object_id=str(page.pk)).exists()
    assert not type(image).objects.filter(pk=image.pk).exists()
    assert not profile.consents.filter(withdrawn_at=None).exists()
    assert profile.key != key
    assert subjects_to(EMAIL)[-1] == "Je profiel is verwijderd"


def test_publishing_with_the_button_of_wagtail_keeps_the_profile_in_step():
    profile = in_review()
    profile.page.latest_revision.publish()
    profile = fresh(profile)
    assert profile.state == State.PUBLISHED
    assert profile.approved_revision_id == profile.page.live_revision_id
    assert subjects_to(EMAIL)[-1] == "Je profiel staat online"
    assert subjects_to(EMAIL).count("Je profiel staat online") == 1


def test_unpublishing_with_the_button_of_wagtail_pauses_the_profile():
    profile = online()
    approved = profile.approved_revision_id
    page_of(profile).unpublish()
    profile = fresh(profile)
    assert (profile.state, profile.approved_revision_id) == (State.PAUSED, approved)
    profile_states.resume(profile, UserFactory())
    assert page_of(profile).live


def test_publishing_a_waiting_change_with_the_button_of_wagtail_approves_it():
    profile = online()
    profile_updates.submit_change(profile, text(lead="Een nieuwe tekst die zo op de website mag."))
    fresh(profile).page.latest_revision.publish()
    assert fresh(profile).review_asked_at is None
    assert subjects_to(EMAIL)[-1] == "Je wijziging is goedgekeurd"


def test_a_page_that_goes_online_just_after_its_profile_was_removed_is_emptied_again():
    profile = online()
    page = page_of(profile)
    profile_states.remove(profile)
    # Whoever pressed Publiceren before that: Wagtail found nothing wrong, and saves it now.
    page.save(clean=False)
    assert page_of(profile).live
    page_published.send(FacilitatorPage, instance=page, revision=None)
    page = page_of(profile)
    assert (page.live, page.title) == (False, f"Gewist profiel {profile.pk}")


def test_links_in_the_mail_to_managers_lead_to_the_desk():
    manager = UserFactory(groups=["Beheerder Facilitators Pool"])
    profile = applied()
    address = reverse("profielen_modeladmin_inspect", args=[profile.pk])
    assert address in mails_to(manager.email)[0].text
