"""A facilitator sends a photograph by the personal link; the pool manager looks at it first."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.images import get_image_model
from wagtail.models import Comment, Revision

from core import pictures
from core.models.mail import OutgoingMail
from facilitators import consents, photographs, profile_states, profile_updates
from facilitators.models import Photograph
from facilitators.self_service.forms import PhotographForm
from tests.facilitators.keeping_profiles import (
    NEW,
    applied,
    fresh,
    in_review,
    made,
    own,
    page_of,
    subjects_to,
    text,
    words_of,
)
from tests.factories import ImageFactory, NewsPageFactory, UserFactory
from tests.html import parse
from tests.photographs import BOMB, SCRIPT, encoded, gif, noise, sent

pytestmark = pytest.mark.usefixtures("profile")
Image = get_image_model()
JPEG = encoded(noise(640, 480), "JPEG")


def send(client, profile, file=None, **changed):
    answers = {"foto": file or sent(), "beschrijving": "Anna lacht", "toestemming": "on", **changed}
    return client.post(own(profile, "foto/"), answers)


def with_photograph(profile):
    """Return the profile after a photograph that it sent itself came online."""
    profile_updates.submit_photograph(profile, JPEG, "Anna lacht")
    profile = fresh(profile)
    profile_updates.approve_change(profile, None, profile.page.latest_revision_id)
    return fresh(profile)


def files_of(image):
    """Return where the file of an image is, and those of all that was made of it."""
    pictures.make_all(image, "portrait")
    pictures.small_url(image)
    names = [image.file.name, *(one.file.name for one in image.renditions.all())]
    return [Path(settings.MEDIA_ROOT) / name for name in names]


def test_a_photograph_waits_for_review_and_comes_online_when_it_is_approved(client, profile):
    manager = UserFactory(groups=["Beheerder Facilitators Pool"])
    answer = send(client, profile)
    assert answer.status_code == 302
    said = words_of(client.get(answer["Location"]))
    assert "Wacht op controle" in said
    assert "geen foto Wordt Anna lacht" in said
    assert page_of(profile).listing_image is None
    assert OutgoingMail.objects.filter(recipient=manager.email).count() == 1
    profile = fresh(profile)
    profile_updates.approve_change(profile, manager, profile.page.latest_revision_id)
    page = page_of(profile)
    assert (page.listing_image, page.listing_image_alt) == (
        Photograph.objects.get().image,
        "Anna lacht",
    )
    assert 'alt="Anna lacht"' in client.get(page.url).content.decode()
    assert consents.Item.PHOTOGRAPH in consents.given(profile)


def test_the_desk_shows_the_old_and_the_new_portrait_side_by_side(client, profile):
    profile = with_photograph(profile)
    profile_updates.submit_photograph(
        profile, encoded(noise(500, 500), "PNG"), "Anna kijkt ernstig"
    )
    client.force_login(UserFactory(groups=["Beheerder Facilitators Pool"]))
    for part in ("inspect", "approve_change"):
        soup = parse(client.get(f"/beheer/profielen/{part}/{profile.pk}/"))
        shown = soup.select(".aln-portraits dd")
        assert [" ".join(one.get_text().split()) for one in shown] == [
            "Nu: Anna lacht",
            "Wordt: Anna kijkt ernstig",
        ]
        addresses = [one.img["src"] for one in shown]
        assert len(set(addresses)) == 2
        assert [client.get(address).status_code for address in addresses] == [200, 200]


def test_without_a_description_it_says_whose_portrait_it_is(client, profile):
    send(client, profile, beschrijving="")
    assert (
        profile_states.latest(fresh(profile)).listing_image_alt == "Portret van Anna van der Test"
    )


def test_an_applicant_may_send_one_too(client):
    profile = applied(NEW)
    send(client, profile)
    assert profile_states.latest(fresh(profile)).listing_image is not None
    assert fresh(profile).review_asked_at is None


def test_a_new_text_keeps_the_photograph_that_waits(client, profile):
    send(client, profile)
    profile_updates.submit_change(
        fresh(profile), text(lead="Ik help teams en besturen om te leren.")
    )
    assert profile_states.latest(fresh(profile)).listing_image is not None


UNREADABLE = "geen foto die we kunnen lezen"


def test_what_cannot_be_shown_is_refused_and_the_words_stay(client, profile):
    given = {"beschrijving": "Anna lacht", "toestemming": "on"}
    for file, sentence in (
        (sent(SCRIPT, "foto.svg"), UNREADABLE),
        (sent(SCRIPT), UNREADABLE),
        (sent(gif(), "foto.gif"), UNREADABLE),
        (sent(JPEG[:4000]), UNREADABLE),
        (sent(BOMB, "foto.png"), "te veel pixels"),
        (sent(b"x" * 20 * 1024 * 1024), "te groot: 20 MB"),
        (sent(b""), "Kies een foto"),
        (None, "Kies een foto"),
    ):
        form = PhotographForm(given, {"foto": file} if file else {})
        assert sentence in form.errors["foto"][0]
    for file, sentence in ((sent(SCRIPT), UNREADABLE), ("geen bestand", "Kies een foto")):
        answer = send(client, profile, file)
        assert answer.status_code == 200
        assert sentence in words_of(answer)
        soup = parse(answer)
        assert soup.title.get_text().startswith("Fout: ")
        assert soup.select_one("input[name=beschrijving]")["value"] == "Anna lacht"
        assert soup.select_one("input[name=toestemming]").has_attr("checked")
    assert not Image.objects.exists()


def test_the_name_of_a_file_says_nothing(client, profile):
    send(client, profile, sent(encoded(noise(400, 400), "PNG"), "../../etc/foto.exe"))
    image = Image.objects.get()
    assert image.file.name.startswith("original_images/facilitator-")
    assert image.file.name.endswith(".jpg")


def test_without_consent_the_photograph_is_asked_for_again(client, profile):
    answer = send(client, profile, toestemming="")
    said = words_of(answer)
    assert "Vink aan dat je foto op de website mag staan" in said
    assert "Kies je foto opnieuw" in said
    assert not Image.objects.exists()


def test_a_photograph_that_is_replaced_before_anybody_looked_is_gone(
    client, profile, django_capture_on_commit_callbacks
):
    send(client, profile)
    first = Image.objects.get()
    paths = files_of(first)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, profile)
    assert Image.objects.exclude(pk=first.pk).count() == Image.objects.count() == 1
    assert not any(path.exists() for path in paths)


def test_the_former_photograph_goes_when_another_is_approved(profile):
    profile = with_photograph(profile)
    former = Image.objects.get()
    profile_updates.submit_photograph(profile, JPEG, "")
    photographs.tidy()
    assert Image.objects.filter(pk=former.pk).exists()  # it is still online
    profile = fresh(profile)
    profile_updates.approve_change(profile, None, profile.page.latest_revision_id)
    photographs.tidy()
    assert list(Image.objects.all()) == [page_of(profile).listing_image]


def test_a_refused_photograph_goes_after_a_month_and_the_text_stays(profile):
    profile_updates.submit_photograph(profile, JPEG, "")
    profile_updates.submit_change(
        fresh(profile), text(lead="Ik help teams en besturen om te leren.")
    )
    profile = fresh(profile)
    profile_updates.refuse_change(profile, None, profile.page.latest_revision_id, "Te donker.")
    photographs.tidy()
    assert Image.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        photographs.tidy()
    draft = profile_states.latest(fresh(profile))
    assert (draft.listing_image, draft.lead) == (None, "Ik help teams en besturen om te leren.")
    assert not Image.objects.exists()


@pytest.mark.parametrize("waits", [False, True], ids=["nothing waits", "a text waits"])
def test_taking_the_photograph_away_works_at_once_and_leaves_the_text_waiting(
    client, profile, waits
):
    profile = with_photograph(profile)
    if waits:
        profile_updates.submit_change(profile, text(lead="Ik help teams en besturen om te leren."))
    mails = len(subjects_to())
    assert "Wil je je foto weghalen?" in words_of(client.get(own(profile, "foto-weghalen/")))
    assert page_of(profile).listing_image
    assert client.post(own(profile, "foto-weghalen/")).status_code == 302
    profile, page = fresh(profile), page_of(profile)
    assert (page.listing_image, page.live) == (None, True)
    assert page.lead == text().lead
    assert (profile.review_asked_at is not None) is waits
    assert profile_states.latest(profile).listing_image is None
    assert consents.Item.PHOTOGRAPH not in consents.given(profile)
    assert not Image.objects.exists()
    assert len(subjects_to()) == mails
    assert "Stuur een foto" in words_of(client.get(own(profile)))


def test_a_photograph_that_waits_can_be_taken_away_and_then_nothing_waits(client, profile):
    send(client, profile)
    client.post(own(profile, "foto-weghalen/"))
    assert fresh(profile).review_asked_at is None
    assert not Image.objects.exists()


def test_taken_away_in_a_pause_it_does_not_come_back_with_the_profile(client, profile):
    profile = with_photograph(profile)
    profile_states.pause(profile)
    client.post(own(profile, "foto-weghalen/"))
    profile_states.resume(fresh(profile))
    assert page_of(profile).live
    assert page_of(profile).listing_image is None


@pytest.mark.usefixtures("wagtail_indexes")
def test_a_photograph_that_staff_chose_can_be_taken_away_and_stays_where_it_is_used(
    client, django_capture_on_commit_callbacks
):
    image = ImageFactory()
    profile = made(listing_image=image, listing_image_alt="Anna")
    NewsPageFactory(listing_image=image, listing_image_alt="Anna")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(own(profile, "foto-weghalen/"))
    assert page_of(profile).listing_image is None
    assert Image.objects.filter(pk=image.pk).exists()


def test_changing_how_to_be_reached_leaves_the_consent_for_the_photograph(client, profile):
    profile = with_photograph(profile)
    contact = profile_states.Contact(phone="", website="", shows_email=False, shows_phone=False)
    profile_updates.set_contact(profile, contact, profile.email, follows_vision=True)
    assert consents.Item.PHOTOGRAPH in consents.given(profile)


def test_removing_a_profile_wipes_every_file_of_every_photograph(
    profile,
    django_capture_on_commit_callbacks,
):
    profile = with_photograph(profile)
    profile_updates.submit_photograph(profile, JPEG, "")
    paths = [path for image in Image.objects.all() for path in files_of(image)]
    assert len(paths) > 4
    assert all(path.exists() for path in paths)
    with django_capture_on_commit_callbacks(execute=True):
        profile_states.remove(fresh(profile))
    assert not Image.objects.exists()
    assert not Photograph.objects.exists()
    assert not any(path.exists() for path in paths)
    assert not consents.given(profile)


def test_removing_a_profile_wipes_what_staff_were_doing_with_its_page():
    profile = in_review(email=NEW)
    user, page = UserFactory(), page_of(profile)
    kind = ContentType.objects.get_for_model(page)
    about = {"user": user, "content_type": kind, "object_id": str(page.pk)}
    now = timezone.now()
    FormState.objects.create(**about, data="title=Anna", last_updated_at=now)
    EditingSession.objects.create(**about, last_seen_at=now)
    Comment.objects.create(page=page.page_ptr, user=user, text="Bel Anna", contentpath="lead")
    profile_states.remove(profile)
    for left in (FormState, EditingSession, Comment):
        assert not left.objects.exists()
    assert not Revision.page_revisions.filter(object_id=str(page.pk)).exists()


def test_who_sends_photograph_after_photograph_is_asked_to_wait(client, profile, settings):
    settings.LIMITS = {**settings.LIMITS, "photograph": {"profile": [(1, timedelta(hours=1))]}}
    assert send(client, profile).status_code == 302
    answer = send(client, profile)
    assert answer.status_code == 429
    assert answer["Retry-After"]
    assert "Je foto is nog niet verstuurd" in words_of(answer)
    assert Image.objects.count() == 1


def test_the_page_of_a_photograph_is_no_business_of_others(client, profile):
    profile = with_photograph(profile)
    for part in ("foto/", "foto-weghalen/"):
        answer = client.get(own(profile, part))
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]
    assert client.get("/facilitator/kapot/foto/").status_code == 404


def test_queries_of_sending_a_photograph_are_counted(
    client, profile, django_assert_max_num_queries
):
    profile = with_photograph(profile)
    address = own(profile, "foto/")
    client.get(address)
    with django_assert_max_num_queries(8):
        client.get(address)
    answers = {"foto": sent(), "beschrijving": "", "toestemming": "on"}
    with django_assert_max_num_queries(95):
        assert client.post(address, answers).status_code == 302
