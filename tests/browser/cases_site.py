"""What an application needs on a running site, which is there sooner than the demo."""

from initiatives.events.models import EventPage
from tests.factories import BranchFactory, EventPageFactory, ThemeFactory, koploper_index


def prepare_for_cases() -> None:
    ThemeFactory(name="Leven lang ontwikkelen")
    BranchFactory(name="Ouderenzorg")
    BranchFactory(name="Thuiszorg")
    koploper_index()
    EventPageFactory(kind=EventPage.Kind.FRONT_RUNNERS, title="Koplopers ontmoeten elkaar")
