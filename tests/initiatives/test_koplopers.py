"""The list of Koplopers and one of them, as visitors read them."""

import pytest

from tests.factories import InitiativePageFactory, ThemeFactory, koploper_index
from tests.html import parse, text_of

pytestmark = pytest.mark.django_db


def test_the_list_shows_every_koploper_that_is_online(client):
    InitiativePageFactory(title="Stagepool Zonder Muren")
    InitiativePageFactory(title="Nog niet klaar", live=False)
    page = parse(client.get("/koplopers/"))
    assert [link.get_text() for link in page.select(".card-title a")] == ["Stagepool Zonder Muren"]
    assert text_of(page, "#resultaat") == "1 Koploper"


def test_the_list_is_filtered_by_theme(client):
    theme = ThemeFactory(name="Minder regeldruk")
    InitiativePageFactory(title="Minder Vinkjes", themes=[theme])
    InitiativePageFactory(title="Terug in het Vak", themes=[ThemeFactory()])
    page = parse(client.get("/koplopers/?thema=minder-regeldruk"))
    assert [link.get_text() for link in page.select(".card-title a")] == ["Minder Vinkjes"]


def test_an_empty_list_says_so(client):
    koploper_index()
    assert "Hier staan nog geen Koplopers" in client.get("/koplopers/").content.decode()


def test_a_koploper_reads_as_a_page(client):
    initiative = InitiativePageFactory(
        title="Stagepool Zonder Muren",
        lead="Eén plek om stage te lopen.",
        body=[("paragraph", "<p>Drie huizen delen hun stages.</p>")],
    )
    answer = client.get(initiative.get_url())
    page = parse(answer)
    assert text_of(page, "h1") == "Stagepool Zonder Muren"
    assert "Drie huizen delen hun stages." in text_of(page, ".prose")
