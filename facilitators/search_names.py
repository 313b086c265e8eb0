"""Methods and ways of working that visitors look for."""

from collections.abc import Iterable
from itertools import chain

from facilitators.models import Method, WorkForm


def methods() -> Iterable[str]:
    both = (model.objects.values_list("name", flat=True) for model in (Method, WorkForm))
    return chain.from_iterable(both)
