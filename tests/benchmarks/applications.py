"""Generates applications for Koplopers by the thousand, to measure the desk when it is full."""

import random
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from core import generation
from core.models import Theme
from initiatives.applications.models import (
    Advice,
    AdviceParty,
    Application,
    ApplicationEvent,
    Judgement,
    Version,
)
from initiatives.applications.models.choices import AdviceValue, Role, Route, Verdict
from initiatives.applications.models.states import State
from initiatives.choices import Criterion, OrganisationKind
from initiatives.models import LabourMarketRegion

WORDS = ("Leerlijn", "Stagepool", "Overstap", "Rooster", "Wijk", "Praktijk", "Doorstroom", "Vak")
PLACES = ("Oost", "West", "Midden", "aan Zee", "op de Werkvloer", "Zonder Muren", "van Ons Samen")
# The way that an application goes, with the days that each stay takes at most; and where it ends.
WAY = (
    (State.SUBMITTED, 8),
    (State.IN_REVIEW, 16),
    (State.SUPPLEMENT_ASKED, 14),
    (State.IN_REVIEW, 10),
    (State.IN_CONSULTATION, 16),
    (State.ADMITTED, 60),
    (State.INTRODUCED, 400),
)
TEXT = "We leren samen op de werkvloer, met tijd in het rooster en een vaste begeleider. " * 8


@transaction.atomic
def fill(number: int) -> None:
    """Add applications until there are `number`, always the same ones."""
    chance = random.Random(number)  # noqa: S311 - not for secrets
    begin = Application.objects.count()
    advisers = _advisers()
    ways = [_way(chance) for _ in range(max(0, number - begin))]
    made = Application.objects.bulk_create(
        _application(begin + nth, way, advisers, chance) for nth, way in enumerate(ways)
    )
    events = [
        ApplicationEvent(
            application=one, kind="submit", role=Role.ADVISER, at=at, from_state=a, to_state=b
        )
        for one, way in zip(made, ways, strict=True)
        for (a, _), (b, at) in zip([(State.DRAFT, None), *way], way, strict=False)
    ]
    ApplicationEvent.objects.bulk_create(events, batch_size=5_000)
    _tie(made, chance)
    _judge([one for one in made if one.submitted_at], chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    generation.raise_number()


def _advisers() -> list[Any]:
    users = get_user_model().objects
    names = [("adviseur-een", "Sam", "Visser"), ("adviseur-twee", "Noor", "de Groot")]
    return [
        users.get_or_create(username=name, defaults={"first_name": first, "last_name": last})[0]
        for name, first, last in names
    ]


def _way(chance: random.Random) -> list[tuple[State, datetime]]:
    """Return the states that an application went through and when; empty when it was not sent."""
    at = timezone.now() - timedelta(days=chance.randint(0, 700) ** 2 / 700)
    found: list[tuple[State, datetime]] = []
    for state, days in WAY:
        if state == State.SUPPLEMENT_ASKED and chance.random() < 0.6:
            continue
        if found and found[-1][0] == state:
            continue
        if state == State.IN_CONSULTATION and chance.random() < 0.3:
            return [*found, (State.REJECTED, at)] if at < timezone.now() else found
        if at > timezone.now():
            break
        found.append((state, at))
        at += timedelta(days=1 + days * chance.random())
    return found


def _application(
    nth: int, way: list[tuple[State, datetime]], advisers: list[Any], chance: random.Random
) -> Application:
    name = f"{chance.choice(WORDS)} {chance.choice(PLACES)} {nth}"
    if not way or chance.random() < 0.1:
        way.clear()
        early = (State.POTENTIAL, State.INVITED, State.DRAFT)
        return Application(name=name, state=chance.choice(early), route=chance.choice(Route.values))
    state, since = way[-1]
    decided = [at for one, at in way if one in (State.ADMITTED, State.REJECTED)]
    return Application(
        name=name,
        reference=f"KL-{way[0][1]:%Y}-{nth:05}",
        state=state,
        state_since=since,
        submitted_at=way[0][1],
        created_at=way[0][1],
        decided_at=decided[0] if decided else None,
        route=chance.choice(Route.values),
        adviser=None if state == State.SUBMITTED else chance.choice(advisers),
        claimed=chance.sample(Criterion.values, chance.randint(2, 4)),
        is_national=chance.random() < 0.05,
        all_branches=chance.random() < 0.2,
        answers={
            "samenvatting": TEXT,
            "organisaties": [
                {"naam": f"Zorg {chance.choice(PLACES)}", "soort": OrganisationKind.CARE.value},
                {"naam": f"School {chance.choice(PLACES)}", "soort": "onderwijs"},
            ],
        },
    )


def _tie(made: list[Application], chance: random.Random) -> None:
    for field, column, rows in (
        (Application.regions, "labourmarketregion_id", LabourMarketRegion.objects.all()),
        (Application.themes, "theme_id", Theme.objects.all()),
    ):
        keys = list(rows.values_list("pk", flat=True))
        through: Any = field.through
        through.objects.bulk_create(
            through(application=one, **{column: key})
            for one in made
            for key in chance.sample(keys, min(len(keys), chance.choice((1, 1, 1, 2, 3))))
        )


def _judge(sent: list[Application], chance: random.Random) -> None:
    versions = Version.objects.bulk_create(
        Version(application=one, number=1, form_version=1) for one in sent
    )
    verdicts = [Verdict.MET] * 6 + [Verdict.NOT_MET] * 2 + [Verdict.UNCLEAR]
    Judgement.objects.bulk_create(
        Judgement(
            application=version.application,
            version=version,
            criterion=criterion,
            verdict=chance.choice(verdicts[nth:]),
        )
        for version in versions
        if version.application.state != State.SUBMITTED
        for nth, criterion in enumerate(Criterion)
    )
    parties = list(AdviceParty.objects.all()[:3])
    Advice.objects.bulk_create(
        Advice(
            application=one,
            party=party,
            value=chance.choice([AdviceValue.OPEN, AdviceValue.POSITIVE]),
            due_on=timezone.localdate(),
        )
        for one in sent
        if one.state == State.IN_CONSULTATION
        for party in parties
    )
