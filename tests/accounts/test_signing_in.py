"""How staff come in: a password, a second factor, and not without end."""

import time
from base64 import b32decode
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from accounts import second_factor, sessions
from accounts.models import AuthenticatorApp, RecoveryCodes, Session
from core.delivery import Delivery
from core.models import OutgoingMail
from tests.factories import PASSWORD, NewsPageFactory, UserFactory
from tests.html import parse, text_of
from tests.working import do_all_tasks

pytestmark = pytest.mark.django_db
LOGIN, CODE, HOME = "/beheer/login/", "/beheer/login/code/", "/beheer/"
NETWORK = {"REMOTE_ADDR": "192.0.2.1"}


@pytest.fixture
def user():
    return UserFactory(groups=["Redacteur"], username="Anna")


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def log_in(client, user, password=PASSWORD, **more):
    data = {"username": user.username, "password": password, **more}
    return client.post(LOGIN, data, **NETWORK)


def code_of(app, later=0):
    code = TOTP(app.secret)
    code.time = time.time() + later
    return f"{code.token():06}"


def with_app(user):
    app = second_factor.new_app(user)
    app.confirmed = True
    app.save()
    return app


def is_in(client):
    return client.get(HOME).status_code == 200


def errors(answer):
    return text_of(parse(answer), "main .error-summary")


# Passwords


def test_a_password_opens_the_admin_and_where_somebody_was_going(client, user):
    assert client.get("/beheer/nieuws/")["Location"] == "/beheer/login/?next=/beheer/nieuws/"
    assert log_in(client, user, next="/beheer/nieuws/").url == "/beheer/nieuws/"
    assert is_in(client)


def test_nobody_is_sent_to_another_site(client, user):
    assert log_in(client, user, next="https://kwaad.example/").url == HOME


def test_after_too_many_wrong_passwords_the_right_one_is_refused_until_the_time_is_over(
    client, user, settings
):
    most, within = settings.LIMITS["password"]["account"][0]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(most):
            assert "klopt niet" in errors(log_in(client, user, "verkeerd"))
        answer = log_in(client, UserFactory.build(username="ANNA"))
        assert answer.status_code == 429
        assert "Er is te vaak een verkeerd wachtwoord ingevuld" in errors(answer)
        assert int(answer["Retry-After"]) > 60
        assert not is_in(client)
        clock.shift(within + timedelta(minutes=1))
        assert log_in(client, user).status_code == 302


def test_one_network_cannot_try_every_account(client, settings):
    quarter = timedelta(minutes=15)
    settings.LIMITS = {
        **settings.LIMITS,
        "password": {"account": [(9, quarter)], "network": [(2, quarter)]},
    }
    for number in range(3):
        answer = log_in(client, UserFactory.build(username=f"bestaat-niet-{number}"))
    assert answer.status_code == 429


def test_right_passwords_count_for_nothing(client, user, settings):
    most, _ = settings.LIMITS["password"]["account"][0]
    for _ in range(most + 2):
        assert log_in(client, user).status_code == 302


def test_a_password_has_twelve_characters_and_is_not_a_common_one(client, user):
    client.post(reverse("password-reset"), {"email": user.email})
    do_all_tasks()
    link = OutgoingMail.objects.get().text.split("http://testserver")[1].split()[0]
    form = client.get(link, follow=True).request["PATH_INFO"]
    for password in (
        "Elf-tekens1",
        "startfinding",
        "123456789012",
        "anna@actieleernetwerk.example",
    ):
        answer = client.post(form, {"new_password1": password, "new_password2": password})
        assert answer.status_code == 200, password
        assert "uw" not in errors(answer).lower().split()
    assert "Minstens 12 tekens" in text_of(parse(answer), "main")


@pytest.mark.parametrize("kind", ["page", "documents"])
def test_a_shared_password_cannot_be_guessed_without_end(client, settings, kind):
    quarter = timedelta(minutes=15)
    settings.LIMITS = {
        **settings.LIMITS,
        "shared-password": {"lock": [(2, quarter)], "network": [(9, quarter)]},
    }
    if kind == "page":
        page = NewsPageFactory()
        lock = PageViewRestriction.objects.create(
            page=page, restriction_type="password", password="geheim"
        )
        address = reverse("wagtailcore_authenticate_with_password", args=[lock.pk, page.pk])
    else:
        lock = CollectionViewRestriction.objects.create(
            collection=Collection.get_first_root_node(),
            restriction_type="password",
            password="geheim",
        )
        address = reverse("wagtaildocs_authenticate_with_password", args=[lock.pk])
    data = {"password": "geheim", "return_url": "/nieuws/"}
    assert client.post(address, data).url == "/nieuws/"
    for _ in range(2):
        assert client.post(address, data | {"password": "fout"}).status_code == 200
    refused = Client().post(address, data)
    assert refused.status_code == 429
    assert "te vaak een verkeerd wachtwoord" in errors(refused)


