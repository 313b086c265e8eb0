"""What nobody can see in pasted text: taken out at every door, and guarded where text goes out."""

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from taggit.forms import TagField
from wagtail.contrib.redirects.models import Redirect
from wagtail.rich_text import RichText

from core import email_addresses, phones, spreadsheets, text_normalisation
from core.blocks.body import BodyBlock
from core.delivery import message_of
from core.questions import Email, EmailOfAnother, Line, Lines, Phone, QuestionForm, WebAddress
from facilitators.contact.forms import ContactForm
from facilitators.self_service.forms import ApplicationForm
from initiatives.applications.application_form.nomination_views import NominationForm
from initiatives.applications.form.definition import STEPS, Kind
from initiatives.applications.form.fields import fields_of
from initiatives.events import calendars
from initiatives.events.forms import RegistrationForm
from initiatives.events.models import CalendarEntry
from search.dutch import words
from tests.factories import (
    EventPageFactory,
    NewsPageFactory,
    OutgoingMailFactory,
    UserFactory,
    news_index,
)

UNSEEN = "\u200e\u200b\u00ad\u2060\ufeff\u202a\u202c\u2066\u2069\u061c\u200c\u200d"
STORED = "Regel\x0beinde\x07"
BROKEN = f"{STORED}\x00"
ADDRESS = "jan@voorbeeld.example"


def all_forms(of: type[forms.BaseForm] = QuestionForm) -> Iterator[type[forms.BaseForm]]:
    for form in of.__subclasses__():
        yield form
        yield from all_forms(form)


def one_line_questions() -> Iterator[tuple[str, Line]]:
    """Yield every question of one line that any form for visitors asks."""
    known = {ApplicationForm, ContactForm, NominationForm, RegistrationForm}
    assert known <= set(all_forms())
    for form in all_forms():
        for name, field in getattr(form, "base_fields").items():  # noqa: B009 - of its metaclass
            if isinstance(field, Line) and not isinstance(field, Lines):
                yield f"{form.__module__}.{form.__name__}.{name}", field
    for step in STEPS:
        for question in step.questions:
            for asked in question.rows or [question]:
                if asked.kind is not Kind.ROWS:
                    for name, field in fields_of(asked, []).items():
                        if isinstance(field, Line) and not isinstance(field, Lines):
                            yield f"{step.slug}.{name}", field


@pytest.mark.django_db
def test_no_question_of_one_line_keeps_what_nobody_sees():
    found = list(one_line_questions())
    assert len(found) > 40
    for name, field in found:
        assert field.to_python(f"An{UNSEEN}na{UNSEEN} ") == "Anna", name


@pytest.mark.django_db
def test_accents_are_kept_in_one_way_by_every_question():
    for name, field in one_line_questions():
        assert field.to_python("Zoe\u0308") == "Zo\u00eb", name
    assert Lines(longest=9).clean("Zoe\u0308\x0bHallo\u2028") == "Zo\u00eb\nHallo"


def test_what_a_script_or_an_emoji_needs_stays():
    for needed in ("👩🏽\u200d⚕️ samen", "می\u200cخواهم"):
        assert Line(longest=60).clean(needed) == needed


@pytest.mark.parametrize(
    "field",
    [Email(label="E-mail"), EmailOfAnother(label="E-mail"), forms.EmailField()],
    ids=["ours", "of another", "Django's"],
)
def test_an_address_is_kept_in_one_form_and_only_if_mail_can_be_sent_to_it(field):
    for typed in (
        ADDRESS,
        f" {ADDRESS}\u200e",
        "jan@voor\u200bbeeld.exam\u2060ple",
        "j\u00adan@VOORBEELD.example",
    ):
        assert field.clean(typed) == ADDRESS, ascii(typed)
    right = "jan@xn--pflegestrae-2cb.example".replace(
        "xn--pflegestrae-2cb", "xn--" + "pflegestraße".encode("punycode").decode()
    )
    assert field.clean("jan@pflegestraße.example") == right
    assert field.clean(right) == right
    for unsendable in (
        "jan@voorbeeld",
        "jan@127.0.0.1",
        "jan@[127.0.0.1]",
        "jan@xn--a.example",
        "jan@-a.example",
        "j\u00e4n@voorbeeld.example",
        f"{'a' * 65}@voorbeeld.example",
        f"jan@{'a' * 64}.example",
        "jan@voorb☃eeld.example",
    ):
        with pytest.raises(ValidationError):
            field.clean(unsendable)


def test_an_address_of_before_there_were_rules_goes_to_its_own_domain(db):
    mail = OutgoingMailFactory(recipient="jan@pflegestraße.example")
    wire = message_of(mail).message()["To"]
    assert "xn--" in wire
    assert "strasse" not in wire


