"""The list of applications, as advisers find and sort what they have to do."""

import csv
import io
from datetime import datetime, timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from openpyxl import load_workbook

from initiatives.applications.desk import saved_views
from initiatives.applications.desk.lists import BY_TERM, ApplicationAdmin
from initiatives.applications.models import (
    Advice,
    AdviceParty,
    Application,
    ApplicationEvent,
    Supplement,
)
from initiatives.applications.models.states import State
from initiatives.events.models import Cancellation
from tests.applications.answering import answers as filled_in
from tests.applications.cases import application, judged
from tests.applications.desk import straight
from tests.factories import (
    BranchFactory,
    EventPageFactory,
    InitiativePageFactory,
    OutgoingMailFactory,
    ThemeFactory,
    UserFactory,
    region,
)
from tests.html import parse

pytestmark = pytest.mark.django_db
LIST = "/beheer/koploper-aanmeldingen/"


@pytest.fixture
def adviser(client):
    """An adviser, logged in."""
    user = UserFactory(groups=["Adviseur Koplopernetwerk"], first_name="Sam", last_name="Test")
    client.force_login(user)
    return user


def named(name, state=State.SUBMITTED, **fields):
    return application(state, name=name, **fields)


def answers(*names):
    return {"organisaties": [{"naam": name, "soort": "zorg"} for name in names]}


def shown(response):
    """Return the names of the initiatives in the list, in order."""
    cells = parse(response).select("td.field-initiative a")
    return [str(cell.find(string=True)).strip() for cell in cells]


def found(user, **query):
    """Return the names of what the list finds for this user, without making its page."""
    answer = straight(user, f"{LIST}?{urlencode(query)}")
    return {str(row) for row in answer.context_data["object_list"]}


def words_of(response, selector):
    return [" ".join(one.get_text(" ").split()) for one in parse(response).select(selector)]


def ago(days):
    return timezone.now() - timedelta(days=days)


def test_a_row_says_what_an_adviser_scans_for(client, adviser):
    made = named(
        "Stagepool",
        State.IN_REVIEW,
        adviser=adviser,
        route="voorgedragen",
        answers=answers("Zorg Oost", "School West"),
        submitted_at=timezone.make_aware(datetime(2019, 3, 4)),
    )
    made.regions.add(region("Twente"), region("Drenthe"))
    (row,) = words_of(client.get(LIST), "tbody tr")
    assert f"Stagepool {made.reference} · Zorg Oost In toetsing sinds" in row
    assert "Sam Test Drenthe, Twente Voorgedragen 4‑3‑2019" in row
    assert "werkdagen te laat" in row


def test_the_list_begins_with_what_is_late_and_ends_with_what_has_no_term(client, adviser):
    named("Later", submitted_at=ago(3), state_since=ago(3))
    named("Te laat", submitted_at=ago(60), state_since=ago(60))
    named("Begonnen", State.DRAFT, created_at=ago(2))
    named("Eerst", submitted_at=ago(9), state_since=ago(9))
    named("Eerder begonnen", State.DRAFT, created_at=ago(5))
    names = ["Te laat", "Eerst", "Later", "Begonnen", "Eerder begonnen"]
    assert shown(client.get(LIST)) == names


