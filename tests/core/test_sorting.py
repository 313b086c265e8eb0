"""Alphabetical order as people expect it."""

from core.sorting import name_key, sort_key


def in_order(*names: str) -> list[str]:
    return sorted(names, key=sort_key)


def test_ij_is_i_and_j():
    assert in_order("Midden-Brabant", "IJsselvecht", "Haaglanden", "Ikazia", "Ihno") == [
        "Haaglanden",
        "Ihno",
        "IJsselvecht",
        "Ikazia",
        "Midden-Brabant",
    ]
    assert sort_key("Ĳmuiden") == sort_key("IJmuiden")


def test_accents_and_capitals_do_not_count():
    assert in_order("Émile", "Eva", "eduard", "Zoë") == ["eduard", "Émile", "Eva", "Zoë"]


def test_the_prefix_stands_behind_the_family_name():
    names = [("", "Berg"), ("van der", "Aa"), ("", "Aa"), ("van den", "Berg")]
    assert sorted(names, key=lambda name: name_key(*name)) == [
        ("", "Aa"),
        ("van der", "Aa"),
        ("", "Berg"),
        ("van den", "Berg"),
    ]