# Forgotten passwords


@pytest.fixture
def outbox(settings):
    settings.EMAIL_BACKEND = "core.outbox.Outbox"


def test_a_mail_with_a_link_is_ours_and_is_wiped_once_it_is_sent(client, user, outbox):
    client.post(reverse("password-reset"), {"email": user.email})
    do_all_tasks()
    mail = OutgoingMail.objects.get()
    assert mail.subject == "Kies een nieuw wachtwoord"
    assert "Met vriendelijke groet" in mail.text
    Delivery().send_due()
    assert "/beheer/password_reset/confirm/" in django_mail.outbox[0].body
    mail.refresh_from_db()
    assert (mail.text, mail.html, mail.recipient) == ("", "", "")


def test_links_are_asked_for_a_few_times_only(client, user):
    for _ in range(25):
        answer = client.post(reverse("password-reset"), {"email": user.email.upper()}, **NETWORK)
    assert answer.status_code == 429
    assert "Er is te vaak om een nieuw wachtwoord gevraagd" in errors(answer)
    do_all_tasks()
    assert OutgoingMail.objects.count() == 3


# The second factor


def test_who_must_have_a_second_factor_sets_one_up_before_anything_else(client, user, required):
    assert log_in(client, user, next="/beheer/nieuws/").url == reverse("second-factor")
    assert not is_in(client)
    assert client.get(reverse("security")).status_code == 302
    page = parse(client.get(reverse("second-factor-app")))
    app = AuthenticatorApp.objects.get()
    assert page.select_one(".qr svg")
    assert b32decode(page.select_one(".key").get_text().replace(" ", "")) == app.secret
    wrong = client.post(reverse("second-factor-app"), {"code": "12345"})
    assert "klopt niet" in errors(wrong)
    answer = client.post(reverse("second-factor-app"), {"code": code_of(app)})
    assert answer.url == reverse("recovery-codes")
    codes = parse(client.post(answer.url)).select(".codes code")
    assert len(codes) == 10
    assert client.get(reverse("recovery-codes-kept")).url == "/beheer/nieuws/"
    assert is_in(client)


def test_the_secret_is_not_in_the_database_and_outlives_a_new_key(user, settings):
    app = with_app(user)
    secret = app.secret
    app.refresh_from_db()
    assert secret.hex() not in app.sealed_secret
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "een-nieuwe-sleutel-" + "y" * 40
    assert second_factor.device_of_code(user, code_of(app)) == app
    settings.SECRET_KEY_FALLBACKS = []
    app.refresh_from_db()
    assert app.secret == secret
    settings.SECRET_KEY = "weer-een-andere-" + "z" * 40
    assert second_factor.device_of_code(user, "123456") is None


@pytest.mark.parametrize("place", ["/beheer/", "/beheer/account/", "/beheer/api/main/pages/"])
def test_with_a_password_alone_a_session_opens_nothing(client, user, place):
    with_app(user)
    assert log_in(client, user).url == CODE
    assert client.get(place).status_code in (302, 401, 403)
    for name in ("second-factor", "second-factor-app", "recovery-codes", "security"):
        assert client.get(reverse(name)).status_code == 302, name
        client.post(reverse(name))
    assert RecoveryCodes.objects.count() == 0
    assert AuthenticatorApp.objects.count() == 1


def test_a_private_page_is_not_for_half_a_session(client, user):
    page = NewsPageFactory(title="Alleen voor leden")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    app = with_app(user)
    there = client.get(page.get_url(), follow=True)
    assert there.request["PATH_INFO"] == LOGIN
    soup = parse(there)
    assert soup.select_one("meta[name=viewport]")
    assert soup.select_one("link[rel=stylesheet]")
    assert soup.select_one("meta[name=robots][content=noindex]")
    log_in(client, user, next=page.get_url())
    assert client.get(page.get_url()).status_code == 302
    assert client.post(CODE, {"code": code_of(app)}).url == page.get_url()
    assert client.get(page.get_url()).status_code == 200


def test_wagtails_own_page_to_log_in_leads_to_ours(client):
    assert client.get("/_util/login/?next=/nieuws/").url == "/beheer/login/?next=/nieuws/"


def test_who_may_not_read_a_page_is_not_sent_round_in_circles(client, user):
    client.force_login(user)
    page = client.get("/beheer/login/?next=/nieuws/besloten/")
    assert "Je bent ingelogd als Anna" in text_of(parse(page), "main")


