"""What core itself keeps of people: mail, privacy requests, who saw what (core.personal_data)."""

from django.conf import settings
from django.db.models import Q, QuerySet

from core import mail_retention, times
from core.models import Access, ContactRole, OutgoingMail, PrivacyRequest, SiteSettings
from core.personal_data import retention
from core.personal_data.registry import Declaration, Ground, Rule, declare, needs_none

OF_MAIL = ("recipient", "reply_to", "subject", "text", "html", "calendar", "last_error")
ROLE_ADDRESS = (
    "Dit is een adres van het netwerk, niet van een persoon. Een redacteur wijzigt het bij "
    "‘Contactpersonen’ of ‘Instellingen’."
)


def _mails(address: str) -> QuerySet[OutgoingMail]:
    """Return the mails to and from an address, and those that name it."""
    named = [Q(**{f"{name}__icontains": address}) for name in OF_MAIL]
    found = Q()
    for each in named:
        found |= each
    return OutgoingMail.objects.filter(found)


def _delete(mail: OutgoingMail) -> None:
    mail.delete()


def _requests(address: str) -> QuerySet[PrivacyRequest]:
    return PrivacyRequest.objects.filter(email__iexact=address)


def _forget_asker(asked: PrivacyRequest) -> None:
    retention.empty(asked)


def _contacts(address: str) -> QuerySet[ContactRole]:
    return ContactRole.objects.filter(email__iexact=address)


def _site(address: str) -> QuerySet[SiteSettings]:
    return SiteSettings.objects.filter(email__iexact=address)


def _nobody(address: str) -> QuerySet[Access]:
    return Access.objects.none()


def _role_address(row: object) -> str:
    return ROLE_ADDRESS


def _term_of_mail() -> str:
    return (
        f"{times.term(settings.KEEP_MAIL)}. Van een mail met een persoonlijke link of een vraag "
        "van jou: tot hij bezorgd is."
    )


def _term_of_requests() -> str:
    return f"{times.term(settings.KEEP_PRIVACY_REQUEST)} na ons antwoord."


def _term_of_access() -> str:
    return f"{times.term(settings.KEEP_ACCESS_LOG)}."


def _term_of_roles() -> str:
    return "Zolang het adres op de website staat."


declare(
    Declaration(
        model=OutgoingMail,
        name="Mails die we stuurden",
        whom="Wie een mail van ons krijgt, of via de website een vraag stuurt",
        purpose="De mail bezorgen, en kunnen nagaan of dat gelukt is.",
        ground=Ground.PUBLIC_TASK,
        term=_term_of_mail,
        fields=(*OF_MAIL, "created_at", "sent_at"),
        find=_mails,
        erase=_delete,
        rules=(
            Rule(mail_retention.TEXT, mail_retention.due_texts),
            Rule(mail_retention.ROW, mail_retention.due_rows),
        ),
        receivers="De mailserver van de ontvanger; van een vraag aan een facilitator ook die zelf",
        order=60,  # after what it is about: erasing that may write to somebody
    ),
    Declaration(
        model=PrivacyRequest,
        name="Privacyverzoeken",
        whom="Wie ons vraagt naar eigen gegevens",
        purpose="Je verzoek op tijd beantwoorden.",
        ground=Ground.OBLIGATION,
        term=_term_of_requests,
        fields=("email", "kind", "received_on", "answered_at"),
        find=_requests,
        erase=_forget_asker,
        effect="verliest het adres; dat er een verzoek was, blijft staan",
        rules=(Rule(retention.REQUEST, retention.due_requests),),
        order=65,
    ),
    Declaration(
        model=Access,
        name="Wie gegevens bekeek",
        whom="Medewerkers, met een nummer en zonder naam",
        purpose="Kunnen nagaan wie jouw gegevens zag.",
        ground=Ground.OBLIGATION,
        term=_term_of_access,
        fields=("user_id",),
        find=_nobody,
        rules=(Rule(retention.ACCESS, retention.due_access),),
        order=85,
    ),
    Declaration(
        model=ContactRole,
        name="Contactpersonen op de website",
        whom="Rollen binnen het netwerk",
        purpose="Bereikbaar zijn.",
        ground=Ground.PUBLIC_TASK,
        term=_term_of_roles,
        fields=("role", "text", "email", "phone"),
        find=_contacts,
        keeps=_role_address,
        is_of_visitors=False,
        order=90,
    ),
    Declaration(
        model=SiteSettings,
        name="Adres van het netwerk",
        whom="Het netwerk zelf",
        purpose="Bereikbaar zijn.",
        ground=Ground.PUBLIC_TASK,
        term=_term_of_roles,
        fields=("email", "phone"),
        find=_site,
        keeps=_role_address,
        is_of_visitors=False,
        order=91,
    ),
)
EDITORIAL = "Teksten van redacteuren, voor iedereen."
needs_none(EDITORIAL, "core.Theme", "core.Branch", "core.ThemedPage")
needs_none("Namen van bestanden die redacteuren plaatsten.", "core.FormerDocumentName")
needs_none(
    "Links en woorden uit teksten van redacteuren, voor iedereen, en wat een andere site zei.",
    "core.LinkReading",
    "core.FoundLink",
    "core.ExternalAddress",
    "core.LinkedHost",
)
needs_none("Een regel en een nummer, geen naam.", "core.Deletion")
needs_none("Een hash met een sleutel, zolang de grens loopt.", "core.RecentUse")
needs_none("Namen van taken.", "core.FailingJob", "core.Generation")
needs_none(
    "Teksten en bestanden van redacteuren; die van een profiel gaan mee met het profiel.",
    "wagtailcore.Page",
    "wagtailcore.Revision",
    "wagtailcore.UploadedFile",
    "wagtailcore.ReferenceIndex",
    "wagtailcore.Comment",
    "wagtailcore.CommentReply",
    "wagtailcore.TaskState",
    "wagtailcore.WorkflowState",
    "wagtailsearch.IndexEntry",
    "wagtailredirects.Redirect",
    "wagtailimages.Image",
    "wagtailimages.Rendition",
    "wagtaildocs.Document",
    "taggit.Tag",
    "taggit.TaggedItem",
)
needs_none(
    "Instellingen van beheerders.",
    "wagtailcore.Locale",
    "wagtailcore.Site",
    "wagtailcore.Collection",
    "wagtailcore.CollectionViewRestriction",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.Workflow",
    "wagtailcore.Task",
    "wagtailembeds.Embed",
    "auth.Permission",
    "auth.Group",
    "contenttypes.ContentType",
)
needs_none("Sleutels van rijen; klaar is na een dag weg.", "django_tasks_database.DBTaskResult")
needs_none("Gebruikt deze website niet.", "admin.LogEntry", "sessions.Session")
