"""What a live site asks of its staff, whatever its environment says."""

import pytest
from django.core.checks import run_checks
from django.test.utils import override_settings

from tests.core.test_mail_settings import settings_of


@pytest.mark.parametrize("asked", ["", "0", "1"])
def test_a_live_site_always_asks_for_a_second_factor(asked):
    live = settings_of(EMAIL_HOST="mail.example", SECOND_FACTOR=asked)
    assert live["SECOND_FACTOR_REQUIRED"]
    assert live["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert live["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert live["OTP_WEBAUTHN_RP_ID"] == "www.aln.example"
    assert live["OTP_WEBAUTHN_ALLOWED_ORIGINS"] == ["https://www.aln.example"]


def test_on_loopback_a_password_is_enough_unless_somebody_wants_to_see_it():
    assert not settings_of(WITHOUT_TLS="1")["SECOND_FACTOR_REQUIRED"]
    assert settings_of(WITHOUT_TLS="1", SECOND_FACTOR="1")["SECOND_FACTOR_REQUIRED"]


def test_sessions_end_after_an_hour_idle_and_twelve_in_all():
    live = settings_of(EMAIL_HOST="mail.example")
    assert live["SESSION_IDLE"].total_seconds() == 3600
    assert live["SESSION_LASTS"].total_seconds() == live["SESSION_COOKIE_AGE"] == 12 * 3600


def test_passkeys_are_set_up_as_their_package_wants():
    live = settings_of(EMAIL_HOST="mail.example")
    with override_settings(
        **{name: live[name] for name in live if name.startswith("OTP_WEBAUTHN")}
    ):
        assert not [problem for problem in run_checks() if "otp_webauthn" in str(problem.id)]
