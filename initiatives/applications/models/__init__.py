from initiatives.applications.models.applications import (
    Application,
    ApplicationEvent,
    ConflictingDraft,
    EventWords,
    Nomination,
    ReferenceNumber,
    Version,
)
from initiatives.applications.models.assessment import Advice, AdviceParty, Judgement, Supplement

__all__ = [
    "Advice",
    "AdviceParty",
    "Application",
    "ApplicationEvent",
    "ConflictingDraft",
    "EventWords",
    "Judgement",
    "Nomination",
    "ReferenceNumber",
    "Supplement",
    "Version",
]
