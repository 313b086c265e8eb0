"""Telephone numbers as people type them (domain guide, paragraph 11.2)."""

import pytest

from core import phones


@pytest.mark.parametrize(
    "typed",
    [
        "0612345678",
        "06 – 12 345 678",
        "06-12345678",
        " 06 12 34 56 78 ",
        "+31612345678",
        "+31 (0)6 12345678",
        "0031 6 1234 5678",
        "(06) 12.34.56.78",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed):
    assert phones.stored(typed) == "+31612345678"


@pytest.mark.parametrize(
    "typed",
    [
        "06123456",
        "061234567890",
        "0800-1234",
        "112",
        "+32 470 12 34 56",
        "bel me",
        "06 1234 5678 tst. 3",
        "06+12345678",
        "0" * 10_000,
        "٠٦١٢٣٤٥٦٧٨x",
        "\x00",
        "=1+1",
        "+",
        "",
    ],
)
def test_what_is_no_dutch_number_of_ten_digits_is_refused(typed):
    with pytest.raises(ValueError, match="number"):
        phones.stored(typed)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+31600000000", "06 – 00 000 000"),
        ("+31880000000", "088 – 000 00 00"),
        ("+31201234567", "020 – 123 45 67"),
        ("+31513123456", "0513 – 123 456"),
    ],
)
def test_a_number_is_shown_with_an_en_dash_and_read_back_the_same(number, shown):
    assert phones.shown(number) == shown
    assert phones.stored(shown) == number
