"""What the figures say of the applications of a period, on the page and in a workbook."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from initiatives.applications.assessment import deadlines
from initiatives.applications.desk import charts
from initiatives.applications.desk.figures import Period, figures_of
from initiatives.applications.models import ApplicationEvent
from initiatives.applications.models.states import State
from tests.applications.cases import application, judged
from tests.benchmarks.applications import fill
from tests.factories import ThemeFactory, UserFactory, region
from tests.html import parse

pytestmark = pytest.mark.django_db
PAGE = "/beheer/koploper-cijfers/"
YEAR = Period(date(2019, 1, 1), date(2019, 12, 31))


@pytest.fixture
def adviser(client):
    user = UserFactory(groups=["Adviseur Koplopernetwerk"])
    client.force_login(user)
    return user


def at(month, day):
    return timezone.make_aware(datetime(2019, month, day, 12))


def case(state=State.SUBMITTED, on=(3, 4), **fields):
    return application(state, submitted_at=at(*on), **fields)


def log(made, *moves):
    """Write the changes of state of an application into its log, the first from a draft."""
    before = State.DRAFT
    for target, month, day in moves:
        ApplicationEvent.objects.create(
            application=made,
            kind="submit",
            role="adviseur",
            at=at(month, day),
            from_state=before,
            to_state=target,
        )
        before = target
    return made


def test_applications_are_counted_in_the_month_in_which_they_were_sent():
    case(on=(3, 1))
    case(on=(3, 31))
    case(on=(5, 2))
    application(State.DRAFT)
    figures = figures_of(YEAR)
    assert figures.sent == 3
    assert figures.months == [
        (date(2019, 3, 1), 2),
        (date(2019, 4, 1), 0),
        (date(2019, 5, 1), 1),
    ]


def test_a_period_has_its_first_and_its_last_day():
    for on in ((3, 3), (3, 4), (3, 8), (3, 9)):
        case(on=on)
    assert figures_of(Period(date(2019, 3, 4), date(2019, 3, 8))).sent == 2


def test_routes_states_themes_and_regions_are_counted():
    theme = ThemeFactory(name="Leren")
    one = case(State.IN_REVIEW, route="benaderd")
    two = case(State.REJECTED, route="benaderd", is_national=True)
    for made in (one, two):
        made.themes.add(theme)
        made.regions.add(region("Twente"))
    application(State.INVITED)
    figures = figures_of(YEAR)
    assert dict(figures.routes)["Benaderd door het netwerk"] == 2
    assert dict(figures.states) == {"In toetsing": 1, "Niet toegelaten": 1}
    assert dict(figures.themes) == {"Leren": 2}
    # Who is national may have a region as well, and counts once.
    assert dict(figures.regions) == {"Twente": 1, "Landelijk": 1}
    assert (figures.under_way, figures.decided, figures.rejected) == (1, 1, 1)
    assert dict(figures.waiting)["Uitgenodigd"] == 1


def test_phases_are_measured_in_working_days_against_their_term():
    log(
        case(State.ADMITTED, on=(3, 1)),
        (State.SUBMITTED, 3, 1),
        (State.IN_REVIEW, 3, 6),
        (State.SUPPLEMENT_ASKED, 3, 8),
        (State.IN_REVIEW, 3, 15),
        (State.IN_CONSULTATION, 3, 20),
        (State.ADMITTED, 3, 29),
    )
    log(
        case(State.REJECTED, on=(3, 1)),
        (State.SUBMITTED, 3, 1),
        (State.IN_REVIEW, 3, 15),
        (State.REJECTED, 3, 29),
    )
    log(case(on=(3, 1)), (State.SUBMITTED, 3, 1))
    found = {one.label: one for one in figures_of(YEAR).durations}
    taking_up = found["Oppakken"]
    assert (taking_up.number, taking_up.median, taking_up.most) == (2, 6.5, 10)
    assert (taking_up.allowed, taking_up.in_time) == (5, 1)
    # Two days before the question and three after it; the ten of the other.
    assert (found["Toetsen"].median, found["Toetsen"].in_time) == (7.5, 2)
    assert found["Aanvulling door de indiener"].median == 5
    assert found["Aanvulling door de indiener"].allowed is None
    assert found["Advies vragen"].median == 7
    whole = found["Tot het besluit"]
    assert (whole.number, whole.median) == (2, 17.5)


def test_what_a_withdrawal_cut_short_is_not_measured():
    log(
        case(State.WITHDRAWN, on=(3, 1)),
        (State.SUBMITTED, 3, 1),
        (State.IN_REVIEW, 3, 6),
        (State.WITHDRAWN, 3, 7),
    )
    assert [one.label for one in figures_of(YEAR).durations] == ["Oppakken"]


def test_a_decision_that_is_reopened_counts_as_it_was_taken_first():
    made = log(
        case(State.IN_REVIEW, on=(3, 1)),
        (State.SUBMITTED, 3, 1),
        (State.IN_REVIEW, 3, 4),
        (State.REJECTED, 3, 5),
        (State.IN_REVIEW, 3, 25),
    )
    phases = list(deadlines.phases_of(deadlines.moves_of([made])[made.pk]))
    assert phases == [(State.SUBMITTED, 1), (State.IN_REVIEW, 1), (deadlines.DECISION, 2)]


def test_the_criterion_that_is_most_often_missed_stands_first():
    judged(case(State.IN_REVIEW), "VNV?")
    judged(case(State.IN_REVIEW), "VNNV")
    first, second, *_ = figures_of(YEAR).missed
    assert (first.criterion.label, first.not_met, first.number) == ("Innoveren", 2, 2)
    assert (second.criterion.label, second.not_met) == ("Veranderen", 1)


def test_figures_take_as_many_queries_for_many_as_for_few(django_assert_num_queries):
    for number in (8, 40):
        fill(number)
        figures_of(Period())  # what is read once for all
        with django_assert_num_queries(6):
            assert figures_of(Period()).sent


def test_the_page_has_each_chart_with_a_name_and_its_table(client, adviser):
    made = judged(case(State.IN_REVIEW), "VN")
    made.themes.add(ThemeFactory())
    made.regions.add(region("Twente"))
    log(made, (State.SUBMITTED, 3, 4), (State.IN_REVIEW, 3, 6))
    page = parse(client.get(PAGE, {"van": "2019-01-01", "tot": "2019-12-31"}))
    assert len(page.select(".aln-figure")) == 7
    for figure in page.select(".aln-figure"):
        (chart,) = figure.select("svg.aln-chart")
        for key in str(chart["aria-labelledby"]).split():
            assert page.find(id=key).get_text(strip=True), key
        assert figure.select("table tbody tr")
    words = " ".join(page.get_text(" ").split())
    assert "1 aanmelding van 1 januari 2019 tot en met 31 december 2019" in words
    assert "1 van 1 (100%)" in words
    assert "style=" not in str(page.select_one(".aln-figures"))


def test_lengths_in_a_chart_have_no_dutch_comma():
    drawing = charts.bars([("Twee", 2), ("Drie", 3)], 5)
    assert [bar.width for bar in drawing.bars] == ["66.67%", "100.00%"]


def test_without_applications_the_page_says_so(client, adviser):
    assert "Er kwam geen aanmelding binnen" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"van": "31-2-2019"}, "Vul een datum in"),
        ({"van": "2019-03-02", "tot": "2019-03-01"}, "De einddatum ligt vóór de begindatum."),
    ],
)
def test_a_wrong_period_is_refused_with_a_sentence(client, adviser, query, words):
    answer = client.get(PAGE, query)
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    "query", [{"van": "1-3-2019", "tot": ""}, {"van": "", "tot": "9999-12-31"}]
)
def test_a_period_may_be_open(client, adviser, query):
    case()
    answer = client.get(PAGE, query)
    assert "1 aanmelding " in " ".join(parse(answer).get_text(" ").split())


def test_a_workbook_has_every_table(client, adviser):
    case(on=(3, 1))
    answer = client.get(PAGE, {"van": "2019-01-01", "tot": "2019-12-31", "export": "xlsx"})
    book = load_workbook(BytesIO(answer.getvalue()))
    assert "Doorlooptijd" in book.sheetnames
    rows = [[cell.value for cell in row] for row in book["Per maand"].iter_rows()]
    assert rows == [["Maand", "Aanmeldingen"], ["maart 2019", 1]]


def test_only_who_may_look_at_applications_sees_the_figures(client):
    client.force_login(UserFactory(groups=["Redacteur"]))
    assert client.get(PAGE).status_code in (302, 403)
    assert PAGE.encode() not in client.get("/beheer/").content
    client.force_login(UserFactory(groups=["Beheerder"]))
    assert client.get(PAGE).status_code == 200
    assert PAGE.encode() in client.get("/beheer/").content


def test_how_long_vws_took_is_a_phase_of_its_own():
    made = case(State.ADMITTED)
    log(
        made,
        (State.SUBMITTED, 3, 4),
        (State.IN_REVIEW, 3, 4),
        (State.IN_CONSULTATION, 3, 4),
        (State.PROPOSED, 3, 4),
        (State.ADMITTED, 3, 7),
    )
    found = {one.label: one for one in figures_of(YEAR).durations}
    assert found["Voorgedragen aan VWS"].median == 3
