"""Addresses and numbers that editors type can be pressed."""

import pytest

from core.pressable import pressable


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Mail naar info@aln.example.", "mailto:info@aln.example"),
        ("naam+tip@zorg-west.example", "mailto:naam+tip@zorg-west.example"),
        ("<p>Bel <b>030 123 45 67</b></p>", "tel:0301234567"),
        ("06-12 34 56 78", "tel:0612345678"),
        ("+31 (0)30 1234567", "tel:+31301234567"),
        ("0800 1234", "tel:08001234"),
    ],
)
def test_it_gets_a_link(text: str, to: str) -> None:
    assert f'<a href="{to}">' in pressable(text)


@pytest.mark.parametrize(
    "text",
    [
        '<a href="mailto:info@aln.example">info@aln.example</a>',
        '<a href="/contact/"><b>030 123 45 67</b></a>',
        "KvK 12345678, op 01-02-2026 om 13.30 uur, kenmerk K-2026-0123456789",
        "125.000 mensen",
        '<img alt="info@aln.example">',
    ],
)
def test_anything_else_stays_as_it_was(text: str) -> None:
    assert pressable(text) == text


def test_what_was_escaped_stays_escaped() -> None:
    assert pressable("&lt;b&gt; a&amp;b@aln.example") == (
        '&lt;b&gt; a&amp;<a href="mailto:b@aln.example">b@aln.example</a>'
    )