def test_the_filters_narrow_the_list_down_together(client, adviser):
    theme, branch = ThemeFactory(), BranchFactory()
    one = named("Een", State.IN_REVIEW, adviser=adviser, claimed=["samenwerken"], route="benaderd")
    one.themes.add(theme)
    one.branches.add(branch)
    one.regions.add(region("Twente"))
    named("Twee", is_national=True, all_branches=True, claimed=["innoveren", "veranderen"])
    named("Drie", claimed=["samenwerken", "innoveren", "opschalen"])
    twente = region("Twente").slug
    assert found(adviser, status="in_toetsing") == {"Een"}
    assert found(adviser, status="loopt") == {"Een", "Twee", "Drie"}
    assert found(adviser, adviseur="ik") == {"Een"}
    assert found(adviser, adviseur=adviser.pk) == {"Een"}
    assert found(adviser, adviseur="niemand") == {"Twee", "Drie"}
    assert found(adviser, regio=twente) == {"Een", "Twee"}
    assert found(adviser, regio="landelijk") == {"Twee"}
    assert found(adviser, thema=theme.slug) == {"Een"}
    assert found(adviser, branche=branch.slug) == {"Een", "Twee"}
    assert found(adviser, route="benaderd") == {"Een"}
    assert found(adviser, criterium="samenwerken") == {"Een", "Drie"}
    assert found(adviser, criterium="te-weinig") == {"Een", "Twee"}
    assert found(adviser, regio=twente, adviseur="niemand", branche=branch.slug) == {"Twee"}


def test_words_are_found_anywhere_in_name_reference_and_organisations(client, adviser):
    named("Leerlijn Coördinatie", reference="KL-2019-0042")
    named("Stagepool", answers=answers("Zorggroep Oost", "Hogeschool ’t Voorbeeld"))
    named("Wijk en Klas", State.POTENTIAL)
    assert found(adviser, q="ordinatie") == {"Leerlijn Coördinatie"}
    assert found(adviser, q="coordinatie leerlijn") == {"Leerlijn Coördinatie"}
    assert found(adviser, q="2019-0042") == {"Leerlijn Coördinatie"}
    assert found(adviser, q="groep") == {"Stagepool"}
    assert found(adviser, q="'t voorbeeld") == {"Stagepool"}
    # What stands around the names in the document is not looked through.
    assert found(adviser, q="naam") == set()
    assert found(adviser, q="%_") == set()


def test_what_is_too_late_is_found_and_flagged_and_sorted_to_the_front(client, adviser):
    named("Op tijd", submitted_at=ago(1), state_since=ago(1))
    named("Heel laat", submitted_at=ago(60), state_since=ago(60))
    named("Laat", submitted_at=ago(30), state_since=ago(30))
    named("Wacht op antwoord", State.SUPPLEMENT_ASKED, submitted_at=ago(90), state_since=ago(80))
    named("Besloten", State.ADMITTED, submitted_at=ago(90))
    assert found(adviser, termijn="te-laat") == {"Heel laat", "Laat"}
    assert found(adviser, termijn="binnenkort") == {"Op tijd"}
    assert found(adviser, termijn="staat-stil") == {"Wacht op antwoord"}
    rows = shown(client.get(LIST, {"o": "6"}))
    assert rows[:3] == ["Heel laat", "Laat", "Op tijd"]
    assert shown(client.get(LIST, {"o": "-6"}))[1:4] == ["Op tijd", "Laat", "Heel laat"]
    assert len(words_of(client.get(LIST), "td.field-age .aln-late")) == 2


def test_what_waits_for_advice_is_told_from_what_can_be_decided(client, adviser):
    party = AdviceParty.objects.filter(kind="ministerie").first()
    for name, value in (("Wacht", "open"), ("Klaar", "positief")):
        case = named(name, State.IN_CONSULTATION)
        Advice.objects.create(
            application=case, party=party, value=value, due_on=timezone.localdate()
        )
    assert found(adviser, doen="advies") == {"Wacht"}
    assert found(adviser, doen="besluiten") == {"Klaar"}
    assert "0 van 1 adviezen" in " ".join(words_of(client.get(LIST, {"q": "Wacht"}), "tbody tr"))


def test_a_mail_that_did_not_arrive_stands_in_the_row(client, adviser):
    made = named("Onbereikbaar")
    named("Bereikbaar")
    kind = ContentType.objects.get_for_model(Application)
    OutgoingMailFactory(state="mislukt", about_type=kind, about_key=made.pk)
    assert found(adviser, doen="mail") == {"Onbereikbaar"}
    (row,) = words_of(client.get(LIST, {"doen": "mail"}), "tbody tr")
    assert "Mail kwam niet aan" in row


