"""Asking others for advice before a decision (domain guide, paragraphs 6.3 and 6.4).

`may_ask`, `ask` and `invitation_mails` are the guard, the effect and the mails of T8. The rest
happens while the consultation runs: parties answer by their link, advisers keep an eye on it.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from core import scheduled_jobs
from core.workdays import add_workdays, is_workday
from initiatives.applications import handovers
from initiatives.applications.assessment import decision
from initiatives.applications.consultation import advice_status, invitations
from initiatives.applications.consultation.invitations import LinkStatus
from initiatives.applications.models import Advice, AdviceParty, Application
from initiatives.applications.models.choices import AdviceValue, Role
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import Actor, require_adviser
from initiatives.applications.workflow.errors import (
    InvalidState,
    NotAllowed,
    Refused,
)
from initiatives.applications.workflow.locking import under_lock
from initiatives.applications.workflow.outgoing_mail import Post, kept_of, send
from initiatives.applications.workflow.types import Details

TERM = 10  # working days to advise (domain guide, paragraph 6.4)
REMINDER = 3  # working days before the last one; and once more when it is over
LONGEST = 4_000  # characters of an advice, or of what is answered to it
ROLES = {
    AdviceParty.Kind.EMPLOYERS: Role.EMPLOYERS,
    AdviceParty.Kind.MINISTRY: Role.MINISTRY,
}


def default_parties(application: Application) -> list[AdviceParty]:
    """Return who is asked unless the adviser chooses otherwise.

    The employer organisations of the chosen regions, the one that the applicant named, and the
    ministries; only those that are in use.
    """
    organisations = Q(organisation__regions__in=application.regions.all())
    named = Q(organisation=application.employer_organisation_id, organisation__isnull=False)
    ministries = Q(kind=AdviceParty.Kind.MINISTRY)
    found = AdviceParty.objects.active().filter(organisations | named | ministries)
    return sorted(found.distinct(), key=lambda party: party.place)


def actor_of(party: AdviceParty) -> Actor:
    """Return as whom a party acts; it has no account."""
    return Actor(ROLES[AdviceParty.Kind(party.kind)])


# T8


def may_ask(application: Application, actor: Actor, details: Details) -> list[str]:
    """T8: enough criteria, and somebody to ask who can be reached."""
    found = decision.has_enough_criteria(application, actor, details)
    if "parties" in details:
        found += _unreachable(details["parties"])
    return found


def ask(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """T8: begin a round. `parties` are those of default_parties unless the adviser chose others."""
    former = application.advices.aggregate(last=Max("round"))["last"] or 0
    usual = default_parties(application)
    parties = list(details.get("parties", usual))
    _ask(application, parties, former + 1)
    left_out = [party.pk for party in usual if party not in parties]
    return {
        **decision.on_what_it_rests(application, actor, details),
        "round": former + 1,
        "asked": [party.pk for party in parties],
        "left_out": left_out,
    }


def invitation_mails(application: Application, actor: Actor, details: Details) -> list[Post]:
    """T8: M8 to each of them."""
    asked = advice_status.of_this_round(application).select_related("application")
    return [invitations.invitation(row) for row in asked]


def _ask(application: Application, parties: Sequence[AdviceParty], number: int) -> list[Advice]:
    due_on = add_workdays(timezone.localdate(), TERM)
    return [
        Advice.objects.create(application=application, party=party, round=number, due_on=due_on)
        for party in parties
    ]


def _unreachable(parties: Sequence[AdviceParty]) -> list[str]:
    if not parties:
        return ["Kies minstens één partij."]
    names = [party.name for party in parties if not party.email]
    if not names:
        return []
    return [
        f"Er is nog geen e-mailadres van {', '.join(names)}. Vul het in bij ‘Adviespartijen’, of "
        "vraag deze partij niet."
    ]


# What a party does, by its link.


def give(asked: Advice, value: AdviceValue, text: str) -> None:
    """Take the advice of a party; its link shows the case no more.

    Raises InvalidState when the link is used, taken back, too old, or the consultation is over; and
    NotAllowed for a negative advice that says nothing.
    """
    text = text.strip()
    if value == AdviceValue.NEGATIVE and not text:
        raise NotAllowed(["Leg uit waarom je advies negatief is."])
    with _while_link_is_open(asked) as mine:
        mine.value, mine.text, mine.given_at = value, text, timezone.now()
        mine.save(update_fields=["value", "text", "given_at"])
        _answered(mine, "advice_given", value=value)


def declare_conflict(asked: Advice) -> None:
    """Record a conflict of interest: the party gives no advice and no longer sees the case."""
    with _while_link_is_open(asked) as mine:
        mine.conflict_at = timezone.now()
        mine.save(update_fields=["conflict_at"])
        _answered(mine, "advice_conflict")


def _answered(mine: Advice, kind: str, **details: Any) -> None:
    """Note an answer and thank for it (M8b); after the last of a round the adviser hears (M7b)."""
    application = mine.application
    waiting = advice_status.of_this_round(application).filter(value=AdviceValue.OPEN)
    posts = [invitations.thanks(mine)]
    posts += [] if waiting.exists() else handovers.all_advice_is_in(application)
    _note(mine, kind, actor_of(mine.party), **details, **kept_of(posts))
    send(application, posts)


@contextmanager
def _while_link_is_open(asked: Advice) -> Iterator[Advice]:
    """Give the advice as it is now, under the lock of its application. Raises InvalidState."""
    with under_lock(asked.application) as application:
        mine = _again(application, asked)
        if mine.key != asked.key or invitations.link_status_of(mine) != LinkStatus.OPEN:
            raise InvalidState("Je kunt met deze link geen advies meer geven.")
        yield mine


# What an adviser does while it runs.


def not_asked_yet(application: Application) -> QuerySet[AdviceParty]:
    """Return who is in use and was not asked in the round that runs."""
    asked = application.advices.filter(round=_last_round(application))
    return AdviceParty.objects.active().exclude(pk__in=asked.values("party"))


def obstacles_to_more(application: Application, actor: Actor) -> list[str]:
    """Return why nobody else can be asked now, as sentences; nothing when somebody can."""
    try:
        require_adviser(actor)
        _must_run(application)
    except Refused as refused:
        return [refused.sentence]
    return [] if not_asked_yet(application).exists() else ["Iedereen is al om advies gevraagd."]


def ask_more(
    application: Application,
    actor: Actor,
    parties: Sequence[AdviceParty],
    *,
    paragraph: str = "",
    no_mail: bool = False,
    seen: int | None = None,
) -> list[Post]:
    """Ask others too, in the round that runs, and return the mails.

    Who was asked in it is not asked again. The other arguments are as for `engine.apply`.
    Raises PermissionDenied, InvalidState when it does not lie with others, NotAllowed when somebody
    cannot be reached, ChangedMeanwhile.
    """
    require_adviser(actor)
    if sentences := _unreachable(parties):
        raise NotAllowed(sentences)
    with under_lock(application) as mine:
        _must_run(mine)
        audit_log.check_unchanged(mine, seen)
        number = _last_round(mine)
        there = set(mine.advices.filter(round=number).values_list("party", flat=True))
        new = _ask(mine, [party for party in parties if party.pk not in there], number)
        posts = [invitations.invitation(row).with_paragraph(paragraph) for row in new]
        for row, post in zip(new, posts, strict=True):
            _note(
                row, "advice_asked", actor, **kept_of([post], paragraph=paragraph, no_mail=no_mail)
            )
        if not no_mail:
            send(mine, posts)
    return posts


def revoke(asked: Advice, actor: Actor, reason: str) -> None:
    """Take a question back: its link is dead at once, and nobody waits for the advice.

    The log keeps the reason, for afterwards one may decide without this advice. Raises NotAllowed
    when there is none, and what `_while_open` raises.
    """

    def change(mine: Advice) -> None:
        if not reason.strip():
            raise NotAllowed(["Schrijf op waarom je de vraag intrekt."])
        mine.revoked_at = timezone.now()
        _note(mine, "advice_revoked", actor, reason=reason.strip())

    _while_open(asked, actor, change)


def renew(asked: Advice, actor: Actor, paragraph: str = "") -> list[Post]:
    """Send a new link in place of the former, and return the mail; a term that is over begins anew.

    `paragraph` is added to the mail.
    """
    posts: list[Post] = []

    def change(mine: Advice) -> None:
        today = timezone.localdate()
        if mine.revoked_at or mine.due_on < today:
            mine.due_on, mine.reminded_at = add_workdays(today, TERM), None
        mine.key, mine.revoked_at = uuid.uuid4(), None
        posts.append(invitations.invitation(mine).with_paragraph(paragraph))
        send(mine.application, posts)
        _note(mine, "advice_renewed", actor, **kept_of(posts, paragraph=paragraph))

    _while_open(asked, actor, change)
    return posts


def remind(asked: Advice, actor: Actor, paragraph: str = "") -> list[Post]:
    """Ask once more, with the same link, and return the mail; `paragraph` is added to it."""
    posts: list[Post] = []

    def change(mine: Advice) -> None:
        if invitations.link_status_of(mine) != LinkStatus.OPEN:
            raise InvalidState("De link werkt niet meer. Stuur een nieuwe link.")
        posts.append(_remind(mine, actor, paragraph))

    _while_open(asked, actor, change)
    return posts


def react(asked: Advice, actor: Actor, text: str) -> None:
    """Keep what an adviser answers to a negative advice; without it nothing is admitted.

    Raises PermissionDenied, InvalidState when there is no negative advice or it is decided,
    NotAllowed when nothing is said.
    """
    require_adviser(actor)
    if not text.strip():
        raise NotAllowed(["Schrijf op wat je met dit advies doet."])
    with under_lock(asked.application) as application:
        if application.state not in (State.IN_CONSULTATION, State.PROPOSED):
            raise InvalidState("Reageren kan alleen voordat het besluit er is.")
        mine = _again(application, asked)
        if mine.value != AdviceValue.NEGATIVE:
            raise InvalidState("Alleen op een negatief advies schrijf je een reactie.")
        mine.reaction, mine.reacted_at = text.strip(), timezone.now()
        mine.save(update_fields=["reaction", "reacted_at"])
        _note(mine, "advice_reaction", actor, reaction=mine.reaction)


def is_overdue(asked: Advice) -> bool:
    """Tell whether the last day to advise is over and nothing was heard."""
    is_waited_for = asked.value == AdviceValue.OPEN and not (asked.revoked_at or asked.conflict_at)
    return is_waited_for and asked.due_on < timezone.localdate()


def remind_the_silent() -> int:
    """Remind who has not advised: some working days before the last one, and the day after it."""
    today = timezone.localdate()
    if not is_workday(today):
        return 0
    return scheduled_jobs.each(
        _to_remind(today).select_related("application"), _remind_unless_heard
    )


def _to_remind(today: date) -> QuerySet[Advice]:
    soon = Q(reminded_at=None, due_on__lte=add_workdays(today, REMINDER))
    late = Q(due_on__lt=today, reminded_at__date__lte=F("due_on"))
    later = Advice.objects.filter(application=OuterRef("application"), round__gt=OuterRef("round"))
    return Advice.objects.filter(
        soon | late,
        ~Exists(later),
        value=AdviceValue.OPEN,
        conflict_at=None,
        revoked_at=None,
        application__state=State.IN_CONSULTATION,
        asked_at__date__lt=today,
        due_on__gte=today - invitations.GRACE,
    )


def _remind_unless_heard(asked: Advice) -> None:
    with under_lock(asked.application) as application:
        mine = _again(application, asked)
        if (
            invitations.link_status_of(mine) == LinkStatus.OPEN
            and mine.reminded_at == asked.reminded_at
        ):
            _remind(mine, Actor(Role.SYSTEM))


def _remind(mine: Advice, actor: Actor, paragraph: str = "") -> Post:
    mine.reminded_at = timezone.now()
    mine.save(update_fields=["reminded_at"])
    post = invitations.reminder(mine).with_paragraph(paragraph)
    send(mine.application, [post])
    _note(mine, "advice_reminded", actor, **kept_of([post], paragraph=paragraph))
    return post


def _while_open(asked: Advice, actor: Actor, change: Callable[[Advice], None]) -> None:
    """Change a question to which there is no answer yet, as an adviser, under the lock.

    Raises PermissionDenied for another role, InvalidState when the consultation is over or there is
    an answer.
    """
    require_adviser(actor)
    with under_lock(asked.application) as application:
        mine = _again(application, asked)
        if mine.value != AdviceValue.OPEN or mine.conflict_at:
            raise InvalidState(f"{mine.party} heeft al geantwoord.")
        if not invitations.is_consulted(mine):
            raise InvalidState("Deze ronde is voorbij.")
        change(mine)
        mine.save()


def _last_round(application: Application) -> int:
    return application.advices.aggregate(last=Max("round"))["last"] or 1


def _must_run(application: Application) -> None:
    if application.state != State.IN_CONSULTATION:
        raise InvalidState("De aanmelding ligt niet voor advies.")


def _again(application: Application, asked: Advice) -> Advice:
    """Return the advice as it is in the database, with its locked application."""
    mine: Advice = application.advices.select_related("party").get(pk=asked.pk)
    mine.application = application
    return mine


def _note(mine: Advice, kind: str, actor: Actor, *, reason: str = "", **details: Any) -> None:
    audit_log.record(mine.application, kind, actor, reason=reason, party=mine.party_id, **details)
