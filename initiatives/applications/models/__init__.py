from initiatives.applications.models.applications import (
    Application,
    ApplicationEvent,
    Nomination,
    ReferenceNumber,
    SetAside,
    Version,
)
from initiatives.applications.models.assessment import Advice, AdviceParty, Judgement, Supplement

__all__ = [
    "Advice",
    "AdviceParty",
    "Application",
    "ApplicationEvent",
    "Judgement",
    "Nomination",
    "ReferenceNumber",
    "SetAside",
    "Supplement",
    "Version",
]
