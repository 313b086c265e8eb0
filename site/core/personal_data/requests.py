"""Everything that is kept of one e-mail address: to see, to take along, and to erase.

Who asks what is told in M24 that we have it, and by when they hear from us (GDPR, article 12(3)).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from core import access_log, times
from core.access_log import User
from core.letters import Facts, Letter, Paragraph, queue
from core.links import without_tokens
from core.models import Deletion, PrivacyRequest
from core.models.privacy import Access
from core.personal_data import registry
from core.personal_data.registry import Declaration

ASKED_FOR = "op verzoek gewist"


@dataclass(frozen=True)
class Row:
    """One row that was found: what it is, what stands in it, and why it stays if it does."""

    name: str
    values: list[tuple[str, Any]]
    parts: list["Row"]
    kept_because: str = ""

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Return the values as people read them: a document as a line for each answer."""
        return [line for name, value in self.values for line in _lines(name, value)]


@dataclass(frozen=True)
class Found:
    """What was found of one kind. `effect` is what erasing does to a row."""

    declaration: Declaration
    rows: list[Row]

    @property
    def to_erase(self) -> list[Row]:
        return [row for row in self.rows if not row.kept_because]

    @property
    def kept(self) -> list[Row]:
        return [row for row in self.rows if row.kept_because]


def everything_of(address: str) -> list[Found]:
    """Return what is kept of this address, kind by kind; no kind without rows."""
    found = [
        Found(one, [_row(one, row) for row in one.find(address)]) for one in registry.declarations()
    ]
    return [each for each in found if each.rows]


def _row(declaration: Declaration, row: Model) -> Row:
    parts = [
        Row(_name(each), _values(each, part.fields), [])
        for part in declaration.parts
        for each in _rows_of(part, row)
    ]
    why = declaration.keeps(row)
    return Row(_name(row), _values(row, declaration.fields), parts, why)


def _lines(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _lines(f"{name}: {key}", each)
    elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
        for number, each in enumerate(value, 1):
            yield from _lines(f"{name} {number}", each)
    elif isinstance(value, list):
        yield name, ", ".join(map(str, value))
    elif isinstance(value, datetime):
        yield name, times.moment(value)
    elif value not in (None, ""):
        yield name, str(value)


def _rows_of(part: registry.Part, row: Model) -> QuerySet:
    return part.model._default_manager.filter(**{part.path: row.pk})


def _name(row: Model) -> str:
    return f"{row._meta.verbose_name} {row.pk}"


def _values(row: Model, fields: Any) -> list[tuple[str, Any]]:
    """Return what the fields are called and hold, without what is empty or opens something."""
    found = []
    for name in fields:
        model_field: Any = row._meta.get_field(name)
        value = getattr(row, name)
        if value not in (None, "", [], {}):
            said = dict(model_field.flatchoices).get(value, value) if model_field.choices else value
            shown = without_tokens(said) if isinstance(said, str) else said
            found.append((str(model_field.verbose_name), shown))
    return found


def as_document(address: str) -> dict[str, Any]:
    """Return what is kept of this address as JSON knows it (GDPR, article 20)."""
    return {
        "e-mailadres": address,
        "gemaakt op": timezone.localtime().isoformat(timespec="seconds"),
        "gegevens": [
            {
                "soort": each.declaration.name,
                "doel": each.declaration.purpose,
                "grondslag": each.declaration.ground.value,
                "bewaartermijn": each.declaration.term(),
                "ontvangers": each.declaration.receivers,
                "aantal": len(each.rows),
                "rijen": [_as_json(row) for row in each.rows],
            }
            for each in everything_of(address)
        ],
    }


def _as_json(row: Row) -> dict[str, Any]:
    said: dict[str, Any] = {"naam": row.name}
    said |= {name: _plain(value) for name, value in row.values}
    if row.parts:
        said["hoort erbij"] = [_as_json(part) for part in row.parts]
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value if isinstance(value, (str, int, bool, list, dict)) else str(value)


@transaction.atomic
def erase(address: str, user: User) -> list[Found]:
    """Erase what may go of this address, all of it or nothing; return what had to stay.

    Every row leaves a line in the log of deletions, which names nobody.
    """
    for declaration in registry.declarations():
        if declaration.erase is None:
            continue
        for row in declaration.find(address):
            if not declaration.keeps(row):
                kind, key = row._meta.label_lower, row.pk
                declaration.erase(row)
                Deletion.objects.create(kind=kind, key=key, rule=ASKED_FOR)
    access_log.note_of_address(user, Access.How.PRIVACY)
    return everything_of(address)


@transaction.atomic
def receive(kind: str, address: str) -> PrivacyRequest:
    """Write down that somebody asks for their data, and tell them so (M24)."""
    asked = PrivacyRequest.objects.create(kind=kind, email=address)
    letter = _received(asked)
    queue(letter, to=address, kind="M24", key=f"privacy:{asked.pk}", about=asked)
    return asked


def _received(asked: PrivacyRequest) -> Letter:
    """M24."""
    return Letter(
        "We hebben je privacyverzoek ontvangen",
        "",
        [
            Paragraph("We hebben je vraag over je persoonsgegevens ontvangen."),
            Facts(
                [
                    ("Je vraag", asked.get_kind_display()),
                    ("Ontvangen op", date_format(asked.received_on, times.DAY)),
                    ("Antwoord uiterlijk", date_format(asked.answer_by, times.DAY)),
                    ("Kenmerk", f"PV-{asked.pk:05}"),
                ]
            ),
            Paragraph(
                "Je krijgt binnen één maand antwoord. Soms vragen we eerst of jij het echt bent. "
                "Zo krijgt niemand anders jouw gegevens."
            ),
            Paragraph(
                "Heb jij dit niet gevraagd? Of heb je een vraag? Mail of bel ons, en noem het "
                "kenmerk."
            ),
        ],
    )


def answered(asked: PrivacyRequest, user: User) -> None:
    """Write down that somebody has their answer; a second time changes nothing."""
    rows = PrivacyRequest.objects.filter(pk=asked.pk, answered_at=None)
    rows.update(answered_at=timezone.now(), answered_by=user.pk)
