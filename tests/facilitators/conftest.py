"""Somebody who stands in the Pool, for the tests that begin there."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoDbBlocker

from facilitators.models import Profile
from tests.facilitators.keeping_profiles import fresh, online
from tests.factories import UserFactory, facilitator_index
from tests.worlds import world


@pytest.fixture(scope="module")
def _somebody_online(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Profile]:
    """Anna van der Test, who applied, confirmed her address and was published."""
    with world(django_db_blocker):
        yield online()


@pytest.fixture
def profile(_somebody_online: Profile, db: None) -> Profile:
    """The profile of somebody online; take it in all tests of a module or in none."""
    return fresh(_somebody_online)


@pytest.fixture
def manager(client: Client, db: None) -> User:
    """Somebody who runs the Pool, logged in."""
    facilitator_index()
    user: Any = UserFactory(groups=["Beheerder Facilitators Pool"])
    client.force_login(user)
    return user
