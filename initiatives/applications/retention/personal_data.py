"""What is kept of applicants, of whoever nominates, and of advice parties (core.personal_data)."""

from django.conf import settings
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from core import times
from core.personal_data.registry import Declaration, Ground, Part, Rule, declare, needs_none
from initiatives.applications.models import (
    Advice,
    AdviceParty,
    Application,
    ApplicationEvent,
    ConflictingDraft,
    EventWords,
    Judgement,
    Nomination,
    Supplement,
    Version,
)
from initiatives.applications.retention import anonymise, erasure
from initiatives.applications.retention.anonymise import OF_CONTACT, OF_NOMINATOR


def _applications(address: str) -> QuerySet[Application]:
    """Return those of this contact, and those in which the address was typed anywhere."""
    typed = Cast("answers", TextField())
    found = Q(email__iexact=address) | Q(typed__icontains=address)
    for model in (Version, ConflictingDraft):
        rows = model.objects.annotate(typed=typed).filter(typed__icontains=address)
        found |= Q(pk__in=rows.values("application"))
    return Application.objects.annotate(typed=typed).filter(found)


def _nominations(address: str) -> QuerySet[Nomination]:
    named = Q(contact__icontains=address) | Q(reason__icontains=address)
    return Nomination.objects.filter(Q(email__iexact=address) | named)


def _parties(address: str) -> QuerySet[AdviceParty]:
    return AdviceParty.objects.filter(email__iexact=address)


def _nobody(address: str) -> QuerySet[ApplicationEvent]:
    return ApplicationEvent.objects.none()


def _term_of_applications() -> str:
    return (
        "Nooit verstuurd: tot je aanmelding vervalt, "
        f"{times.term(settings.APPLICATION_LAPSES_AFTER)} na je laatste wijziging. "
        "Verstuurd: zolang we hem beoordelen. "
        "Niet toegelaten, ingetrokken of gestopt: "
        f"{times.term(settings.KEEP_APPLICATION_AFTER_END)} daarna. "
        "Koploper: zolang jullie meedoen. Benaderd, maar nog niet aangemeld: "
        f"{times.term(settings.KEEP_APPROACHED_CONTACT)} na het laatste contact."
    )


def _term_of_nominations() -> str:
    return (
        f"{times.term(settings.KEEP_NOMINATION)} als er niets van komt, en anders "
        f"{times.term(settings.KEEP_NOMINATION)} na de uitkomst."
    )


def _term_of_log() -> str:
    return (
        f"{times.term(settings.KEEP_LOG_OF_APPLICATIONS)}. Wat iemand erbij schreef, "
        "gaat eerder weg: samen met de contactgegevens."
    )


def _term_of_parties() -> str:
    return "Zolang we de organisatie om advies vragen."


declare(
    Declaration(
        model=Application,
        name="Aanmeldingen als Koploper",
        whom="De contactpersoon van een initiatief",
        purpose="De aanmelding beoordelen en het Koplopernetwerk organiseren.",
        ground=Ground.PUBLIC_TASK,
        term=_term_of_applications,
        fields=("name", "answers", *OF_CONTACT, "reference", "state", "created_at"),
        find=_applications,
        erase=erasure.erase,
        keeps=erasure.keeps,
        parts=(
            Part(Version, "application", ("answers", "created_at")),
            Part(ConflictingDraft, "application", ("answers",)),
            Part(Supplement, "application", ("question", "reply", "draft")),
            Part(Judgement, "application", ("criterion", "verdict", "motivation")),
            Part(Advice, "application", ("value", "text", "reaction")),
            Part(EventWords, "event__application", ("reason", "details")),
        ),
        rules=(
            Rule(anonymise.OVER, anonymise.due_applications),
            Rule(anonymise.NOT_GONE_ON, anonymise.due_contacts),
        ),
        receivers="Adviseurs van het netwerk, de regionale werkgeversorganisatie en de ministeries "
        "van VWS, OCW en SZW als die om advies zijn gevraagd",
        effect="wordt ingetrokken en gewist, met alles wat erover geschreven is",
        order=20,
    ),
    Declaration(
        model=Nomination,
        name="Tips voor een Koploper",
        whom="Wie een initiatief van anderen voordraagt",
        purpose="Het initiatief uitnodigen en je laten weten wat ervan komt.",
        ground=Ground.PUBLIC_TASK,
        term=_term_of_nominations,
        fields=(*OF_NOMINATOR, "email", "created_at"),
        find=_nominations,
        erase=erasure.erase_nomination,
        rules=(Rule(anonymise.NO_RESULT, anonymise.due_nominations),),
        order=25,
    ),
    Declaration(
        model=AdviceParty,
        name="Adressen van adviespartijen",
        whom="Wie namens een werkgeversorganisatie of ministerie advies geeft",
        purpose="Om advies vragen over een aanmelding.",
        ground=Ground.PUBLIC_TASK,
        term=_term_of_parties,
        fields=("name", "email"),
        find=_parties,
        erase=erasure.erase_address_of_party,
        effect="verliest het adres; de organisatie blijft staan en krijgt geen vragen meer",
        order=30,
    ),
    Declaration(
        model=ApplicationEvent,
        name="Logboek van aanmeldingen",
        whom="Medewerkers en indieners, met een nummer en zonder naam",
        purpose="Kunnen verantwoorden wie wat besloot.",
        ground=Ground.PUBLIC_TASK,
        term=_term_of_log,
        fields=("details",),
        find=_nobody,
        rules=(Rule(anonymise.OLD_LOG, anonymise.due_log),),
        order=80,
    ),
)
needs_none("Alleen een nummer.", "applications.ReferenceNumber")
