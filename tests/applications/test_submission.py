"""Sending an application (domain guide, T4, M4 and M5): once, with one number and one receipt."""

import pytest
import time_machine

from core.models import OutgoingMail
from initiatives.applications.form.sheets import sheet_of
from initiatives.applications.models import Application, ApplicationEvent, ConflictingDraft, Version
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply
from initiatives.applications.workflow.errors import InvalidState, NotAllowed
from tests.applications.answering import answers
from tests.applications.sent import EMAIL, draft, sent

pytestmark = pytest.mark.usefixtures("terms")

NOW = "2019-03-26T12:00:00+01:00"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def test_what_was_sent_has_a_number_a_version_and_its_columns():
    application = sent()
    assert application.state == "ingediend"
    assert application.reference == "KL-2019-0001"
    assert application.submitted_at.isoformat() == "2019-03-26T11:00:00+00:00"
    version = Version.objects.get()
    assert (version.number, version.answers) == (1, application.answers)
    assert version.answers["organisaties"][0]["kvk"] == "01234567"
    assert application.name == "Leerlijn op de Werkvloer"
    assert application.claimed == ["samenwerken", "innoveren", "veranderen"]
    assert [region.slug for region in application.regions.all()] == ["twente"]
    assert application.email == EMAIL
    assert sent().reference == "KL-2019-0002"


def test_the_log_tells_that_it_was_sent_and_what_was_mailed():
    event = ApplicationEvent.objects.filter(application=sent()).latest("pk")
    assert (event.kind, event.role) == ("submit", "indiener")
    assert (event.from_state, event.to_state) == ("concept", "ingediend")
    assert event.details["mails"] == ["M4", "M5"] or event.details["mails"] == ["M4"]


def test_the_applicant_gets_a_receipt_with_a_copy_and_no_answers_about_people():
    application = sent()
    mail = OutgoingMail.objects.get(kind="M4")
    assert mail.recipient == EMAIL
    assert mail.subject == "We hebben je aanmelding ontvangen (KL-2019-0001)"
    assert mail.is_private
    assert "Beste Anna," in mail.text
    assert "dinsdag 26 maart 2019 om 12.00 uur" in mail.text
    # Ten working days, of which none is a holiday.
    assert "uiterlijk dinsdag 9 april 2019" in mail.text
    assert "/mijn-aanmelding/" in mail.text
    sheet = sheet_of(application.answers, application.form_version, without_contact=True)
    for line in sheet.lines:
        quoted = "\n".join(f"> {text}" for text in line.answer)
        assert f"{line.full_question}\n{quoted}" in mail.text
    for private in ("van der", "Praktijkopleider", "06 – 00 000 000"):
        assert private not in mail.text


def test_the_day_on_which_one_hears_from_us_leaves_out_holidays(clock):
    clock.move_to("2019-04-15T09:00:00+02:00")
    sent()
    # Easter Monday is no working day; Good Friday is one by default, 30 April too.
    assert "uiterlijk dinsdag 30 april 2019" in OutgoingMail.objects.get(kind="M4").text


def test_advisers_read_of_it_only_name_region_and_where_to_find_it(settings):
    site = "info@aln.example"
    from core.models import SiteSettings  # noqa: PLC0415

    site_settings = SiteSettings.load()
    site_settings.email = site
    site_settings.save()
    sent()
    mail = OutgoingMail.objects.get(kind="M5")
    assert mail.recipient == site
    assert mail.subject == "Nieuwe aanmelding: Leerlijn op de Werkvloer"
    assert "> Leerlijn op de Werkvloer" in mail.text
    assert "Regio: Twente" in mail.text
    assert f"{settings.SITE_URL}/beheer/" in mail.text
    for private in ("Anna", "Hengelo", answers()["samenvatting"], EMAIL):
        assert private not in mail.text + mail.html


def test_an_application_that_is_not_complete_is_not_sent():
    application = draft(naam="", publicatie="")
    with pytest.raises(NotAllowed) as refused:
        apply(application, Action.SUBMIT, APPLICANT)
    assert refused.value.sentences == [
        "Vul de naam van het initiatief in",
        "Kies of we het initiatief op de website mogen zetten",
    ]
    application.refresh_from_db()
    assert (application.state, application.reference) == ("concept", "")
    assert not Version.objects.exists()
    assert not OutgoingMail.objects.filter(kind="M4").exists()


@pytest.mark.parametrize("claims", [("nee",) * 4, ("weet-ik-niet",) * 4, ("ja", *("nee",) * 3)])
def test_what_is_claimed_never_stops_anybody(claims):
    said = {f"c{number}_claim": claim for number, claim in enumerate(claims, 1)}
    assert sent(**said).reference == "KL-2019-0001"


def test_sending_again_is_refused_and_changes_nothing():
    application = sent()
    for _ in range(2):
        with pytest.raises(InvalidState):
            apply(application, Action.SUBMIT, APPLICANT)
    assert Application.objects.get().reference == "KL-2019-0001"
    assert Version.objects.count() == OutgoingMail.objects.filter(kind="M4").count() == 1


def test_a_number_that_was_not_used_after_all_is_given_to_the_next(monkeypatch):
    application = draft()
    with monkeypatch.context() as patch:
        patch.setattr(Version.objects, "create", lambda **values: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            apply(application, Action.SUBMIT, APPLICANT)
    assert sent().reference == "KL-2019-0001"


def test_nothing_is_sent_before_somebody_chose_between_two_tabs():
    application = draft()
    ConflictingDraft.objects.create(
        application=application, step="initiatief", answers={"naam": "Anders"}
    )
    with pytest.raises(NotAllowed, match="Kies bij ‘Het initiatief’"):
        apply(application, Action.SUBMIT, APPLICANT)
    assert ConflictingDraft.objects.exists()


@pytest.mark.parametrize(
    "hostile", ["<b>vet</b> & meer", "=1+1 formule", "'; DROP TABLE x; --", "👩🏽‍⚕️ zorg"]
)
def test_hostile_answers_are_text_in_the_receipt(hostile):
    sent(naam=hostile)
    mail = OutgoingMail.objects.get(kind="M4")
    assert f"> {hostile}" in mail.text
    assert "<b>" not in mail.html
