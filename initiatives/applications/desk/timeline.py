"""What happened to an application, as advisers read it: the last first, with who did it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from initiatives.applications.models import AdviceParty, Application, ApplicationEvent
from initiatives.applications.models.choices import AdviceValue, Verdict
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log
from initiatives.choices import Criterion


@dataclass(frozen=True)
class Entry:
    """One line: what, when and by whom; `reason` is in the words of who did it."""

    what: str
    at: datetime
    who: str
    move: str = ""
    reason: str = ""
    notes: Sequence[str] = field(default_factory=list)


def read(application: Application) -> tuple[list[Entry], list[Entry]]:
    """Return what happened, the last first; and who only looked, which would drown the rest."""
    events = list(application.events.order_by("-at", "-pk"))
    names = audit_log.names_of(events)
    parties = dict(AdviceParty.objects.values_list("pk", "name"))
    done = [
        _entry(event, names, parties) for event in events if event.kind not in audit_log.READING
    ]
    read = [_entry(event, names, parties) for event in events if event.kind in audit_log.READING]
    return done, read


def _entry(event: ApplicationEvent, names: Mapping[int, str], parties: Mapping[int, str]) -> Entry:
    return Entry(
        what=audit_log.words(event),
        at=event.at,
        who=audit_log.who(event, dict(names)),
        move=_move(event),
        reason=event.reason,
        notes=_notes(event.details, names, parties),
    )


def _move(event: ApplicationEvent) -> str:
    if not event.to_state or event.to_state == event.from_state:
        return ""
    before = f"{State(event.from_state).label} → " if event.from_state else ""
    return before + State(event.to_state).label


def _notes(
    details: Mapping[str, Any], names: Mapping[int, str], parties: Mapping[int, str]
) -> list[str]:
    """Return what else the log kept that a reader would want to know."""
    notes = []
    if party := parties.get(details.get("party", 0)):
        notes.append(party)
    if value := details.get("value"):
        notes.append(f"Advies: {AdviceValue(value).label}")
    if judged := [*map(_judgement, details.get("judgements", []))]:
        notes.append(f"Oordelen: {', '.join(judged)}")
    if details.get("no_mail"):
        notes.append("Er is geen mail verstuurd: daar koos de adviseur voor.")
    elif mails := details.get("mails"):
        notes.append(f"Mail verstuurd: {len(mails)}")
    if paragraph := details.get("paragraph"):
        notes.append(f"In de mail erbij geschreven: ‘{paragraph}’")
    if taken := _export(details):
        notes.append(taken)
    if adviser := names.get(details.get("adviser") or 0):
        notes.append(f"Adviseur: {adviser}")
    return notes


def _export(details: Mapping[str, Any]) -> str:
    """Say in which file an application went along, with what of it; empty for anything else."""
    if "export" not in details:
        return ""
    number = details.get("number", 1)
    others = "alleen deze aanmelding" if number == 1 else f"{number} aanmeldingen"
    contact = "met contactgegevens" if details.get("contact") else "zonder contactgegevens"
    answers = "met alle antwoorden" if details.get("answers") else "zonder de antwoorden"
    form = str(details.get("form", "")).upper()
    return f"Bestand ({form}) met {others}, {contact} en {answers}"


def _judgement(kept: Mapping[str, Any]) -> str:
    criterion, verdict = Criterion(kept["criterion"]), Verdict(kept["verdict"])
    return f"{criterion.label} {verdict.label.lower()}"
