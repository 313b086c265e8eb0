"""Mail as staff see it: what was sent, what went wrong, and sending that again."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from core import mail_retention
from core.links import make_token
from core.mail_admin import KINDS
from core.models import OutgoingMail
from tests.databases import ROOT
from tests.factories import OutgoingMailFactory, UserFactory
from tests.html import parse

pytestmark = pytest.mark.django_db

State = OutgoingMail.State
LIST = "/beheer/mail/"


@pytest.fixture
def editor(client):
    user = UserFactory(groups=["Redacteur"])
    client.force_login(user)
    return user


def failed(**values: object) -> Any:
    error = "De mailserver weigert dit adres. Antwoord: 550 No such user"
    return OutgoingMailFactory(state=State.FAILED, attempts=3, last_error=error, **values)


def page_of(mail: OutgoingMail) -> str:
    return f"{LIST}inspect/{mail.pk}/"


def subjects(client, query: str = "") -> set[str]:
    soup = parse(client.get(f"{LIST}{query}"))
    return {cell.get_text(strip=True) for cell in soup.select("td.field-what")}


def test_the_list_says_in_words_how_each_mail_stands(client, editor):
    OutgoingMailFactory(subject="Onderweg", recipient="jan@voorbeeld.example")
    OutgoingMailFactory(subject="Weg", state=State.SENT, sent_at=timezone.now())
    failed(subject="Niet gelukt")
    answer = client.get(LIST)
    for words in ("Onderweg", "jan@voorbeeld.example", "Wacht", "Verstuurd", "Mislukt"):
        assertContains(answer, words)
    assertContains(answer, "Aangemeld")  # the kind, in words


def test_every_kind_of_mail_that_is_written_down_in_the_code_has_a_name():
    numbered = re.compile(r"\"(M\d+[a-z]?)\"")
    apps = [ROOT / name for name in ("site", "facilitators", "initiatives")]
    files = [path for app in apps for path in app.rglob("*.py") if "migrations" not in path.parts]
    kinds = {kind for path in files for kind in numbered.findall(path.read_text())}
    assert len(kinds) > 20
    assert kinds <= set(KINDS)


def test_the_list_can_be_narrowed_and_searched(client, editor):
    OutgoingMailFactory(subject="Onderweg", kind="M16", recipient="jan@voorbeeld.example")
    failed(subject="Niet gelukt", kind="M20")
    assert subjects(client) == {"Onderweg", "Niet gelukt"}
    assert subjects(client, "?status=mislukt") == {"Niet gelukt"}
    assert subjects(client, "?soort=M16") == {"Onderweg"}
    assert subjects(client, "?q=jan@voorbeeld") == {"Onderweg"}
    assert subjects(client, "?q=gelukt") == {"Niet gelukt"}
    assertContains(client.get(f"{LIST}?q=zoek"), "Geen mails gevonden.")


def test_nonsense_in_the_address_is_no_error(client, editor):
    OutgoingMailFactory()
    nonsense = "status=onzin", "soort=x%00y", "o=9.x", "p=z", "text__regex=(", "q=%00", "e=1"
    for query in nonsense:
        assert client.get(f"{LIST}?{query}", follow=True).status_code == 200, query


def test_a_longer_list_asks_no_more_of_the_database(client, editor, django_assert_num_queries):
    OutgoingMailFactory.create_batch(3)
    client.get(LIST)
    with django_assert_num_queries(16) as few:
        client.get(LIST)
    OutgoingMailFactory.create_batch(9)
    with django_assert_num_queries(len(few)):
        client.get(LIST)


def test_a_mail_shows_its_text_and_what_went_wrong(client, editor):
    mail = failed(text="Beste Fatma,\n<b>Tot dan</b>", calendar="BEGIN:VCALENDAR")
    answer = client.get(page_of(mail))
    assertContains(answer, "Beste Fatma,\n&lt;b&gt;Tot dan&lt;/b&gt;")
    assertContains(answer, "550 No such user")
    assertContains(answer, "bijeenkomst.ics")


def test_a_link_to_choose_a_password_is_shown_to_nobody(client):
    client.force_login(UserFactory(is_superuser=True))
    mail = OutgoingMailFactory(kind="account", text="https://aln.example/beheer/geheim")
    assertNotContains(client.get(page_of(mail)), "geheim")


def test_a_failed_mail_is_sent_again_by_a_button(client, editor):
    mail = failed()
    button = parse(client.get(page_of(mail))).find("button", string="Opnieuw versturen")
    form = button.find_parent("form")
    assert form["method"] == "post"
    assert form.select("input[name=csrfmiddlewaretoken]")
    answer = client.post(form["action"], follow=True)
    assertContains(answer, f"De mail aan {mail.recipient} gaat zo opnieuw weg.")
    assertNotContains(answer, "Opnieuw versturen")
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.WAITING, 0)
    assert list(OutgoingMail.objects.due()) == [mail]


@pytest.mark.parametrize("values", [{"state": State.SENT}, {"state": State.FAILED, "text": ""}])
def test_what_was_sent_or_wiped_is_not_sent_again(client, editor, values):
    mail = OutgoingMailFactory(**values)
    assertNotContains(client.get(page_of(mail)), "Opnieuw versturen")
    client.post(f"{LIST}opnieuw/{mail.pk}/")
    assert not OutgoingMail.objects.due().exists()


def test_sending_again_takes_a_button_and_never_only_a_link(client, editor):
    mail = failed()
    assert client.get(f"{LIST}opnieuw/{mail.pk}/").status_code == 405
    assert not OutgoingMail.objects.due().exists()


def test_nobody_adds_changes_or_deletes_a_mail(client):
    client.force_login(UserFactory(is_superuser=True))
    mail = failed()
    for action in ("create/", f"edit/{mail.pk}/", f"delete/{mail.pk}/"):
        client.post(f"{LIST}{action}", {"subject": "Anders"})
        assert OutgoingMail.objects.get().subject == mail.subject, action


def test_a_mail_that_does_not_exist_is_not_found(client, editor):
    for key in ("abc", "0", "99999999999999999999", "-1"):
        assert client.get(f"{LIST}inspect/{key}/").status_code == 404, key


def test_an_author_sees_no_mail(client):
    client.force_login(UserFactory(groups=["Auteur"]))
    mail = failed()
    home = client.get(reverse("wagtailadmin_home"))
    assertNotContains(home, LIST)
    assertNotContains(home, "Niet alle mail")
    assert client.get(LIST).status_code == 302
    assert client.get(page_of(mail)).status_code == 302
    client.post(f"{LIST}opnieuw/{mail.pk}/")
    assert not OutgoingMail.objects.due().exists()


@pytest.mark.parametrize("group", ["Redacteur", "Beheerder"])
def test_the_first_screen_warns_of_mail_that_failed_and_leads_to_it(client, group):
    client.force_login(UserFactory(groups=[group]))
    assertNotContains(client.get(reverse("wagtailadmin_home")), "Niet alle mail")
    failed(subject="Niet gelukt")
    home = client.get(reverse("wagtailadmin_home"))
    assertContains(home, "1 mail mislukt")
    assertContains(home, f"{LIST}?status=mislukt")


def test_the_first_screen_warns_of_mail_that_cannot_leave(client, editor):
    hours_ago = timezone.now() - timedelta(hours=2)
    OutgoingMailFactory.create_batch(
        2, created_at=hours_ago, last_error="De mailserver is niet bereikbaar."
    )
    assertContains(client.get(reverse("wagtailadmin_home")), "2 mails wachten")


def test_nobody_can_use_the_personal_link_of_another(client, editor):
    token = make_token("afmelden", "0a1b2c3d4e5f")
    mail = OutgoingMailFactory(text=f"Afmelden: https://voorbeeld.example/aanmelding/{token}/")
    answer = client.get(page_of(mail))
    assertContains(answer, "https://voorbeeld.example/aanmelding/…/")
    assertContains(answer, "laten we het geheime deel niet zien")
    assertNotContains(answer, token)


def test_a_mail_that_is_forgotten_is_still_a_line_that_leads_somewhere(client, editor):
    old = timezone.now() - timedelta(days=31)
    mail = OutgoingMailFactory(state="verstuurd", due_at=old, created_at=old)
    mail_retention.forget_old_mail()
    mail.refresh_from_db()
    assert (mail.recipient, mail.subject, mail.text) == ("", "", "")
    assert "Gewiste mail" in client.get(reverse("mail_modeladmin_index")).text
    page = client.get(reverse("mail_modeladmin_inspect", args=[mail.pk])).text
    assert "De tekst is gewist" in page