def test_an_answer_that_should_have_been_there_is_found(client, adviser):
    today = timezone.localdate()
    for name, deadline, fields in (
        ("Te laat", today - timedelta(days=1), {}),
        ("Vandaag", today, {}),
        ("Beantwoord", today - timedelta(days=1), {"answered_at": timezone.now()}),
    ):
        made = application(State.SUPPLEMENT_ASKED, name=name)
        Supplement.objects.create(application=made, question="?", deadline=deadline, **fields)
    assert found(adviser, doen="antwoord-te-laat") == {"Te laat"}
    assert found(adviser, doen="aanvulling") == {"Te laat", "Vandaag", "Beantwoord"}


def test_an_introduction_at_a_meeting_that_does_not_go_on_is_found(client, adviser):
    for name in ("Afgelast", "Gaat door"):
        application(State.ADMITTED, name=name, introduction=EventPageFactory())
    Cancellation.objects.create(event=Application.objects.get(name="Afgelast").introduction)
    assert found(adviser, doen="opnieuw-plannen") == {"Afgelast"}


def test_a_text_that_can_come_online_is_found_until_it_is(client, adviser):
    now = timezone.now()
    for name, live, fields in (
        ("Klaar", False, {"text_approved_at": now}),
        ("Online", True, {"text_approved_at": now}),
        ("Wacht", False, {}),
        ("Wil niet meer", False, {"text_approved_at": now, "may_publish": False}),
    ):
        page = InitiativePageFactory(title=name, live=live)
        application(State.ADMITTED, name=name, page=page, **{"may_publish": True, **fields})
    assert found(adviser, doen="publiceren") == {"Klaar"}
    assert found(adviser, doen="tekst") == {"Wacht"}


def test_each_state_has_its_number_among_what_was_asked_for(client, adviser):
    named("Een", State.IN_REVIEW, route="benaderd")
    named("Twee", State.IN_REVIEW)
    named("Drie", State.REJECTED, route="benaderd")
    links = words_of(client.get(LIST, {"route": "benaderd"}), ".aln-states a")
    assert links == ["Alle 2", "Loopt 1", "In toetsing 1", "Niet toegelaten 1"]
    page = parse(client.get(LIST, {"route": "benaderd", "status": "in_toetsing"}))
    (here,) = page.select(".aln-states [aria-current]")
    assert here.get_text(" ", strip=True) == "In toetsing 1"
    (link,) = [one for one in page.select(".aln-states a") if "Niet" in one.get_text()]
    assert shown(client.get(link["href"])) == ["Drie"]


def test_the_named_views_answer_the_questions_of_every_day(client, adviser):
    named("Mijn", State.IN_REVIEW, adviser=adviser)
    named("Nieuw en laat", submitted_at=ago(60), state_since=ago(60))
    named("Van mij en klaar", State.REJECTED, adviser=adviser)
    page = parse(client.get(LIST))
    links = {
        " ".join(one.get_text(" ").split()): one["href"] for one in page.select(".aln-views a")
    }
    assert list(links) == [
        "Mijn zaken 1",
        "Nog niet opgepakt 1",
        "Te laat 1",
        "Wacht op advies 0",
        "Klaar voor besluit 0",
    ]
    assert shown(client.get(links["Mijn zaken 1"])) == ["Mijn"]
    late = client.get(links["Te laat 1"])
    assert shown(late) == ["Nieuw en laat"]
    assert words_of(late, ".aln-views [aria-current]") == ["Te laat 1"]


def test_choosing_a_filter_keeps_the_state(client, adviser):
    named("Een", State.IN_REVIEW)
    page = parse(client.get(LIST, {"status": "in_toetsing"}))
    (kept,) = page.select(".aln-find input[name=status]")
    assert kept["value"] == "in_toetsing"
    assert not page.select(".aln-find select[name=status]")


