"""Loads the meetings of the demo, and who comes to them."""

import datetime
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from django.utils import timezone

from core.workdays import add_workdays
from home.demo.pages import DemoPages
from initiatives.events import calendars
from initiatives.events.models import (
    Cancellation,
    EventIndexPage,
    EventPage,
    Introduction,
    Registration,
)

Table = dict[str, Any]

ORGANISATIONS = (
    ("Zorgorganisatie Voorbeeld", Registration.Role.CARE),
    ("Welzijn Voorbeeld", Registration.Role.POTENTIAL),
    ("Opleiding Voorbeeld", Registration.Role.EDUCATION),
    ("Ziekenhuis Voorbeeld", Registration.Role.FRONT_RUNNER),
    ("Gemeente Voorbeeld", Registration.Role.GOVERNMENT),
)
# Of so many people who said they would come, one did not.
ABSENT_ONE_IN = 9
ONES = "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
ONES += "zestien zeventien achttien negentien"
TENS = {20: "twintig", 30: "dertig", 40: "veertig", 50: "vijftig"}


def in_words(number: int) -> str:
    """Return a number below sixty in Dutch: it makes names that are nobody's."""
    ones = ONES.split()
    if number < len(ones):
        return ones[number]
    tens, rest = number // 10 * 10, number % 10
    joint = "ën" if ones[rest].endswith("e") else "en"
    return f"{ones[rest]}{joint}{TENS[tens]}" if rest else TENS[tens]


def day_of(table: Table, today: datetime.date) -> datetime.date:
    """Return on which day a meeting is: its own date, or so many working days after today."""
    day: datetime.date = table.get("date") or add_workdays(today, table["workdays_ahead"])
    return day


class Meetings:
    """One run, for the loader of all demo content: first every page, then what links them."""

    def __init__(self, loader: DemoPages, events: list[Table]) -> None:
        self.loader = loader
        meetings = loader.index(
            EventIndexPage,
            title="Bijeenkomsten",
            slug="bijeenkomsten",
            intro="<p>Een middag actieleren, een werkbezoek of een uur online: je komt met een "
            "vraag en gaat naar huis met een eerste stap. Je bent welkom, ook als je nog geen "
            "Koploper bent.</p>",
            search_description="Koploperbijeenkomsten, werkbezoeken, actieleersessies en webinars "
            "van het Actie Leer Netwerk. Bekijk de agenda en meld je aan.",
        )
        self.events = list(filter(None, (self._event(meetings, table) for table in events)))

    def finish(self) -> None:
        """Give the new pages their texts and relations, and publish them."""
        for event, table in self.events:
            self._finish_event(event, table)

    def _event(self, index: EventIndexPage, table: Table) -> tuple[EventPage, Table] | None:
        day = day_of(table, timezone.localdate())

        def at(time: str) -> datetime.datetime:
            hour = datetime.time.fromisoformat(time)
            return timezone.make_aware(datetime.datetime.combine(day, hour))

        return self.loader.page(
            EventPage,
            index,
            table,
            kind=table["kind"],
            region=table["region"],
            starts_at=at(table["start"]),
            ends_at=at(table["end"]),
            venue=table.get("venue", ""),
            address=table.get("address", ""),
            access=table.get("access", ""),
            price=table.get("price", ""),
            is_online="online_url" in table,
            online_url=table.get("online_url", ""),
            register_by=table.get("register_by", EventPage.RegisterBy.HERE),
            external_url=table.get("external_url", ""),
            capacity=table.get("capacity"),
        )

    def _finish_event(self, event: EventPage, table: Table) -> None:
        self.loader.fill(event, table)
        event.programme = [("item", {"text": "", **item}) for item in table.get("programme", [])]
        event.introductions.set(
            Introduction(initiative=self.loader.pages[slug], sort_order=nth)
            for nth, slug in enumerate(table.get("introductions", []))
        )
        event.save()
        event.save_revision(user=event.owner).publish()
        announced = event.starts_at - datetime.timedelta(weeks=8)
        self.loader.backdate(event, min(announced, timezone.now()))
        Registration.objects.bulk_create(self._registrations(event, table))
        if message := table.get("cancelled"):
            Cancellation.objects.create(
                event=event, message=message, cancelled_by=self.loader.editor
            )
            calendars.record(EventPage.objects.get(pk=event.pk))

    @staticmethod
    def _registrations(event: EventPage, table: Table) -> Iterator[Registration]:
        """Yield who comes or came, and who waits: names and addresses of nobody."""
        coming = table.get("attended", 0) or table.get("taken", 0)
        waiting = table.get("waiting", 0)
        first = min(event.starts_at, timezone.now()) - datetime.timedelta(days=20)
        people = islice(cycle(ORGANISATIONS), coming + waiting)
        for nth, (organisation, role) in enumerate(people, 1):
            state = Registration.State.CONFIRMED
            if nth > coming:
                state = Registration.State.WAITING
            elif event.is_past:
                came = nth % ABSENT_ONE_IN
                state = Registration.State.ATTENDED if came else Registration.State.ABSENT
            yield Registration(
                event=event,
                first_name="Deelnemer",
                last_name=in_words(nth).capitalize(),
                organisation=organisation,
                email=f"deelnemer-{nth}@voorbeeld.example",
                role=role,
                state=state,
                created_at=first + datetime.timedelta(hours=5 * nth),
            )
