"""Applications that lie with others for advice, and the links of those others."""

from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from initiatives.applications.consultation import invitations
from initiatives.applications.models import Advice, AdviceParty, Application
from initiatives.applications.models.states import State
from initiatives.applications.workflow.actions import Action
from initiatives.applications.workflow.engine import apply
from initiatives.models import LabourMarketRegion
from tests.applications.answering import answers
from tests.applications.cases import adviser, application, judged

VWS = "Ministerie van VWS"


def give_addresses() -> None:
    """Give every party an address, as staff would: advies-7@partij.example."""
    for party in AdviceParty.objects.all():
        AdviceParty.objects.filter(pk=party.pk).update(email=f"advies-{party.pk}@partij.example")


def ready(regions: tuple[str, ...] = ("Twente",), **fields: Any) -> Application:
    """Return one that can be put before others: three criteria are met."""
    give_addresses()
    made = application(State.IN_REVIEW, **{"answers": answers(), **fields})
    made.regions.set(LabourMarketRegion.objects.filter(name__in=regions))
    return judged(made, "VVVN")


def consulted(*names: str, **fields: Any) -> Application:
    """Return one that lies with the parties of these names, or with those it usually would."""
    made = ready(**fields)
    chosen: dict[str, Any] = (
        {"parties": list(AdviceParty.objects.filter(name__in=names))} if names else {}
    )
    return apply(made, Action.CONSULT, adviser(), **chosen)


def asked(made: Application, name: str = VWS) -> Advice:
    """Return what a party was asked last about an application."""
    rows = made.advices.select_related("application", "party")
    return rows.filter(party__name=name).latest("pk")


def path_of(advice: Advice) -> str:
    """Return the path of a party's link, as it stands in its mail."""
    return urlsplit(invitations.url_of(advice)).path


def opened(advice: Advice) -> str:
    """Press the button with which a party opens the case; return the path, which now shows it."""
    path = path_of(advice)
    assert Client().post(path, {"lezen": "ja"}).status_code == 302
    return path


def answer(path: str, advice: str, text: str = "") -> Any:
    """Send an advice as a browser would, by this link."""
    return Client().post(path, {"advies": advice, "toelichting": text})