def test_a_crooked_address_shows_the_list(client, adviser):
    named("Een")
    crooked = "o=abc&p=x&adviseur=abc&status=x&termijn=x&regio=x&name__contains=1&q=%00"
    assert shown(client.get(f"{LIST}?{crooked}")) == ["Een"]
    too_far = "o=6.-6&p=999&adviseur=99999999999999999999"
    assert shown(client.get(f"{LIST}?{too_far}")) == ["Een"]
    assert shown(client.get(f"{LIST}?export=pdf")) == ["Een"]
    assert shown(client.get(f"{LIST}?q=(((")) == []


def many(number):
    rows = [
        Application(
            name=f"Initiatief {nth}",
            reference=f"KL-{number}-{nth:05}",
            state=State.IN_CONSULTATION if nth % 3 else State.IN_REVIEW,
            state_since=ago(nth % 40),
            submitted_at=ago(nth % 60),
            answers=answers("Zorg Oost"),
        )
        for nth in range(number)
    ]
    made = Application.objects.bulk_create(rows)
    party = AdviceParty.objects.first()
    Advice.objects.bulk_create(
        Advice(application=one, party=party, due_on=timezone.localdate()) for one in made
    )
    Application.regions.through.objects.bulk_create(
        Application.regions.through(application=one, labourmarketregion=region("Twente"))
        for one in made[:50]
    )
    return made


def test_many_rows_ask_no_more_of_the_database_than_few(
    client, adviser, django_assert_max_num_queries
):
    for number in (3, ApplicationAdmin.list_per_page + 10):
        many(number)
        client.get(LIST)
        with django_assert_max_num_queries(15):
            client.get(LIST, {"status": "loopt", "adviseur": "niemand", "q": "zorg", "o": "6"})


# Who may see it.


def test_an_administrator_looks_and_takes_no_contact_data_along(client):
    client.force_login(UserFactory(groups=["Beheerder"]))
    named("Een")
    response = client.get(LIST)
    assert shown(response) == ["Een"]
    assert not parse(response).select("input[name=contact]")
    heading, _ = exported_csv(client, contact="1")
    assert "E-mailadres" not in heading


@pytest.mark.parametrize("group", ["Redacteur", "Auteur", "Beheerder Facilitators Pool"])
def test_others_see_nothing_of_applications(client, group):
    client.force_login(UserFactory(groups=[group]))
    named("Geheim")
    for query in ("", "?export=csv", "?export=xlsx&contact=1"):
        answer = client.get(LIST + query)
        assert answer.status_code in (302, 403)
        assert b"Geheim" not in answer.getvalue()
    assert LIST.encode() not in client.get("/beheer/").content
    assert not ApplicationEvent.objects.exists()


def test_the_list_stands_in_the_menu_of_koplopers(client, adviser):
    assert LIST.encode() in client.get("/beheer/").content


def test_drafts_in_which_nothing_was_filled_in_show_among_the_drafts_alone(client, adviser):
    named("Stagepool")
    named("Begonnen", State.DRAFT)
    named("", State.DRAFT, answers={"delen": "Een stappenplan"}, email="")
    empty = named("", State.DRAFT, email="")
    page = client.get(LIST)
    assert shown(page) == ["Stagepool", "Aanmelding zonder naam", "Begonnen"]
    states = words_of(page, ".aln-states li")
    assert states[0] == "Alle 3"
    assert "Concept 3" in states
    assert found(adviser, status="onzin") == found(adviser)
    drafts = parse(client.get(LIST, {"status": "concept"}))
    assert len(drafts.select("tbody tr")) == 3
    assert f"/inspect/{empty.pk}/" in str(drafts)
    assert len(exported_csv(client)) == 1 + 3


# What is taken along.


def exported_csv(client, **query):
    answer = client.get(LIST, {**query, "export": "csv"})
    body = answer.getvalue()
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def exported_sheet(client, **query):
    answer = client.get(LIST, {**query, "export": "xlsx"})
    return list(load_workbook(BytesIO(answer.getvalue())).active.iter_rows())


