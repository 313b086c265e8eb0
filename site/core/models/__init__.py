from core.models.contact import ContactRole
from core.models.deletions import Deletion
from core.models.documents import FormerDocumentName
from core.models.limits import RecentUse
from core.models.link_report import ExternalAddress, FoundLink, LinkedHost, LinkReading
from core.models.mail import OutgoingMail
from core.models.pages import SitePage, ThemedPage
from core.models.privacy import Access, PrivacyRequest
from core.models.regions import MeetingRegion
from core.models.review_dates import ReviewDate
from core.models.scheduled_jobs import FailingJob, WorkerRound
from core.models.site_settings import SiteSettings
from core.models.taxonomy import Branch, Generation, Term, Theme

__all__ = [
    "Access",
    "Branch",
    "ContactRole",
    "Deletion",
    "ExternalAddress",
    "FailingJob",
    "FormerDocumentName",
    "FoundLink",
    "Generation",
    "LinkReading",
    "LinkedHost",
    "MeetingRegion",
    "OutgoingMail",
    "PrivacyRequest",
    "RecentUse",
    "ReviewDate",
    "SitePage",
    "SiteSettings",
    "Term",
    "Theme",
    "ThemedPage",
    "WorkerRound",
]
