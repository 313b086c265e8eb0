"""The number that everything kept hangs on."""

import threading

import pytest
from django.db import connection, transaction

from core import generation
from core.models import Theme
from tests.factories import NewsPageFactory, ThemeFactory

pytestmark = pytest.mark.usefixtures("committing_db")


def test_a_change_raises_the_number_at_commit_and_not_before():
    before = generation.read()
    with transaction.atomic():
        ThemeFactory()
        assert generation.read() == before
    assert generation.read() == before + 1


def test_many_changes_in_one_transaction_raise_the_number_once():
    before = generation.read()
    with transaction.atomic():
        ThemeFactory.create_batch(3)
        with transaction.atomic():
            ThemeFactory()
    assert generation.read() == before + 1


def test_a_rolled_back_change_does_not_raise_the_number():
    before = generation.read()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ThemeFactory()
        raise ZeroDivisionError
    assert generation.read() == before


def test_a_change_beside_a_rolled_back_savepoint_raises_the_number():
    before = generation.read()
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            ThemeFactory()
            raise ZeroDivisionError
        ThemeFactory()
    assert generation.read() == before + 1


def test_what_was_read_in_a_rolled_back_transaction_is_forgotten():
    theme = ThemeFactory(name="Eerst")
    Theme.all_by_pk()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        theme.name = "Later"
        theme.save()
        assert Theme.all_by_pk()[theme.pk].name == "Later"
        raise ZeroDivisionError
    assert Theme.all_by_pk()[theme.pk].name == "Eerst"


def test_another_thread_does_not_see_what_is_not_committed():
    theme = ThemeFactory(name="Eerst")
    seen = []

    def read_elsewhere():
        seen.append(Theme.all_by_pk()[theme.pk].name)
        connection.close()

    with transaction.atomic():
        theme.name = "Later"
        theme.save()
        assert Theme.all_by_pk()[theme.pk].name == "Later"
        elsewhere = threading.Thread(target=read_elsewhere)
        elsewhere.start()
        elsewhere.join()
    read_elsewhere_again = threading.Thread(target=read_elsewhere)
    read_elsewhere_again.start()
    read_elsewhere_again.join()
    assert seen == ["Eerst", "Later"]


def test_what_is_kept_is_read_once_in_one_generation(django_assert_num_queries):
    ThemeFactory()
    generation.start_request()
    Theme.all_by_pk()
    with django_assert_num_queries(0):
        Theme.all_by_pk()
        Theme.all_by_slug()


def test_a_request_keeps_its_generation_while_another_goes_on_to_the_next():
    theme = ThemeFactory(name="Eerst")
    number = generation.start_request()
    Theme.all_by_pk()
    seen = []

    def change_elsewhere():
        NewsPageFactory()
        Theme.objects.get().save()
        seen.append(generation.start_request())
        Theme.all_by_pk()
        connection.close()

    elsewhere = threading.Thread(target=change_elsewhere)
    elsewhere.start()
    elsewhere.join()
    assert generation.current() == number < seen[0]
    assert Theme.all_by_pk()[theme.pk].name == "Eerst"


def test_a_dead_connection_is_replaced_when_a_request_starts():
    generation.start_request()
    connection.connection.close()
    assert generation.start_request() == generation.read()
