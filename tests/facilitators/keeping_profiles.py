"""What tests of profiles say again and again."""

import uuid
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from core.models.mail import OutgoingMail
from facilitators import consents, profile_links, profile_states, profile_updates
from facilitators.models import FacilitatorPage, Method, Profile
from facilitators.profile_states import Application, Contact
from facilitators.texts import Text
from tests.factories import FacilitatorPageFactory, facilitator_index

EXPERIENCE = "Ik begeleidde teams in de wijkverpleging die anders gingen werken. " * 3
EMAIL = "anna@voorbeeld.example"
NEW = "nieuw@voorbeeld.example"
FORM = "/facilitators/aanmelden/"
ASK = "/facilitator/link/"


def method(name: str = "Actieleren", slug: str = "actieleren") -> Method:
    return Method.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def text(**parts: Any) -> Text:
    """Return what a facilitator says of themselves."""
    method()
    return Text(
        **{
            "is_organisation": False,
            "title": "Anna van der Test",
            "first_name": "Anna",
            "infix": "van der",
            "last_name": "Test",
            "lead": "Ik help teams om samen te leren van hun eigen werk.",
            "kinds": ("facilitator",),
            "help_questions": ("groepen-begeleiden",),
            "levels": ("werkvloer",),
            "group_sizes": ("klein",),
            "deployments": ("reeks",),
            "regions": ("midden",),
            "methods": ("actieleren",),
            "other_method": "",
            "work_forms": (),
            "themes": (),
            "all_themes": True,
            "branches": (),
            "all_branches": True,
            "experience": EXPERIENCE.strip(),
            **parts,
        }
    )


NOTHING_SHOWN = Contact(phone="", website="", shows_email=False, shows_phone=False)


def application(email: str = EMAIL, contact: Contact = NOTHING_SHOWN, **parts: Any) -> Application:
    return Application(
        text=text(**parts),
        email=email,
        contact=contact,
        availability="beschikbaar",
        available_from=None,
    )


def applied(email: str = EMAIL, contact: Contact = NOTHING_SHOWN, **parts: Any) -> Profile:
    """Apply, and return the profile that came of it."""
    profile_states.apply(facilitator_index(), application(email, contact, **parts), uuid.uuid4())
    return Profile.objects.get(email=email)


def in_review(**parts: Any) -> Profile:
    """Return a profile that only waits for a decision."""
    profile = applied(**parts)
    profile_updates.confirm_address(profile, profile.email)
    profile_states.take_up(profile, None)
    return fresh(profile)


def online(**parts: Any) -> Profile:
    """Return a profile that went all the way."""
    profile = in_review(**parts)
    profile_states.publish(profile, None, profile.page.latest_revision_id)
    return fresh(profile)


def made(**values: Any) -> Profile:
    """Return a published profile without a history, as fast as can be."""
    page = FacilitatorPageFactory(**values)
    consents.record(page.profile, {"profiel"}, page.profile.applied_at)
    return Profile.objects.get(page=page)


def fresh(profile: Profile) -> Profile:
    """Return the profile as it is in the database now."""
    return Profile.objects.select_related("page").get(pk=profile.pk)


def own(profile: Profile, part: str = "") -> str:
    """Return where somebody keeps the own profile: the link that mails would have now."""
    return f"/facilitator/{profile_links.edit_token(fresh(profile))}/{part}"


def page_of(profile: Profile) -> FacilitatorPage:
    return FacilitatorPage.objects.get(pk=profile.page_id)


def mails_to(email: str = EMAIL) -> list[OutgoingMail]:
    """Return the mail to an address, in the order in which it was written."""
    return list(OutgoingMail.objects.filter(recipient__iexact=email).order_by("pk"))


def subjects_to(email: str = EMAIL) -> list[str]:
    return [mail.subject for mail in mails_to(email)]


def link_in(mail: OutgoingMail, part: str = "/facilitator/") -> str:
    """Return the path of the first link of a mail with these words in it."""
    words = [word for word in mail.text.split() if word.startswith("http") and part in word]
    assert words, mail.text
    return "/" + words[0].split("/", 3)[3]


def words_of(response: Any) -> str:
    """Return what a page says, on one line."""
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(soup.get_text(" ").split())


def found_at(client: Client, *addresses: str) -> list[str]:
    """Return which of these addresses answer as if nothing were wrong."""
    return [address for address in addresses if client.get(address).status_code == 200]
