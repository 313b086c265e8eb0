"""What is shown twice at the same instant counts once."""

import pytest

from accounts import second_factor
from core import limits
from tests.accounts.test_signing_in import code_of, with_app
from tests.factories import UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("committing_db")


@pytest.mark.parametrize("kind", ["app", "paper"])
def test_a_code_lets_one_in(kind):
    user = UserFactory()
    app = with_app(user)
    code = code_of(app) if kind == "app" else second_factor.renew_codes(user)[0]
    answers: list[object] = []
    at_once(*[lambda: answers.append(second_factor.device_of_code(user, code))] * 6)
    assert len([answer for answer in answers if answer is not None]) == 1


def test_many_guesses_at_once_are_no_more_than_one_by_one(settings):
    most, _ = settings.LIMITS["second-factor"]["account"][0]
    judged: list[int] = []

    def guess() -> None:
        try:
            limits.guess("second-factor", lambda: judged.append(1), account="1")
        except limits.TooOften:
            return

    at_once(*[guess] * (most + 6))
    assert len(judged) == most