def test_a_code_counts_once(client, user):
    app = with_app(user)
    code = code_of(app)
    log_in(client, user)
    assert client.post(CODE, {"code": f"{code[:3]} {code[3:]}"}).url == HOME
    assert is_in(client)
    other = Client()
    log_in(other, user)
    assert "al gebruikt" in errors(other.post(CODE, {"code": code}))
    assert not is_in(other)


def test_after_too_many_wrong_codes_the_right_one_is_refused(client, user, settings):
    app = with_app(user)
    most, _ = settings.LIMITS["second-factor"]["account"][0]
    log_in(client, user)
    right = code_of(app)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for _ in range(most):
        assert client.post(CODE, {"code": wrong}).status_code == 200
    answer = client.post(CODE, {"code": right})
    assert answer.status_code == 429
    assert "te vaak een verkeerde code" in errors(answer)
    other = Client()
    log_in(other, user)
    assert other.post(CODE, {"code": right}).status_code == 429
    assert not is_in(client)


def test_a_recovery_code_works_once_and_only_its_hash_is_kept(client, user):
    with_app(user)
    codes = second_factor.renew_codes(user)
    stored = RecoveryCodes.objects.get()
    assert not {code.replace("-", "") for code in codes} & set(stored.digests)
    log_in(client, user)
    assert client.post(CODE, {"code": f" {codes[0].upper()} "}).url == HOME
    assert is_in(client)
    assert second_factor.codes_left(user) == 9
    other = Client()
    log_in(other, user)
    assert "klopt niet" in errors(other.post(CODE, {"code": codes[0]}))
    somebody = UserFactory(groups=["Redacteur"])
    with_app(somebody)
    second_factor.renew_codes(somebody)
    assert second_factor.device_of_code(somebody, codes[1]) is None


@pytest.mark.parametrize("code", ["", "\0", "１２３４５６", "9" * 5000, "<b>", "-", "٣٣٣٣٣٣"])
def test_whatever_is_typed_as_a_code_gets_an_answer(client, user, code):
    with_app(user)
    log_in(client, user)
    assert client.post(CODE, {"code": code}).status_code == 200


def test_the_last_second_factor_stays_where_one_is_required(client, user, required):
    app = with_app(user)
    log_in(client, user)
    client.post(CODE, {"code": code_of(app)})
    answer = client.post(reverse("second-factor-remove"), {"app": "weg"})
    assert answer.status_code == 409
    assert second_factor.has_one(user)


def test_where_none_is_required_it_can_be_taken_away_with_its_codes(client, user):
    app = with_app(user)
    second_factor.renew_codes(user)
    log_in(client, user)
    client.post(CODE, {"code": code_of(app)})
    client.post(reverse("second-factor-remove"), {"app": "weg"})
    assert not second_factor.has_one(user)
    assert not RecoveryCodes.objects.exists()


@pytest.mark.parametrize("name", ["passkey-begin", "passkey-add", "passkey-ask", "passkey-show"])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff", b'{"id": 1}', b"null"])
def test_what_is_no_passkey_is_refused(client, user, name, body):
    address = reverse(name)
    assert client.post(address, body, content_type="application/json").status_code in (400, 403)
    with_app(user)
    log_in(client, user)
    answer = client.post(address, body, content_type="application/json")
    assert answer.status_code < 500
    assert not is_in(client)


# Loss


@pytest.fixture
def helper():
    return UserFactory(groups=["Beheerder"], first_name="Bea", last_name="Heer")


def test_a_colleague_helps_who_lost_everything_and_that_is_seen(client, user, helper):
    with_app(user)
    second_factor.renew_codes(user)
    lost = Client()
    lost.force_login(user)
    client.force_login(helper)
    address = reverse("second-factor-lost", args=[user.pk])
    assert address in client.get(f"/beheer/users/edit/{user.pk}/").content.decode()
    assert address in client.get("/beheer/users/").content.decode()
    assert "Weet zeker dat je met" in text_of(parse(client.get(address)), "main")
    assert second_factor.has_one(user)
    assert client.post(address).status_code == 302
    assert not second_factor.has_one(user)
    assert not RecoveryCodes.objects.exists()
    assert not Session.objects.filter(user=user).exists()
    mail = OutgoingMail.objects.get(recipient=user.email)
    assert "Bea Heer heeft op" in mail.text
    history = client.get(f"/beheer/users/history/{user.pk}/").content.decode()
    assert "Passkeys, authenticator-app en herstelcodes weggehaald" in history


