from initiatives.applications.models.applications import (
    Application,
    Nomination,
    ReferenceNumber,
    SetAside,
    Version,
)
from initiatives.applications.models.assessment import Advice, AdviceParty, Judgement, Supplement
from initiatives.applications.models.history import ApplicationEvent

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
