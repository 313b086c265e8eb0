"""Mail of Django and Wagtail themselves goes the same way as ours."""

import re

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import transaction
from django.urls import reverse

from core.delivery import Delivery
from core.models import OutgoingMail
from news.models import NewsPage
from tests.factories import UserFactory
from tests.html import parse, text_of
from tests.news.editing import create_article
from tests.working import do_all_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_backend(settings) -> None:
    """Undo what Django does to every test: it sends mail nowhere."""
    settings.EMAIL_BACKEND = "core.outbox.Outbox"
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = "https://www.aln.example"


def test_each_recipient_gets_a_mail_of_their_own():
    message = EmailMultiAlternatives(
        "Onder\nwerp " + "x" * 300,
        "Tekst",
        to=["Jan <jan@voorbeeld.example>"],
        bcc=["piet@voorbeeld.example"],
        reply_to=["info@voorbeeld.example"],
    )
    message.attach_alternative("<p>Tekst</p>", "text/html")
    message.send()
    first, second = OutgoingMail.objects.order_by("pk")
    assert (first.recipient, second.recipient) == (
        "jan@voorbeeld.example",
        "piet@voorbeeld.example",
    )
    assert (first.text, first.html) == ("Tekst", "<p>Tekst</p>")
    assert first.subject.startswith("Onder werp x")
    assert first.reply_to == "info@voorbeeld.example"
    assert django_mail.outbox == []


def test_mail_of_what_did_not_happen_is_not_sent():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send_mail("Onderwerp", "Tekst", None, ["jan@voorbeeld.example"])
        _ = 1 / 0
    assert not OutgoingMail.objects.exists()


def test_a_file_is_refused_and_not_lost_without_a_word():
    message = EmailMessage("Onderwerp", "Tekst", to=["jan@voorbeeld.example"])
    message.attach("lijst.csv", "a;b", "text/csv")
    with pytest.raises(ValueError, match="text only"):
        message.send()


def test_a_forgotten_password_is_replaced_by_the_link_in_a_mail(client):
    user = UserFactory(groups=["Redacteur"])
    login = client.get(reverse("wagtailadmin_login")).content.decode()
    assert reverse("wagtailadmin_password_reset") in login
    client.post(reverse("wagtailadmin_password_reset"), {"email": user.email})
    do_all_tasks()
    Delivery().send_due()
    (message,) = django_mail.outbox
    assert message.to == [user.email]
    assert "wachtwoord" in message.body.lower()
    link = re.search(r"https://www\.aln\.example(/beheer/\S+)", message.body)
    assert link
    form = client.get(link[1], follow=True)
    new = {"new_password1": "Een-heel-nieuw-2!", "new_password2": "Een-heel-nieuw-2!"}
    client.post(form.request["PATH_INFO"], new)
    assert client.login(username=user.username, password="Een-heel-nieuw-2!")


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client):
    user = UserFactory(groups=["Redacteur"])
    address = reverse("wagtailadmin_password_reset")
    known, unknown = (
        text_of(parse(client.post(address, {"email": email}, follow=True)), "main")
        for email in (user.email, "niemand@voorbeeld.example")
    )
    assert known.replace(user.email, "niemand@voorbeeld.example") == unknown
    do_all_tasks()
    assert OutgoingMail.objects.count() == 1


def test_a_review_is_asked_for_and_answered_by_mail_in_dutch_with_links_that_work(client):
    author, editor = UserFactory(groups=["Auteur"]), UserFactory(groups=["Redacteur"])
    client.force_login(author)
    create_article(client, action="submit", title="Over ‘leren’ & doen")
    article = NewsPage.objects.get()
    asked = OutgoingMail.objects.get(recipient=editor.email)
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert f"https://www.aln.example{edit}" in asked.text
    assert "Over ‘leren’ & doen" in asked.subject
    assert "Over ‘leren’ & doen" in asked.text
    client.force_login(editor)
    state = article.current_workflow_task_state
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", state.pk])
    )
    approved = OutgoingMail.objects.get(recipient=author.email)
    assert "https://www.aln.example/nieuws/" in approved.text
    for mail in (asked, approved):
        english = re.search(
            r"\b(Hello|page|has been|You can|Edit your)\b", mail.subject + mail.text
        )
        assert not english, mail.text
