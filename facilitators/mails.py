"""What facilitators, and who runs the Pool, get to read about profiles."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from core import letters, site_context, times
from core.groups import POOL_MANAGERS
from core.letters import Button, Facts, Letter, Paragraph, Part, Quote
from facilitators import deadlines, profile_links
from facilitators.models.profiles import Profile

# The kind of mails about one profile, and of those to the managers (core.mail_admin names them).
KIND, KIND_FOR_MANAGERS, YEARLY = "profiel", "pool", "M23"
KEEP = "Bekijk je profiel of pas het aan"
OWN_LINK = (
    "Deze link is alleen voor jou. Deel die niet: iedereen met de link kan je profiel aanpassen."
)


def send(
    profile: Profile, letter: Letter, occasion: str, *, kind: str = KIND, to: str = ""
) -> None:
    """Write a letter to a facilitator.

    Private: there is a personal link in most of them, which is nobody else's.
    """
    to = to or profile.email
    if to:
        letters.queue(
            letter,
            to=to,
            kind=kind,
            key=f"profile:{profile.pk}:{occasion}:{timezone.now():%Y%m%dT%H%M%S.%f}",
            about=profile,
            is_private=True,
        )


def send_to_managers(profile: Profile, letter: Letter, occasion: str) -> None:
    """Write to everybody who runs the Pool; when nobody does, to the address of the site."""
    users = get_user_model().objects.filter(is_active=True, groups__name=POOL_MANAGERS)
    found = set(users.exclude(email="").values_list("email", flat=True))
    for address in sorted(found or {site_context.read().email} - {""}):
        letters.queue(
            letter,
            to=address,
            kind=KIND_FOR_MANAGERS,
            key=f"profile:{profile.pk}:{occasion}:{timezone.now():%Y%m%dT%H%M%S.%f}:{address}",
            about=profile,
        )


def reference(profile: Profile) -> str:
    """Return the number to name when somebody has a question."""
    return f"PR-{profile.pk:04}"


def please_confirm(profile: Profile, link: str) -> Letter:
    return _letter(
        profile,
        "Bevestig je e-mailadres",
        Paragraph(
            "Je hebt je aangemeld voor de Facilitators Pool. Fijn dat je mee wilt doen. Bevestig "
            f"eerst dat dit e-mailadres van jou is. Doe dat binnen {deadlines.confirm()}."
        ),
        Button("Bevestig je e-mailadres", link),
        Facts([("Profiel", profile.page.title), ("Kenmerk", reference(profile))]),
        Paragraph(
            "Daarna kijkt de beheerder van de Pool naar je profiel. Binnen "
            f"{deadlines.answer()} hoor je of het op de website komt."
        ),
        Paragraph("Heb jij je niet aangemeld? Dan hoef je niets te doen."),
    )


def please_confirm_new(profile: Profile, link: str) -> Letter:
    return _letter(
        profile,
        "Bevestig je nieuwe e-mailadres",
        Paragraph(
            "Dit e-mailadres is opgegeven bij je profiel in de Facilitators Pool. Bevestig dat het "
            "van jou is. Tot dan gebruiken we je oude adres."
        ),
        Button("Bevestig je nieuwe e-mailadres", link),
        Paragraph("Weet jij hier niets van? Dan hoef je niets te doen."),
    )


def address_changed(profile: Profile) -> Letter:
    """To the former address, so that nobody loses a profile without knowing."""
    return _letter(
        profile,
        "Je e-mailadres is veranderd",
        Paragraph(
            "Bij je profiel in de Facilitators Pool hoort nu een ander e-mailadres. Voortaan "
            "mailen we je daar. Heb jij dit niet gedaan? Laat het ons dan meteen weten."
        ),
        Facts([("Kenmerk", reference(profile))]),
    )


def known_before(profile: Profile, link: str) -> Letter:
    """What somebody gets who applies with an address that has a profile already."""
    return _letter(
        profile,
        "Je hebt al een profiel",
        Paragraph(
            "Iemand heeft het aanmeldformulier van de Facilitators Pool ingevuld met dit "
            "e-mailadres. Je hebt al een profiel, of een aanmelding die loopt. Daarom hebben we "
            "het formulier niet bewaard."
        ),
        Button(KEEP, link),
        Paragraph(
            "Wil je een tweede profiel, bijvoorbeeld voor je bureau? Gebruik dan een ander "
            "e-mailadres."
        ),
        Paragraph("Was jij dit niet? Dan hoef je niets te doen."),
    )


def invited(profile: Profile, link: str) -> Letter:
    return _letter(
        profile,
        "Je profiel in de Facilitators Pool",
        Paragraph(
            "We hebben een profiel voor je gemaakt in de Facilitators Pool. Het staat nog niet "
            "online. Kijk of het klopt, en laat weten wat we mogen laten zien."
        ),
        Button("Bekijk je profiel en geef toestemming", link),
        Paragraph(OWN_LINK),
    )


def taken_up(profile: Profile, link: str) -> Letter:
    return _letter(
        profile,
        "We bekijken je aanmelding",
        Paragraph(
            "De beheerder van de Facilitators Pool kijkt nu naar je profiel. Je hoort binnen "
            f"{deadlines.answer()} na je aanmelding of het op de website komt."
        ),
        Button(KEEP, link),
        Facts([("Kenmerk", reference(profile))]),
    )


def published(profile: Profile, link: str) -> Letter:
    return _letter(
        profile,
        "Je profiel staat online",
        Paragraph("Welkom in de Facilitators Pool. Organisaties kunnen je nu vinden."),
        *_page(profile),
        Paragraph(
            "Je houdt je profiel zelf bij. Je beschikbaarheid verandert meteen. Een nieuwe tekst "
            "bekijken wij eerst."
        ),
        Button(KEEP, link),
        Paragraph(OWN_LINK),
    )


def rejected(profile: Profile, reason: str) -> Letter:
    return _letter(
        profile,
        "Uitkomst van je aanmelding",
        Paragraph(
            "Dank je wel voor je aanmelding bij de Facilitators Pool. We zetten je profiel niet op "
            "de website. Dit is de reden:"
        ),
        Quote(reason),
        Paragraph(
            f"Over {deadlines.kept()} wissen we je gegevens. "
            "Je mag je later opnieuw aanmelden. Heb je "
            "een vraag? Mail of bel ons."
        ),
        Facts([("Kenmerk", reference(profile))]),
    )


def paused(profile: Profile, link: str) -> Letter:
    return _letter(
        profile,
        "Je profiel is gepauzeerd",
        Paragraph(
            "Je profiel staat niet meer op de website. Niemand kan het vinden en niemand kan je "
            "via de Pool een vraag stellen. We bewaren het wel."
        ),
        Paragraph("Wil je weer meedoen? Zet je profiel dan zelf weer online."),
        Button(KEEP, link),
        Paragraph(OWN_LINK),
    )


def paused_by_staff(profile: Profile, link: str) -> Letter:
    return _letter(
        profile,
        "Je profiel is gepauzeerd",
        Paragraph(
            "De beheerder van de Facilitators Pool heeft je profiel van de website gehaald. We "
            "bewaren het wel. Wil je weten waarom, of wil je weer meedoen? Mail of bel ons."
        ),
        Button(KEEP, link),
        Facts([("Kenmerk", reference(profile))]),
    )


def paused_in_silence(profile: Profile, link: str) -> Letter:
    return _letter(
        profile,
        "Je profiel is gepauzeerd",
        Paragraph(
            f"We vroegen je of je profiel nog klopt. We hoorden {deadlines.yearly()} niets. Daarom "
            "staat je profiel nu niet meer op de website. We bewaren het wel."
        ),
        Paragraph("Klopt het nog? Zet je profiel dan zelf weer online."),
        Button(KEEP, link),
        Paragraph(OWN_LINK),
    )


def resumed(profile: Profile, link: str) -> Letter:
    return _letter(
        profile,
        "Je profiel staat weer online",
        Paragraph("Organisaties kunnen je weer vinden in de Facilitators Pool."),
        *_page(profile),
        Button(KEEP, link),
        Paragraph(OWN_LINK),
    )


def removed(profile: Profile) -> Letter:
    return _letter(
        profile,
        "Je profiel is verwijderd",
        Paragraph(
            "Je profiel staat niet meer in de Facilitators Pool. De teksten hebben we gewist, en "
            "je toestemming geldt niet meer. Je e-mailadres en telefoonnummer wissen we over "
            f"{deadlines.kept()}."
        ),
        Paragraph("Bedankt dat je meedeed. Je mag je later opnieuw aanmelden."),
        Facts([("Kenmerk", reference(profile))]),
    )


def change_approved(profile: Profile, link: str) -> Letter:
    seen = profile.state == Profile.State.PUBLISHED
    return _letter(
        profile,
        "Je wijziging is goedgekeurd",
        Paragraph(
            "Je gewijzigde profiel staat op de website."
            if seen
            else "Je wijziging is goedgekeurd. Je profiel is nog gepauzeerd."
        ),
        *(_page(profile) if seen else []),
        Button(KEEP, link),
    )


def change_refused(profile: Profile, link: str, reason: str) -> Letter:
    return _letter(
        profile,
        "Je wijziging staat nog niet online",
        Paragraph("We hebben je wijziging bekeken en plaatsen die zo niet. Dit is de reden:"),
        Quote(reason),
        Paragraph(
            "Op de website is niets veranderd. Wat je instuurde is bewaard: pas het aan en stuur "
            f"het opnieuw in. Zat er een foto bij? Die bewaren we {deadlines.refused()}."
        ),
        Button(KEEP, link),
    )


def own_link(profile: Profile, link: str) -> Letter:
    works = times.term(profile_links.VALID[profile_links.EDIT])
    return _letter(
        profile,
        "Je link naar je profiel",
        Paragraph("Met deze link bekijk je je profiel in de Facilitators Pool en pas je het aan."),
        Button(KEEP, link),
        Paragraph(f"De link werkt {works}. Oudere links werken niet meer. {OWN_LINK}"),
        Paragraph("Heb jij deze link niet gevraagd? Dan hoef je niets te doen."),
    )


def yearly(profile: Profile, right: str, link: str) -> Letter:
    """M23."""
    return _letter(
        profile,
        "Klopt je profiel nog?",
        Paragraph(
            "Je staat in de Facilitators Pool. Eén keer per jaar vragen we of je profiel nog "
            f"klopt. Laat het binnen {deadlines.yearly()} weten. Horen we niets, dan halen we je "
            "profiel van de website. Je kunt het later weer online zetten."
        ),
        *_page(profile),
        Button("Ja, mijn profiel klopt", right),
        Button("Nee, ik wil iets aanpassen", link),
        Paragraph(OWN_LINK),
    )


def new_application(profile: Profile) -> Letter:
    """To the managers: no more than what they need to find it."""
    return _to_managers(
        "Nieuwe aanmelding voor de Facilitators Pool",
        profile,
        "Er is een nieuwe aanmelding. "
        f"Binnen {deadlines.answer()} verwacht de facilitator bericht.",
    )


def new_change(profile: Profile) -> Letter:
    return _to_managers(
        "Een profiel wacht op controle",
        profile,
        "Een facilitator heeft een nieuwe tekst of foto ingestuurd. Tot je die goedkeurt, "
        "verandert er niets op de website.",
    )


def _to_managers(subject: str, profile: Profile, said: str) -> Letter:
    url = settings.SITE_URL + reverse("profielen_modeladmin_inspect", args=[profile.pk])
    return Letter(
        subject,
        "",
        [
            Paragraph(said),
            Facts([("Kenmerk", reference(profile))]),
            Button("Bekijk het profiel", url),
        ],
    )


def _letter(profile: Profile, subject: str, *parts: Part) -> Letter:
    return Letter(subject, profile.page.first_name, parts)


def _page(profile: Profile) -> list[Part]:
    return [Facts([("Je pagina", settings.SITE_URL + profile.page.get_url())])]