def test_a_spreadsheet_has_what_the_list_shows_and_no_contact_data(client, adviser):
    made = judged(
        named(
            "Stagepool",
            State.IN_REVIEW,
            adviser=adviser,
            answers=answers("Zorg Oost", "Zorg West"),
            claimed=["innoveren", "samenwerken"],
            submitted_at=timezone.make_aware(datetime(2019, 3, 4)),
        ),
        "VN",
    )
    made.regions.add(region("Twente"))
    named("Ander")
    heading, row = exported_csv(client, q="stagepool")
    line = dict(zip(heading, row, strict=True))
    assert line["Kenmerk"] == made.reference
    assert line["Adviseur"] == "Sam Test"
    assert line["Regio's"] == "Twente"
    assert line["Organisaties"] == "Zorg Oost (Zorgorganisatie); Zorg West (Zorgorganisatie)"
    assert line["Criteria volgens de indiener"] == "Samenwerken, Innoveren"
    assert (line["Oordeel Samenwerken"], line["Oordeel Innoveren"]) == ("Voldoet", "Voldoet niet")
    assert (line["Ontvangen"], line["Te laat"]) == ("4-3-2019", "Ja")
    assert made.email not in " ".join(row)
    assert "E-mailadres" not in heading


def test_contact_data_go_along_only_for_who_asks_for_them(client, adviser):
    made = named("Stagepool")
    heading, row = exported_csv(client, contact="1")
    assert dict(zip(heading, row, strict=True))["E-mailadres"] == made.email


def test_the_answers_go_along_when_asked_for_without_the_contact_person(client, adviser):
    named("Stagepool", answers=filled_in(samenvatting="Leren met elkaar.", voornaam="Noor"))
    named("Leeg", State.POTENTIAL)
    heading, *rows = exported_csv(client, antwoorden="1")
    lines = {row[1]: dict(zip(heading, row, strict=True)) for row in rows}
    assert "Leren met elkaar." in lines["Stagepool"].values()
    assert "Noor" not in lines["Stagepool"].values()
    assert "Leren met elkaar." not in lines["Leeg"].values()
    assert Application.objects.get(name="Stagepool").events.get().details["answers"] is True


def test_every_export_is_in_the_log_with_the_number_of_rows(client, adviser):
    taken = [named("Een"), named("Twee")]
    other = named("Drie", State.IN_REVIEW)
    exported_csv(client, status="ingediend")
    exported_sheet(client, status="ingediend", contact="1")
    for one in taken:
        first, second = one.events.filter(kind="exported")
        assert (first.user_id, first.role) == (adviser.pk, "adviseur")
        assert (first.details["number"], first.details["contact"]) == (2, False)
        assert (second.details["form"], second.details["contact"]) == ("xlsx", True)
    assert not other.events.exists()


def test_no_cell_of_an_export_starts_a_formula(client, adviser):
    texts = {"=1+1", "+1", "@SUM(A1)", "\t=1", "＝1+1"}
    for text in texts:
        named(text)
    heading, *rows = exported_csv(client)
    lines = [dict(zip(heading, row, strict=True)) for row in rows]
    assert {line["Naam"] for line in lines} == {f"'{text}" for text in texts}
    heading, *rows = exported_sheet(client)
    nth = [cell.value for cell in heading].index("Naam")
    assert {(row[nth].data_type, row[nth].quotePrefix) for row in rows} == {("s", True)}
    assert len(rows) == len(texts)


def test_an_export_takes_as_many_queries_for_many_as_for_few(
    client, adviser, django_assert_max_num_queries
):
    for number in (3, 30):
        many(number)
        client.get(LIST)
        with django_assert_max_num_queries(21):
            assert len(exported_csv(client)) > number


def test_the_named_views_are_sorted_by_the_column_of_the_term():
    name = ApplicationAdmin.list_display[int(saved_views.BY_TERM)]
    assert getattr(ApplicationAdmin, name).admin_order_field == BY_TERM
