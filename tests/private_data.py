"""A site on which everything that is not for everybody carries a word of its own.

The words look like `zq7pool7email`: the kind of data, and the field. Whoever reads one somewhere
has seen that field.
"""

import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.images import get_image_model
from wagtail.models import Page

from core.models import OutgoingMail
from facilitators import profile_updates
from facilitators.models import FacilitatorRequest, Profile
from initiatives.applications.models import AdviceParty, Application, Nomination, Supplement
from initiatives.applications.models.states import State
from initiatives.events.models import EventPage, NewDetails, Registration
from initiatives.models import EmployerOrganisation, InitiativePage, LabourMarketRegion
from news.models import NewsPage
from tests.applications.answering import answers
from tests.applications.cases import advised, application, judged
from tests.facilitators.keeping_profiles import applied, fresh, online
from tests.factories import (
    EventPageFactory,
    InitiativePageFactory,
    NewsPageFactory,
    OutgoingMailFactory,
    RegistrationFactory,
    UserFactory,
    news_index,
    region,
)
from tests.photographs import encoded, noise

SEED = re.compile(r"zq7([a-z]+)7([a-z]+)", re.IGNORECASE)


def word(kind: str, field: str) -> str:
    return f"Zq7{kind}7{field}"


def address(kind: str, field: str = "email") -> str:
    return f"{word(kind, field).lower()}@voorbeeld.example"


def seen_in(text: str) -> set[str]:
    """Return which fields can be read in a text, such as "pool email"."""
    return {f"{kind} {field}".lower() for kind, field in SEED.findall(text)}


@dataclass
class Seeded:
    """The rows that carry the words."""

    registration: Registration
    application: Application
    organisation: EmployerOrganisation
    region: LabourMarketRegion
    party: AdviceParty
    applied: Profile
    changed: Profile
    photograph: Any
    koploper: InitiativePage
    article: NewsPage
    colleague: Any
    mails: list[OutgoingMail]

    @property
    def pages(self) -> list[Page]:
        return [self.applied.page, self.changed.page, self.koploper, self.registration.event]


def _mail(kind: str, about: Any) -> OutgoingMail:
    of = {}
    if about is not None:
        of = {"about_type": ContentType.objects.get_for_model(about), "about_key": about.pk}
    made: Any = OutgoingMailFactory(
        kind="account" if about is None else "M17",
        recipient=address(kind, "recipient"),
        reply_to=address(kind, "replyto"),
        subject=word(kind, "subject"),
        text=word(kind, "text"),
        html=word(kind, "html"),
        last_error=word(kind, "error"),
        state=OutgoingMail.State.FAILED,
        **of,
    )
    return made


def _registration() -> Registration:
    event: EventPage = EventPageFactory(capacity=20)
    made: Any = RegistrationFactory(
        event=event,
        first_name=word("registration", "first"),
        last_name=word("registration", "last"),
        organisation=word("registration", "organisation"),
        job_title=word("registration", "job"),
        email=address("registration"),
        needs=word("registration", "needs"),
    )
    NewDetails.objects.create(
        registration=made,
        key=uuid.uuid4(),
        first_name=word("registration", "newfirst"),
        last_name=word("registration", "newlast"),
        organisation=word("registration", "neworganisation"),
        job_title=word("registration", "newjob"),
        role=Registration.Role.CARE,
        needs=word("registration", "newneeds"),
    )
    return made


def _application(organisation: EmployerOrganisation) -> Application:
    def said(field: str) -> str:
        return word("application", field)

    person = {name: word("applicant", name[:5]) for name in ("first_name", "last_name")}
    typed = answers(naam=said("name"), voornaam=person["first_name"])
    typed |= {"achternaam": person["last_name"], "email": address("applicant")}
    made = application(
        State.IN_CONSULTATION,
        name=said("name"),
        job_title=word("applicant", "job"),
        email=address("applicant"),
        employer_organisation=organisation,
        answers={**typed, "samenvatting": said("summary") * 5},
        **person,
    )
    made.regions.set([region("Twente")])
    judged(made, "VVVN")
    made.judgements.update(motivation=said("motivation"))
    advised(made, "negatief", text=said("advice"))
    Supplement.objects.create(
        application=made, question=said("question"), reply=said("reply"), deadline="2030-01-01"
    )
    Nomination.objects.create(
        application=made,
        reason=said("reason"),
        contact=word("applicant", "contact"),
        last_name=word("nominator", "last"),
        organisation=word("nominator", "organisation"),
        email=address("nominator"),
    )
    return made


def _in_pool(kind: str, begin: Any) -> Profile:
    return begin(
        email=address(kind),
        title=f"{word(kind, 'title')}",
        last_name=word(kind, "last"),
        lead=f"{word(kind, 'lead')} helpt teams om samen te leren van hun werk.",
        experience=f"{word(kind, 'experience')} begeleidde teams in de wijkverpleging. " * 4,
    )


def seeded() -> Seeded:
    """Make the site and return its rows; Wagtail's indexes must be on to find them by search."""
    news_index().save()
    organisation = EmployerOrganisation.objects.earliest("pk")
    made = _application(organisation)
    draft = application(
        State.DRAFT, name=word("application", "draft"), email=address("application", "drafter")
    )
    draft.regions.set([region("Twente")])
    koploper = InitiativePageFactory(
        title=word("koploper", "title"),
        lead=word("koploper", "lead"),
        live=False,
        regions=[region("Twente")],
    )
    first = _in_pool("pool", applied)
    Profile.objects.filter(pk=first.pk).update(reason=word("pool", "reason"))
    first = fresh(first)
    profile_updates.confirm_address(first, first.email)
    changed = online(email="iedereen@voorbeeld.example", title="Iedereen Ziet Mij")
    profile_updates.submit_photograph(
        changed, encoded(noise(640, 480), "JPEG"), word("change", "alt")
    )
    changed = fresh(changed)
    image = changed.photographs.get().image
    get_image_model().objects.filter(pk=image.pk).update(title=word("change", "photograph"))
    image.refresh_from_db()
    image.save()
    FacilitatorRequest.objects.create(profile=changed)
    colleague = UserFactory(
        groups=["Adviseur Koplopernetwerk"],
        email=address("colleague"),
        last_name=word("colleague", "last"),
    )
    party = AdviceParty.objects.exclude(organisation=None).earliest("pk")
    party.email = address("party")
    party.save()
    registration = _registration()
    about = {
        "registrationmail": registration,
        "applicationmail": made,
        "poolmail": first,
        "accountmail": None,
    }
    return Seeded(
        registration=registration,
        application=made,
        organisation=organisation,
        region=region("Twente"),
        party=party,
        applied=first,
        changed=changed,
        photograph=image,
        koploper=koploper,
        article=NewsPageFactory(live=False),
        colleague=colleague,
        mails=[_mail(kind, row) for kind, row in about.items()],
    )
