"""Loads the Koplopers of the demo, and the page that explains their network."""

from typing import Any

from django.utils import timezone

from home.demo.pages import DemoPages
from initiatives.models import (
    InitiativePage,
    KoploperIndexPage,
    LabourMarketRegion,
    NetworkPage,
    TakingPart,
)

Table = dict[str, Any]


class Koplopers:
    """One run, for the loader of all demo content: first every page, then what they say."""

    def __init__(self, loader: DemoPages, network: Table, initiatives: list[Table]) -> None:
        self.loader = loader
        index = loader.index(
            KoploperIndexPage,
            title="Koplopers",
            slug="koplopers",
            intro="<p>Teams die al iets doen aan het tekort aan collega’s, en die laten zien hoe. "
            "Wat ging goed, wat ging mis en wat kun jij morgen overnemen?</p>",
            search_description="De Koplopers van het Actie Leer Netwerk: initiatieven in zorg en "
            "welzijn waar je iets van kunt leren.",
        )
        self.network = self._network(index, network)
        found = [loader.page(InitiativePage, index, table) for table in initiatives]
        self.initiatives = list(filter(None, found))

    def _network(self, index: KoploperIndexPage, table: Table) -> tuple[NetworkPage, Table] | None:
        found = NetworkPage.objects.first()
        if found:
            self.loader.pages[table["slug"]] = found
            return None
        page = NetworkPage(
            title=table["title"],
            slug=table["slug"],
            lead=table["lead"],
            search_description=table["search_description"],
            contact=self.loader.contacts[table["contact"]],
        )
        self.loader.add(index, page)
        self.loader.pages[page.slug] = page
        return page, table

    def finish(self) -> None:
        """Give the new pages their texts, and publish them."""
        if self.network:
            page, table = self.network
            page.body = self.loader.body(table, page.body.stream_block)
            page.save_revision(user=self.loader.editor).publish()
        for initiative, table in self.initiatives:
            self._finish(initiative, table)

    def _finish(self, page: InitiativePage, table: Table) -> None:
        self.loader.fill(page, table)
        moment = self.loader.moment(table)
        page.joined_on = timezone.localdate(moment)
        for name in ("phase", "criteria", "action_lines", "shares", "website"):
            setattr(page, name, table.get(name, getattr(page, name)))
        page.regions = LabourMarketRegion.objects.filter(slug__in=table["regions"])
        page.organisations.set(
            TakingPart(sort_order=nth, **organisation)
            for nth, organisation in enumerate(table["organisation"])
        )
        page.save()
        page.save_revision(user=page.owner).publish()
        self.loader.backdate(page, moment)
