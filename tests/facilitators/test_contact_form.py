"""The form to ask something of a facilitator, as a visitor meets it."""

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client

from core.models import OutgoingMail, SiteSettings
from facilitators import shortlist
from facilitators.contact.forms import ContactForm
from facilitators.models import FacilitatorRequest, Profile
from tests.facilitators.asking import ANSWERS, NETWORK, address, mails, send, stamp
from tests.factories import ContentPageFactory, FacilitatorPageFactory, facilitator_index
from tests.html import attribute, one, parse, text_of

pytestmark = pytest.mark.django_db

NOW = "2019-03-12T13:30:20+01:00"
DISCLAIMER = (
    "Je maakt zelf afspraken met de facilitator. Bijvoorbeeld over de aanpak, de samenwerking en "
    "de vergoeding. Het Actie Leer Netwerk is daarbij geen partij."
)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def jan():
    return FacilitatorPageFactory(title="Jan Facilitator", profile__email="jan@voorbeeld.example")


@pytest.fixture
def bureau():
    return FacilitatorPageFactory(title="Bureau Voorbeeld", is_organisation=True)


def pause(page) -> None:
    Profile.objects.filter(page=page).update(state=Profile.State.PAUSED)
    page.unpublish()


def refused(client, *pages, **answers):
    """Send answers of which some are wrong, and return the form that comes back."""
    answer = send(client, *pages, **answers)
    assert answer.status_code == 200
    assert not OutgoingMail.objects.exists()
    return parse(answer)


def test_the_form_asks_what_it_needs_in_this_order(client, jan):
    soup = parse(client.get(jan.get_url() + "contact/"))
    labels = [
        " ".join(found.get_text().split())
        for found in soup.select("main form label, main form legend")
        if not found.find_parent(hidden=True) and "choice" not in found.get("class", [])
    ]
    assert labels == [
        "Je naam",
        "Organisatie",
        "E-mailadres",
        "Telefoonnummer (niet verplicht)",
        "Je vraag",
        "Gewenste periode (niet verplicht)",
        "Met hoeveel mensen? (niet verplicht)",
    ]
    assert [choice.get_text(strip=True) for choice in soup.select(".choice")] == [
        "Klein (tot en met 15 personen)",
        "Middelgroot (16 tot en met 50)",
        "Groot (meer dan 50)",
        "Dat weet ik nog niet",
    ]
    assert not soup.select("main form [maxlength]")
    for name, autocomplete in (("naam", "name"), ("email", "email"), ("telefoon", "tel")):
        assert attribute(soup, f"[name={name}]", "autocomplete") == autocomplete


def test_above_the_form_stands_who_it_goes_to_and_that_one_makes_arrangements_oneself(client, jan):
    ContentPageFactory(title="Privacyverklaring", slug="privacy")
    answer = client.get(jan.get_url() + "contact/")
    words = text_of(parse(answer), "main")
    assert "Je vraag gaat naar Jan Facilitator" in words
    assert DISCLAIMER in words
    assert words.index(DISCLAIMER) < words.index("Je naam")
    assert "Schrijf minstens 30 en hooguit 2.000 tekens" in words
    assert "privacyverklaring" in words
    assert "jan@voorbeeld.example" not in answer.text


def test_the_form_to_a_shortlist_names_everybody_on_it(client, jan, bureau):
    for query in (f"lijst={jan.pk}&lijst={bureau.pk}", f"lijst={jan.pk},{bureau.pk}"):
        soup = parse(client.get(f"{facilitator_index().get_url()}contact/?{query}"))
        names = [link.get_text() for link in soup.select(".about li a")]
        assert names == ["Jan Facilitator", "Bureau Voorbeeld"]


def test_a_shortlist_has_at_most_five(client):
    pages = FacilitatorPageFactory.create_batch(6)
    soup = parse(client.get(address(*pages)))
    assert [link.get_text() for link in soup.select(".about li a")] == [
        page.title for page in pages[:5]
    ]


