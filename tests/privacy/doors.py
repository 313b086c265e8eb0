"""Somebody who comes through every public door, and is known everywhere by one word."""

import uuid

from django.test import Client

from core.models import PrivacyRequest
from core.personal_data import requests
from facilitators import profile_updates
from facilitators.models import Profile
from initiatives.applications.consultation import advice_requests
from initiatives.applications.intake import contact_links, prospects
from initiatives.applications.models import AdviceParty, Application, ConflictingDraft
from initiatives.applications.models.choices import AdviceValue, Route
from initiatives.applications.workflow.actions import Action
from initiatives.applications.workflow.engine import apply
from initiatives.events import services
from initiatives.events.models import Registration
from tests.applications import nominations
from tests.applications.cases import adviser, judged
from tests.applications.consultations import VWS, asked, consulted
from tests.applications.sent import draft, sent
from tests.events.registering import attendee
from tests.facilitators import asking, keeping_profiles
from tests.factories import EventPageFactory
from tests.photographs import encoded, noise

# A word that stands nowhere else, for names, texts and addresses.
WORD = "Kwikstaartje"
ADDRESS = "kwikstaartje@voorbeeld.example"
SENTENCE = f"Hier schrijft {WORD} over het eigen werk. " * 4


def register() -> None:
    """Register for three meetings: with needs, on a waiting list, and signed off again."""
    for capacity in (None, 1, None):
        event = EventPageFactory(capacity=capacity)
        if capacity:
            services.register(event, attendee("ander@voorbeeld.example"))
        mine = attendee(ADDRESS, first_name=WORD, last_name=WORD, organisation=WORD, needs=WORD)
        services.register(event, mine, uuid.uuid4())
    services.cancel(Registration.objects.filter(email=ADDRESS).latest("pk"))
    # Somebody else at the same address.
    services.register(event, attendee(ADDRESS, first_name=WORD))
    services.register(event, attendee(ADDRESS, first_name="Nicht", last_name=WORD))


PERSON = {"voornaam": WORD, "achternaam": WORD, "functie": WORD, "email": ADDRESS}


def begin_applications() -> None:
    """Begin one, with answers set aside; be invited for another; send one under way."""
    begun = draft(naam=WORD, **PERSON)
    Application.objects.filter(pk=begun.pk).update(email=ADDRESS, first_name=WORD, name=WORD)
    ConflictingDraft.objects.create(application=begun, step="jij", answers=PERSON)
    contact_links.send_links(ADDRESS)
    contact = {"first_name": WORD, "last_name": WORD, "email": ADDRESS}
    known = prospects.add(adviser(), name=WORD, route=Route.APPROACHED, contact=contact, regions=[])
    apply(known, Action.INVITE, adviser(), paragraph=SENTENCE)


def apply_and_be_advised() -> Application:
    """Send an application, get a question, be put before a ministry that gives advice."""
    made = sent(naam=WORD, samenvatting=SENTENCE, **PERSON)
    apply(made, Action.TAKE_UP, adviser())
    judged(made, "VVVN", by=adviser())
    made.judgements.update(motivation=SENTENCE)
    AdviceParty.objects.update(email="advies@partij.example")
    party = AdviceParty.objects.get(name=VWS)
    apply(made, Action.CONSULT, adviser(), parties=[party], paragraph=SENTENCE)
    advice_requests.give(asked(made), AdviceValue.NEGATIVE, SENTENCE)
    advice_requests.react(asked(made), adviser(), SENTENCE)
    apply(made, Action.BACK_TO_REVIEW, adviser(), reason=SENTENCE)
    return made


def nominate(client: Client) -> None:
    given = {"naam": WORD, "waarom": SENTENCE, "contact": WORD, "contact_email": ADDRESS}
    about_me = {"voornaam": WORD, "achternaam": WORD, "organisatie": WORD, "email": ADDRESS}
    assert nominations.send(client, **given, **about_me).status_code == 302


def be_a_facilitator() -> Profile:
    """Come into the Pool with a photograph, and hand in a change."""
    texts = {"title": WORD, "first_name": WORD, "last_name": WORD, "experience": SENTENCE}
    profile = keeping_profiles.online(email=ADDRESS, lead=SENTENCE, **texts)
    profile_updates.submit_photograph(profile, encoded(noise(640, 480), "JPEG"), WORD)
    profile = keeping_profiles.fresh(profile)
    profile_updates.approve_change(profile, None, profile.page.latest_revision_id)
    profile_updates.submit_change(profile, keeping_profiles.text(**texts, lead=f"{WORD} weer."))
    return keeping_profiles.fresh(profile)


def write_to_a_facilitator(client: Client) -> None:
    other = keeping_profiles.made()
    given = {"naam": WORD, "organisatie": WORD, "email": ADDRESS, "vraag": SENTENCE}
    assert asking.send(client, other.page, **given).status_code == 302


def advise_for_an_organisation() -> None:
    """Get a question as a party whose address is that of a person."""
    made = consulted(VWS)
    AdviceParty.objects.filter(name=VWS).update(email=ADDRESS)
    advice_requests.renew(asked(made), adviser())


def through_every_door(client: Client) -> Application:
    """Leave the word wherever a visitor can; return the application that was sent."""
    register()
    begin_applications()
    made = apply_and_be_advised()
    nominate(client)
    be_a_facilitator()
    write_to_a_facilitator(client)
    advise_for_an_organisation()
    for _ in range(2):
        client.get("/zoeken/", {"q": WORD})
    requests.receive(PrivacyRequest.Kind.ERASURE, ADDRESS)
    return made
