"""What must hold of every list that visitors filter."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import QueryDict

from core.listing import Listing


def assert_counts_are_what_options_give(listing: Listing) -> None:
    """Assert that the number beside each option is how many pages the list has with that option."""
    for group in listing.groups:
        for option in group.options:
            chosen = listing.chosen | {group.facet.parameter: [option.slug]}
            there = replace(listing, query=QueryDict(urlencode(chosen, doseq=True)))
            assert there.total == option.count, (listing.path, group.facet.parameter, option)