def test_a_list_of_nobody_leads_to_the_pool(client):
    pool = facilitator_index().get_url()
    for keys in ("", "0", "abc", "-1", "%00", "9" * 30, "²"):
        assert not shortlist.keys_in(QueryDict(f"lijst={keys}"))
    for query in ("", "lijst=", "lijst=%00&x", "lijst=" + "9" * 30):
        page = parse(client.get(f"{pool}contact/?{query}"))
        assert page.select(f'main .button[href="{pool}"]')
        assert not page.select("main form")


def test_the_form_is_kept_by_the_visitor_only_and_sets_only_the_cookie_against_forgery(client, jan):
    answer = client.get(jan.get_url() + "contact/")
    # "no-store" would make the back button lose what was typed.
    assert answer["Cache-Control"] == "private, no-cache"
    assert list(answer.cookies) == ["csrftoken"]
    assert "noindex" in attribute(parse(answer), "meta[name=robots]", "content")


def test_somebody_who_is_paused_has_no_form(client, jan):
    pause(jan)
    assert client.get(jan.get_url() + "contact/").status_code == 404
    answer = client.get(address(jan))
    assert "Deze facilitator is er nu niet" in text_of(parse(answer), "h1")
    assert "Jan" not in answer.text
    assert not parse(answer).select("main form")


# Sending it


def test_what_was_sent_leads_to_a_receipt_that_names_who_got_it_and_not_who_sent_it(client, jan):
    answer = send(client, jan)
    assert answer.status_code == 302
    assert answer["Location"] == address(jan, part="verstuurd/")
    receipt = type(client)().get(answer["Location"])  # whoever gets the address of that page
    words = text_of(parse(receipt), "main")
    assert text_of(parse(receipt), "h1") == "Je vraag is verstuurd"
    assert "Jan Facilitator" in words
    assert DISCLAIMER in words
    for private in ("Anna", "anna", "jan@voorbeeld.example"):
        assert private not in receipt.text


def test_a_receipt_of_nobody_leads_to_the_pool(client, jan):
    pause(jan)
    pool = facilitator_index().get_url()
    assert client.get(address(jan, part="verstuurd/"))["Location"] == pool


