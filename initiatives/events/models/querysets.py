"""Which meetings there are: coming, past, and how full they are."""

from typing import Self

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.models import ThemedPage
from core.models.pages import ThemedPageQuerySet
from initiatives.events.models.registrations import Registration


class EventQuerySet(ThemedPageQuerySet):
    def coming(self) -> Self:
        """Keep the meetings that have not ended at this moment, soonest first."""
        return self.filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> Self:
        """Keep the meetings that have ended, the last one first."""
        return self.filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-pk")

    def with_places_taken(self) -> Self:
        taken = (
            Registration.objects.filter(event=OuterRef("pk"))
            .holding_a_place()
            .order_by()
            .values("event")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return self.annotate(places_taken=Coalesce(Subquery(taken), 0))

    def for_cards(self) -> list[ThemedPage]:
        events = self.select_related("cancellation").with_places_taken()
        return super(EventQuerySet, events).for_cards()