def test_nobody_helps_themselves_or_who_may_do_more(client, helper):
    client.force_login(helper)
    boss = UserFactory(is_superuser=True)
    with_app(boss)
    for somebody in (helper, boss):
        client.post(reverse("second-factor-lost", args=[somebody.pk]))
        page = client.get(f"/beheer/users/edit/{somebody.pk}/", follow=True)
        assert reverse("second-factor-lost", args=[somebody.pk]) not in page.text
    client.force_login(UserFactory(groups=["Redacteur"]))
    client.post(reverse("second-factor-lost", args=[boss.pk]))
    assert second_factor.has_one(boss)


# Sessions


@pytest.mark.parametrize(("steps", "is_still_in"), [(11, True), (12, False)])
def test_a_session_lasts_twelve_hours_at_most(client, user, settings, steps, is_still_in):
    settings.SESSION_IDLE, settings.SESSION_LASTS = timedelta(hours=1), timedelta(hours=12)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        log_in(client, user)
        for _ in range(2 * steps):
            clock.shift(timedelta(minutes=30))
            client.get(LOGIN)
        assert is_in(client) == is_still_in


def test_a_session_ends_after_an_hour_in_which_only_the_screen_asked(client, user, settings):
    settings.SESSION_IDLE = timedelta(hours=1)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        log_in(client, user)
        for _ in range(5):
            clock.shift(timedelta(minutes=10))
            client.post("/beheer/editing-sessions/release/1/")
        assert is_in(client)
        for _ in range(6):
            clock.shift(timedelta(minutes=10))
            client.post("/beheer/editing-sessions/release/1/")
        assert not is_in(client)


def test_one_sees_where_one_is_signed_in_and_signs_out_there(client, user):
    firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    others = [Client(headers={"User-Agent": firefox}), Client(), Client()]
    for one in (client, *others):
        log_in(one, user)
    log_in(Client(), UserFactory(groups=["Redacteur"]))
    page = parse(client.get(reverse("security")))
    assert len(page.select("#sessies li")) == 4
    assert "Firefox op Windows" in text_of(page, "#sessies")
    assert all(session.session_key not in str(page) for session in Session.objects.all())
    (there,) = [
        place for place in sessions.of_user(user, client.session) if "Firefox" in place.browser
    ]
    client.post(reverse("sign-out-elsewhere"), {"sessie": there.name})
    assert [is_in(one) for one in (client, *others)] == [True, False, True, True]
    client.post(reverse("sign-out-elsewhere"), {"alle": "ja"})
    assert [is_in(one) for one in (client, *others)] == [True, False, False, False]
    assert Session.objects.filter(user__isnull=False).exclude(user=user).count() == 1


def by_account_page(client, user, present=PASSWORD):
    return client.post(
        "/beheer/account/",
        {
            "password-old_password": present,
            "password-new_password1": "vier losse woorden hier",
            "password-new_password2": "vier losse woorden hier",
            "name_email-first_name": "Anna",
            "name_email-last_name": "A",
            "name_email-email": user.email,
            "theme-theme": "system",
            "theme-density": "default",
            "theme-contrast": "system",
            "theme-keyboard_shortcuts": "on",
        },
    )


def by_a_colleague(client, user):
    boss = Client()
    boss.force_login(UserFactory(groups=["Beheerder"]))
    boss.post(
        f"/beheer/users/edit/{user.pk}/",
        {
            "username": user.username,
            "email": user.email,
            "first_name": "Anna",
            "last_name": "A",
            "password1": "vier losse woorden hier",
            "password2": "vier losse woorden hier",
            "is_active": "on",
            "groups": [group.pk for group in user.groups.all()],
        },
    )


def test_the_present_password_cannot_be_guessed_by_who_found_an_open_screen(client, user, settings):
    settings.LIMITS = {
        **settings.LIMITS,
        "password": {"account": [(2, timedelta(minutes=15))], "network": []},
    }
    log_in(client, user)
    for _ in range(2):
        answer = by_account_page(client, user, "geraden")
        assert "Dit is niet je wachtwoord van nu" in answer.content.decode()
    assert "te vaak een verkeerd wachtwoord" in by_account_page(client, user).content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("change", [by_account_page, by_a_colleague])
def test_another_password_ends_the_other_sessions(client, user, change):
    other = Client()
    log_in(other, user)
    log_in(client, user)
    change(client, user)
    user.refresh_from_db()
    assert user.check_password("vier losse woorden hier")
    assert not is_in(other)
    assert is_in(client) == (change is by_account_page)


def test_only_a_button_signs_out_and_the_browser_forgets(client, user):
    log_in(client, user)
    assert client.get(reverse("logout")).status_code == 405
    assert is_in(client)
    key = client.session.session_key
    answer = client.post(reverse("logout"))
    assert '"cookies"' in answer["Clear-Site-Data"]
    assert not Session.objects.filter(session_key=key).exists()
    assert not is_in(client)
    assert "Je bent uitgelogd" in text_of(parse(client.get(answer.url)), "main")
