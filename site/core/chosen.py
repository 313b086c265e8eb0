"""What is chosen from a list that editors keep, while a colleague merges, renames or deletes there.

Every save of a choice comes through here, whatever makes it: a page and its versions
(`ThemedPage`), and each row that ties something to a term (`connect`). It holds the lists to the
end of its transaction, and whoever merges or deletes has them alone. So one of the two comes first,
and the second finds what the first left: a merged term has an heir, a deleted one is gone.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import ProtectedError
from django.db.models.signals import m2m_changed, pre_delete
from modelcluster.fields import ParentalManyToManyField
from psycopg import errors

from core.refusals import Refused

T = TypeVar("T")
# Returns who would miss a row; nothing when it may go.
Users = Callable[[Any], Iterable[Any]]

LISTS = 1_405_220_711  # the key of the lock; any number that nothing else here locks
FORMER_KEYS = "former_keys"  # the field of what can be merged
IN_THE_WAY = (errors.LockNotAvailable, errors.DeadlockDetected)
# Whoever wants the lists alone gives way before PostgreSQL sees a deadlock, which it does after a
# second and which could cost somebody what they saved.
PATIENCE = "500ms"
ATTEMPTS = 20
GONE = "Een van je keuzes bestaat niet meer. Kies opnieuw."
BUSY = "Er wordt nu veel opgeslagen. Er is niets veranderd. Probeer het over een minuut opnieuw."


class TermGoneError(Exception):
    """Somebody else deleted or merged the term in the meantime."""


def hold() -> None:
    """Keep everybody from merging and deleting until this transaction is over.

    Comes before the first row that the transaction writes, or two could wait for each other.
    """
    _lock("pg_advisory_xact_lock_shared")


def hold_alone() -> None:
    """Wait for every save of a choice, and keep new ones out until this transaction is over."""
    _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    assert connection.in_atomic_block, "a lock of a transaction that is over holds nothing"  # noqa: S101
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [LISTS])


def alone(change: Callable[[], T]) -> T:
    """Do this in a transaction that has the lists alone; begin anew when somebody is in the way.

    Raises Refused when it stays so for some ten seconds.
    """
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
                hold_alone()
                return change()
        except OperationalError as error:
            if not isinstance(error.__cause__, IN_THE_WAY):
                raise
            time.sleep(random.uniform(0, 0.02 * attempt))  # noqa: S311 - who comes first is no secret
    raise Refused(BUSY)


def today(model: type[Any], keys: Iterable[int]) -> dict[int, int]:
    """Return by each key which row it means today; what was deleted is left out."""
    wanted = set(keys)
    rows = model._default_manager.order_by()
    heirs: dict[int, int] = {}
    if _can_be_merged(model):
        former = rows.filter(**{f"{FORMER_KEYS}__overlap": list(wanted)})
        for key, former_keys in former.values_list("pk", FORMER_KEYS):
            heirs |= dict.fromkeys(wanted.intersection(former_keys), key)
    found = rows.filter(pk__in=wanted).values_list("pk", flat=True)
    return heirs | {key: key for key in found}


def _can_be_merged(model: type[Any]) -> bool:
    return any(field.name == FORMER_KEYS for field in model._meta.concrete_fields)


def _all_today(model: type[Any], keys: Iterable[int]) -> list[int]:
    """Return what these keys mean today. Raises TermGoneError when one was deleted."""
    keys = list(keys)
    found = today(model, keys)
    if missing := set(keys) - found.keys():
        raise TermGoneError(f"{model._meta.label} {sorted(missing)}")
    return list(dict.fromkeys(found[key] for key in keys))


def follow_in(page: Any) -> None:
    """Hold the lists, and have what a page is about to save mean what it means today.

    Raises TermGoneError when something was deleted after it was chosen.
    """
    hold()
    unsaved = vars(page).get("_cluster_related_objects") or {}
    for field in _choices_of(type(page)):
        chosen = [term.pk for term in unsaved.get(field.name, ())]
        keys = _all_today(field.related_model, chosen) if chosen else []
        if keys != chosen:
            rows = field.related_model._default_manager.in_bulk(keys)
            setattr(page, field.name, [rows[key] for key in keys])


def follow_in_content(model: type[Any], content: dict[str, Any]) -> dict[str, Any]:
    """Return the content of a version with, for what was merged after it, the keys of today."""
    followed = dict(content)
    for field in _choices_of(model):
        if _can_be_merged(field.related_model) and followed.get(field.name):
            keys = followed[field.name]
            found = today(field.related_model, keys)
            followed[field.name] = list(dict.fromkeys(found.get(key, key) for key in keys))
    return followed


def _choices_of(model: type[Any]) -> Iterator[Any]:
    return (f for f in model._meta.get_fields() if isinstance(f, ParentalManyToManyField))


def connect(*lists: type[Any], users: Users | None = None) -> None:
    """Have every row that chooses from these lists pass here; called when the app is ready.

    With `users` a row that has any is not deleted: it raises ProtectedError, under the lock.
    """
    for model in lists:
        relations: Any = model._meta.get_fields(include_hidden=True)
        for relation in relations:
            if relation.many_to_many and relation.auto_created:
                field = relation.remote_field
                m2m_changed.connect(
                    partial(_follow_rows, field),
                    sender=field.remote_field.through,
                    weak=False,
                    dispatch_uid=f"chosen-{field}",
                )
        if users:
            pre_delete.connect(
                partial(_keep_used, users),
                sender=model,
                weak=False,
                dispatch_uid=f"chosen-{model.__name__}",
            )


def _follow_rows(field: Any, instance: Any, action: str, reverse: bool, **sent: Any) -> None:
    """Hold the lists before rows are written, and write them for what the terms are today."""
    if not action.startswith("pre_"):
        return
    hold()
    keys: set[int] = sent["pk_set"]
    if action != "pre_add" or reverse:
        return
    wanted = set(_all_today(field.related_model, keys))
    if wanted != keys:
        there = sent["sender"]._base_manager.filter(**{field.m2m_field_name(): instance})
        wanted -= set(there.values_list(f"{field.m2m_reverse_field_name()}_id", flat=True))
        keys.clear()  # Django writes what stays in its own set
        keys |= wanted


def _keep_used(users: Users, instance: Any, **_: Any) -> None:
    hold_alone()
    if found := list(users(instance)):
        raise ProtectedError(f"‘{instance}’ is still used.", set(found))


def is_gone(error: BaseException) -> bool:
    """Tell whether something went wrong because what was chosen is no more, or is used since."""
    if isinstance(error, IntegrityError):
        by_reference = isinstance(error.__cause__, errors.ForeignKeyViolation)
        return by_reference or isinstance(error, ProtectedError)
    return isinstance(error, TermGoneError)


def follow_in_every_form() -> None:
    """Have a form that was opened before a merge mean what the term is now, or say it is gone."""
    forms.ModelMultipleChoiceField.default_error_messages["invalid_choice"] = GONE
    judge = forms.ModelMultipleChoiceField.clean

    def clean(field: Any, value: Any) -> Any:
        followed = _followed(field.queryset.model, value)
        try:
            return judge(field, followed)
        except forms.ValidationError:
            # The merge may have come between following and judging.
            again = _followed(field.queryset.model, value)
            if again == followed:
                raise
            return judge(field, again)

    forms.ModelMultipleChoiceField.clean = clean  # type: ignore[method-assign, assignment]


def _followed(model: type[Any], value: Any) -> Any:
    """Return what was sent for a choice of several, with the keys of today."""
    if not isinstance(value, list | tuple) or not _can_be_merged(model):
        return value
    numbers = [int(key) for key in value if str(key).isdecimal()]
    found = today(model, numbers) if numbers else {}
    return [found.get(int(key), key) if str(key).isdecimal() else key for key in value]