def test_numbers_and_addresses_on_the_web_are_understood_as_they_were_meant():
    assert Phone(label="T").clean("\u202a+31 6 12 34 56 78\u202c") == "+31612345678"
    assert phones.stored("06\u201112345678") == "+31612345678"
    assert WebAddress(label="W").clean("www.voor\u200bbeeld.example\u200e") == (
        "https://www.voorbeeld.example"
    )
    assert forms.URLField(assume_scheme="https").clean("\ufeffhttps://a.example/\u200b") == (
        "https://a.example/"
    )
    assert forms.IntegerField().clean("\u202a12\u202c") == 12
    assert forms.DateField().clean("\u200e16-06-2027").isoformat() == "2027-06-16"
    assert forms.SlugField().clean("nieuws\u200b") == "nieuws"


def test_every_field_of_the_admin_takes_out_what_breaks_or_is_not_seen():
    assert forms.CharField().clean(f"{BROKEN}{UNSEEN} Zoe\u0308") == "Regel einde Zo\u00eb"
    some_lines = forms.CharField(widget=forms.Textarea)
    assert some_lines.clean(f"{BROKEN}a\u00adb") == "Regel\neindea\u00adb"
    assert TagField().clean("zorg\x00\u200b") == ["zorg"]
    secret = forms.CharField(widget=forms.PasswordInput, strip=False)
    assert secret.clean("ge\u200bheim\x07 ") == "ge\u200bheim\x07 "


def test_no_block_keeps_a_control_character():
    block = BodyBlock().child_blocks["paragraph"]
    assert BROKEN[5] not in block.clean(RichText(f"<p>{BROKEN}</p>")).source
    quote = BodyBlock().child_blocks["quote"]
    for name, child in quote.child_blocks.items():
        if isinstance(getattr(child, "field", None), forms.CharField):
            assert "\x0b" not in child.clean(BROKEN), name


@pytest.mark.django_db
def test_a_redirect_and_a_page_of_the_admin_are_kept_without(client):
    client.force_login(UserFactory(is_superuser=True))
    to = {"redirect_link": "https://a.example/", "is_permanent": "on"}
    client.post(reverse("wagtailredirects:add"), {"old_path": "/oud\u200b\x07/", **to})
    assert Redirect.objects.get().old_path == "/oud"
    article = NewsPageFactory(title="Oud", slug="oud")
    form = article.get_edit_handler().get_form_class()
    sent = {"title": f"Nieuw{BROKEN}", "slug": "oud", "body-count": "0"}
    bound = form(sent, instance=article, parent_page=news_index())
    bound.full_clean()
    assert bound.cleaned_data["title"] == "NieuwRegel einde"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["rss", "atom"])
def test_a_stored_control_character_breaks_no_feed(client: Client, name: str):
    NewsPageFactory(title=f"Titel {STORED}", lead=f"{STORED}Mail <naam>; 3 < 5")
    answer = client.get(f"/nieuws/{name}/")
    assert answer.status_code == 200
    said = " ".join(ElementTree.fromstring(answer.content).itertext())
    assert "RegeleindeMail &lt;naam&gt;; 3 &lt; 5" in said  # HTML, as readers take it


@pytest.mark.django_db
def test_a_stored_control_character_breaks_no_calendar_no_sitemap_and_no_spreadsheet(
    client: Client,
):
    event = EventPageFactory()
    CalendarEntry.objects.update(title=STORED, location=STORED, description=STORED)
    for path in (reverse("events-file", args=[event.pk]), reverse("events-feed")):
        lines = client.get(path).content.decode()
        assert "Regeleinde" in lines
        assert not [sign for sign in lines if ord(sign) < 32 and sign not in "\r\n"], path
    assert "\x07" not in calendars.file_of(event)
    assert client.get("/sitemap.xml").status_code == 200
    assert spreadsheets.as_text(STORED) == "Regeleinde"
    assert spreadsheets.as_cell(STORED) == "Regeleinde"
    assert spreadsheets.as_text("\x07=1+1") == "'=1+1"


def test_a_word_is_found_with_and_without_a_soft_hyphen():
    for typed in ("begeleidings\u00adafspraken", "begeleidings\u200bafspraken"):
        assert [word.joined for word in words(typed)] == ["begeleidingsafspraken"]
        assert (
            text_normalisation.plain(typed)
            == text_normalisation.tidy(typed)
            == "begeleidingsafspraken"
        )


def test_an_address_is_judged_without_a_form_too():
    with pytest.raises(ValueError, match="No mail"):
        email_addresses.canonical("jan")
    assert email_addresses.sendable("jan") == "jan"