def test_a_double_click_sends_once(client, jan):
    form = stamp()
    answers = [send(client, jan, formulier=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (len(mails("M21")), len(mails("M22"))) == (1, 1)
    assert FacilitatorRequest.objects.count() == 1


def test_who_goes_back_and_writes_something_else_sends_that_too(client, jan):
    form = stamp()
    send(client, jan, formulier=form)
    send(client, jan, formulier=form, vraag="Ik vergat te zeggen dat we met zijn twaalven zijn.")
    assert len(mails("M21")) == 2
    assert "twaalven" in mails("M21")[1].text


def test_a_form_that_was_open_for_days_is_taken(client, jan):
    assert send(client, jan, formulier=stamp(seconds=4 * 24 * 3600)).status_code == 302


@pytest.mark.parametrize("make", [lambda: stamp(1), lambda: "", lambda: "x", lambda: stamp() + "x"])
def test_who_sends_before_anybody_can_have_read_it_is_asked_to_press_again(
    client, jan, clock, make
):
    soup = refused(client, jan, formulier=make(), groepsgrootte="groot", periode="In mei")
    heading = one(soup, ".error-summary h2")
    assert heading.get_text() == "Druk nog één keer op ‘Verstuur je vraag’"
    assert heading.has_attr("autofocus")
    assert text_of(soup, "title").startswith("Nog niet verstuurd: ")
    clock.shift(5)
    again = {field["name"]: field["value"] for field in soup.select("main form input[value]")}
    again["groepsgrootte"] = attribute(soup, "[name=groepsgrootte][checked]", "value")
    again["vraag"] = one(soup, "[name=vraag]").get_text().strip()
    assert client.post(attribute(soup, "main form", "action"), again).status_code == 302
    text = mails("M21")[0].text
    for said in (ANSWERS["vraag"], "In mei", "Groot (meer dan 50)", "Anna van der Test"):
        assert said in text


def test_who_fell_into_the_trap_for_programs_loses_nothing(client, jan):
    soup = refused(client, jan, website="https://reclame.example")
    assert "Druk nog een keer op de knop" in text_of(soup, ".error-summary")
    assert one(soup, "[name=website]").get("value", "") == ""
    assert one(soup, "[name=website]").find_parent(hidden=True)
    assert one(soup, "[name=vraag]").get_text().strip() == ANSWERS["vraag"]
    assert send(client, jan, formulier=attribute(soup, "[name=formulier]", "value"))


def test_another_site_cannot_send_the_form(jan):
    assert send(Client(enforce_csrf_checks=True), jan).status_code == 403
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_the_form_knows_only_reading_and_sending(client, jan, method):
    assert getattr(client, method)(address(jan)).status_code == 405
    assert client.post(address(jan, part="verstuurd/")).status_code == 405


# Who is gone meanwhile


def test_when_one_of_the_list_is_paused_meanwhile_the_others_get_it_after_a_second_press(
    client, jan, bureau
):
    form = stamp()
    pause(jan)
    answer = send(client, jan, bureau, formulier=form)
    assert answer.status_code == 409
    assert not OutgoingMail.objects.exists()
    soup = parse(answer)
    notice = text_of(soup, ".error-summary")
    assert "nog niet verstuurd" in notice
    assert "Wil je je vraag sturen aan Bureau Voorbeeld?" in notice
    assert "Jan" not in answer.text
    assert one(soup, "[name=vraag]").get_text().strip() == ANSWERS["vraag"]
    again = client.post(attribute(soup, "main form", "action"), {**ANSWERS, "formulier": form})
    assert again["Location"] == address(bureau, part="verstuurd/")
    assert [mail.recipient for mail in mails("M21")] == [bureau.profile.email]


def test_when_the_only_one_is_paused_meanwhile_the_text_can_be_copied(client, jan):
    # The form on somebody's page is sent to the Pool, which is there whoever is not.
    action = attribute(parse(client.get(jan.get_url() + "contact/")), "main form", "action")
    pause(jan)
    answer = client.post(action, {**ANSWERS, "formulier": stamp()})
    assert answer.status_code == 409
    soup = parse(answer)
    assert "Je vraag is niet verstuurd" in text_of(soup, "main")
    assert one(soup, "textarea[readonly]").get_text().strip() == ANSWERS["vraag"]
    assert not OutgoingMail.objects.exists()


def test_the_form_says_that_somebody_of_a_shared_list_is_gone(client, jan, bureau):
    pause(jan)
    answer = client.get(address(jan, bureau))
    assert "Je vraag gaat naar de facilitators die er nog wel in staan." in text_of(
        parse(answer), ".callout"
    )
    assert "Jan" not in answer.text
    assert attribute(parse(answer), "main form", "action") == address(bureau)


# Limits


def test_who_writes_too_often_loses_nothing_and_hears_when_it_can_be_sent(
    client, jan, settings, clock
):
    SiteSettings.objects.update_or_create(
        pk=SiteSettings.load().pk,
        defaults={"email": "info@aln.example", "phone": "088 – 000 00 00"},
    )
    hour = settings.LIMITS["contact"]["email"][0][1]
    settings.LIMITS = {"contact": {"email": [(2, hour)], "network": [(9, hour)]}}
    for _ in range(2):
        assert send(client, jan).status_code == 302
    form = stamp()
    answer = send(client, jan, formulier=form, email=ANSWERS["email"].upper(), periode="In mei")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3640"
    soup = parse(answer)
    words = text_of(soup, ".error-summary")
    for said in ("nog niet verstuurd", "vandaag vanaf 14.31 uur", "info@aln.example", "088 – 000"):
        assert said in words, said
    assert one(soup, ".error-summary h2").has_attr("autofocus")
    assert one(soup, "[name=vraag]").get_text().strip() == ANSWERS["vraag"]
    assert attribute(soup, "[name=periode]", "value") == "In mei"
    assert attribute(soup, "[name=naam]", "value") == ANSWERS["naam"]
    assert len(mails("M21")) == 2
    clock.shift(3640)
    assert send(client, jan, formulier=form, periode="In mei").status_code == 302


def test_who_changes_the_address_every_time_is_held_up_by_network(client, jan, settings):
    day = settings.LIMITS["contact"]["email"][1][1]
    settings.LIMITS = {"contact": {"email": [(9, day)], "network": [(2, day)]}}
    codes = [send(client, jan, email=f"{n}@voorbeeld.example").status_code for n in range(3)]
    assert codes == [302, 302, 429]
    data = {**ANSWERS, "formulier": stamp()}
    # What a visitor says of where it comes from is not believed.
    headers = {"X-Forwarded-For": "198.51.100.7"}
    forged = client.post(address(jan), data, REMOTE_ADDR=NETWORK, headers=headers)
    assert forged.status_code == 429
    elsewhere = client.post(address(jan), data, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 302


def test_a_form_with_mistakes_in_it_is_not_counted(client, jan, settings):
    hour = settings.LIMITS["contact"]["email"][0][1]
    settings.LIMITS = {"contact": {"email": [(1, hour)], "network": [(1, hour)]}}
    for _ in range(3):
        refused(client, jan, naam="")
    assert send(client, jan).status_code == 302


# What is wrong


WRONG = [
    ("naam", "", "Vul je naam in"),
    ("naam", "a" * 121, "Maak je antwoord bij ‘Je naam’ korter: hooguit 120 tekens"),
    ("naam", "An\x00na", "Haal de vreemde tekens weg bij ‘Je naam’"),
    ("naam", "An\x1bna", "Haal de vreemde tekens weg bij ‘Je naam’"),
    ("organisatie", "Z", "Vul de naam van je organisatie in"),
    ("email", "anna", "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
    ("email", "a@b.nl\r\nBcc: c@d.nl", "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
    ("email", "a@b.nl, c@d.nl", "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
    ("email", "Anna <a@b.nl>", "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
    ("telefoon", "06 1234", "Vul een telefoonnummer van 10 cijfers in"),
    ("telefoon", "0" * 10_000, "Maak je antwoord bij ‘Telefoonnummer’ korter"),
    ("vraag", "", "Schrijf je vraag op in minstens 30 tekens"),
    ("vraag", "Kun je helpen?", "Schrijf je vraag op in minstens 30 tekens"),
    ("vraag", "a" * 2_001, "Maak de tekst korter: hooguit 2000 tekens"),
    ("vraag", "\x00" * 40, "Haal de vreemde tekens weg bij ‘Je vraag’"),
    ("periode", "a" * 101, "Maak je antwoord bij ‘Gewenste periode’ korter"),
    ("groepsgrootte", "reusachtig", "Kies een groepsgrootte"),
]


def test_each_wrong_answer_has_a_sentence_of_its_own():
    for name, value, said in WRONG:
        form = ContactForm({**ANSWERS, name: value})
        assert list(form.errors) == [name], (name, value[:50])
        assert said in form.errors[name][0]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("email", "a@b.nl\r\nBcc: c@d.nl", "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
        ("vraag", "\x00" * 40, "Haal de vreemde tekens weg bij ‘Je vraag’"),
        ("groepsgrootte", "reusachtig", "Kies een groepsgrootte"),
    ],
)
def test_a_wrong_answer_is_said_above_the_form_and_at_the_question(client, jan, name, value, said):
    soup = refused(client, jan, **{name: value})
    assert one(soup, "title").get_text().strip().startswith("Fout: ")
    assert text_of(soup, ".error-summary h2") == "Er gaat nog iets mis: controleer 1 antwoord"
    link = one(soup, ".error-summary li a")
    assert said in link.get_text()
    field = one(soup, str(link["href"]))
    assert field["name"] == name
    wrong = field.find_parent("fieldset") if name == "groepsgrootte" else field
    assert wrong["aria-invalid"] == "true"
    told = [one(soup, f"#{words}").get_text() for words in str(wrong["aria-describedby"]).split()]
    assert any(said in words for words in told)


def test_ten_megabytes_are_refused_in_dutch(client, jan):
    answer = send(client, jan, vraag="a" * (10 * 1024 * 1024))
    assert answer.status_code == 413
    assert "Dit is te veel in één keer" in answer.text
    assert not OutgoingMail.objects.exists()


def test_a_form_without_any_answer_is_no_error_of_ours(client, jan):
    answer = client.post(address(jan), {"formulier": "\x00"})
    assert "controleer 4 antwoorden" in answer.text
