"""What is kept of facilitators and of whoever writes to them (core.personal_data)."""

from django.conf import settings
from django.db.models import Q, QuerySet

from core import times
from core.personal_data.registry import Declaration, Ground, Part, Rule, declare, needs_none
from facilitators import anonymise, profile_states
from facilitators.audit_log import record
from facilitators.locking import STANDING, under_lock
from facilitators.models.pages import FacilitatorPage
from facilitators.models.profiles import Consent, FacilitatorRequest, Photograph, Profile

OF_PROFILE = (
    *("email", "new_email", "phone", "website", "availability", "reason", "state"),
    *("applied_at", "decided_at", "confirmed_at"),
)
OF_PAGE = (
    *("title", "first_name", "infix", "last_name", "lead", "experience", "other_method"),
    *("listing_image", "listing_image_alt", "sort_name", "found_by", "seo_title"),
    *("search_description", "draft_title", "slug"),
)


def _profiles(address: str) -> QuerySet[Profile]:
    return Profile.objects.filter(Q(email__iexact=address) | Q(new_email__iexact=address))


def _term() -> str:
    return (
        "Zolang je in de Pool staat. Verwijder je je profiel, dan gaan je teksten en foto meteen "
        f"weg, en je e-mailadres na {times.term(settings.KEEP_PROFILE_AFTER_END)}. "
        f"Wijzen we je aanmelding af: {times.term(settings.KEEP_PROFILE_AFTER_END)}. "
        "Beslissen we er niet over: "
        f"{times.term(settings.KEEP_UNJUDGED_PROFILE)} na het laatste contact."
    )


def erase(profile: Profile) -> None:
    """Take a profile out of the Pool, and leave nothing of whose it was."""
    if profile.state in STANDING:
        profile_states.remove(profile)
    with under_lock(profile) as mine:
        anonymise.wipe(mine)
        record(mine, "erase")


declare(
    Declaration(
        model=Profile,
        name="Profielen in de Facilitators Pool",
        whom="Wie zich aanmeldt voor de Facilitators Pool",
        purpose="Je profiel laten zien aan wie een facilitator zoekt.",
        ground=Ground.CONSENT,
        term=_term,
        fields=OF_PROFILE,
        find=_profiles,
        erase=erase,
        parts=(
            Part(FacilitatorPage, "profile", OF_PAGE),
            Part(Consent, "profile", ("item", "wording", "given_at", "withdrawn_at")),
            Part(Photograph, "profile", ("image", "sent_at")),
            Part(FacilitatorRequest, "profile", ("sent_on",)),
        ),
        rules=(
            Rule(anonymise.ENDED, anonymise.due_ended),
            Rule(anonymise.NOT_JUDGED, anonymise.due_unjudged),
        ),
        receivers="Iedereen die de website bezoekt, voor zover je dat toestond",
        effect="gaat van de website en wordt gewist, met foto",
        order=40,
    ),
)
needs_none(
    "Keuzes die de beheerder van de Pool maakt.", "facilitators.Method", "facilitators.WorkForm"
)
needs_none("Teksten van redacteuren, voor iedereen.", "facilitators.FacilitatorIndexPage")
