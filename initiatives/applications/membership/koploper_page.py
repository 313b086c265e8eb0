"""The page of a new Koploper: created offline on admission, approved by the applicant.

It is made of what is meant for the public and nothing else: never of contact data, of what the
applicant explained to the adviser, or of advice (domain guide, paragraph 3). Without permission to
publish no page is made.

An applicant approves one version. If an editor changes the words afterwards, a new approval is
needed; a picture, a theme or a correction to the organisations needs none.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape, unescape
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator, slugify

from initiatives.applications import handovers, mails
from initiatives.applications.assessment import criteria, decision
from initiatives.applications.intake import nominations
from initiatives.applications.models import Application
from initiatives.applications.models.choices import Verdict
from initiatives.applications.models.states import MEMBERS
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import APPLICANT, Actor
from initiatives.applications.workflow.errors import ChangedMeanwhile, InvalidState
from initiatives.applications.workflow.locking import under_lock
from initiatives.applications.workflow.outgoing_mail import Post, kept_of, send
from initiatives.applications.workflow.types import Details
from initiatives.choices import ActionLine, Criterion
from initiatives.models import InitiativePage, KoploperIndexPage, TakingPart

LONGEST_LEAD = InitiativePage._meta.get_field("lead").max_length
END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+")
BLANK_LINES = re.compile(r"\n\s*\n")
PLAIN = re.compile(r"(?:<p(?: [^>]*)?>(?:[^<]|<br ?/?>)*</p>\s*)*")
NO_LIST = "Er is nog geen overzicht van Koplopers op de website. Maak dat eerst."
LABELS = {
    "title": "Naam",
    "lead": "Inleiding",
    "body": "Tekst",
    "shares": "Wat jullie delen",
    "website": "Website",
}


@dataclass(frozen=True)
class Text:
    """What an applicant may correct of the page, as plain text."""

    title: str
    lead: str
    body: str
    shares: str
    website: str


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


# On admission


def may_admit(application: Application, actor: Actor, details: Details) -> list[str]:
    """T10: the rules, and a list to put the page in."""
    found = decision.may_admit(application, actor, details)
    if application.may_publish and lacks_list():
        found.append(NO_LIST)
    return found


def lacks_list() -> bool:
    """Tell whether there is no list of Koplopers that a page can be made in."""
    return not KoploperIndexPage.objects.exists()


def admit(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """T10: decide, and make the page or bring the one of an earlier admission up to date."""
    kept = decision.decide(application, actor, details)
    application.text_approved_at = application.approved_revision = None
    if not application.may_publish:
        return kept
    return {**kept, "page": prepare_page(application, actor, timezone.localdate())}


def prepare_page(application: Application, actor: Actor, joined_on: date) -> int:
    """Make the page, or bring the one of an earlier admission up to date; return its number.

    Its newest version is a draft. The caller holds the lock and saves the application.
    """
    page = newest(application) if application.page_id else _new_page(application, actor)
    page.joined_on = joined_on
    page.criteria = _met(application)
    page.save_revision(user=_user_of(actor), changed=True)
    application.page = InitiativePage.objects.get(pk=page.pk)
    return page.pk


def admitted(application: Application, actor: Actor, details: Details) -> list[Post]:
    """T10: M9 for the applicant, and the word that M1 promised to whoever nominated it."""
    return [
        *mails.admitted(application, actor, details),
        *nominations.tell(application, actor, details),
    ]


def _new_page(application: Application, actor: Actor) -> InitiativePage:
    """Return a page that nobody sees, made of the answers that were sent last."""
    version = criteria.latest_version(application)
    answers = version.answers if version else application.answers
    page = InitiativePage(
        title=application.name,
        slug=_slug_of(application.name),
        live=False,
        owner=_user_of(actor),
        joined_on=timezone.localdate(),
        phase=application.phase,
        is_national=application.is_national,
        all_branches=application.all_branches,
        criteria=_met(application),
        action_lines=[line for line in answers.get("c2_actielijnen", []) if line in ActionLine],
        shares=_text(answers, "delen"),
        website=_website(answers),
    )
    write_summary(page, _text(answers, "samenvatting"))
    page.organisations = [_taking_part(row) for row in answers.get("organisaties", [])]
    page.themes = list(application.themes.all())
    page.branches = list(application.branches.all())
    page.regions = list(application.regions.all())
    _index().add_child(instance=page)
    return page


def write_summary(page: InitiativePage, summary: str) -> None:
    """Have the page begin with a summary: what fits above the text, and the rest as text."""
    lead, rest = split(summary)
    page.lead = lead
    page.body = [("paragraph", _as_html(rest))] if rest else []


def split(summary: str) -> tuple[str, str]:
    """Return the sentences that fit above the text, and what follows them.

    When not even the first sentence fits, its beginning stands above all of it.
    """
    summary = summary.strip()
    if len(summary) <= LONGEST_LEAD:
        return summary, ""
    ends = [found for found in END_OF_SENTENCE.finditer(summary) if found.start() <= LONGEST_LEAD]
    if not ends:
        return Truncator(summary).chars(LONGEST_LEAD), summary
    return summary[: ends[-1].start()], summary[ends[-1].end() :]


def _met(application: Application) -> list[str]:
    found = application.judgements.filter(verdict=Verdict.MET).values_list("criterion", flat=True)
    return [criterion.value for criterion in Criterion if criterion in set(found)]


def _taking_part(row: Mapping[str, Any]) -> TakingPart:
    return TakingPart(
        name=_text(row, "naam"),
        kind=_text(row, "soort"),
        place=_text(row, "plaats"),
        role=" ".join(_text(row, "rol").split()),
    )


def _website(answers: Mapping[str, Any]) -> str:
    """Return an address that a page can hold; an old answer may not be one."""
    address = _text(answers, "website")
    try:
        InitiativePage._meta.get_field("website").run_validators(address)
    except ValidationError:
        return ""
    return address


def _index() -> KoploperIndexPage:
    lists = KoploperIndexPage.objects.order_by("-live", "path")
    return lists[0]


def _slug_of(name: str) -> str:
    """Return a slug that no other page of the list has."""
    taken = set(_index().get_children().values_list("slug", flat=True))
    slug = wanted = slugify(name)[:100] or "koploper"
    number = 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _text(document: Mapping[str, Any], key: str) -> str:
    value = document.get(key)
    return value.strip() if isinstance(value, str) else ""


def _user_of(actor: Actor) -> Any:
    return get_user_model().objects.filter(pk=actor.user_id).first() if actor.user_id else None


# What who applied does with the text


def newest(application: Application) -> InitiativePage:
    """Return the page as its newest version says it is. The application must have one."""
    page = InitiativePage.objects.get(pk=application.page_id)
    found: InitiativePage = page.get_latest_revision_as_object()
    return found


def may_be_judged(application: Application) -> bool:
    """Tell whether there is a text for the applicant to look at."""
    return bool(application.page_id and application.may_publish and application.state in MEMBERS)


def text_of(page: InitiativePage) -> Text:
    return Text(page.title, page.lead, _as_plain(page), page.shares, page.website)


def is_plain(page: InitiativePage) -> bool:
    """Tell whether the text is only paragraphs: what an editor added is not for a form."""
    return all(
        block.block_type == "paragraph" and PLAIN.fullmatch(block.value.source)
        for block in page.body
    )


def approve(application: Application, seen: int | None) -> None:
    """Record that the applicant agrees with the version shown, by its number.

    Raises InvalidState when there is no text to judge, ChangedMeanwhile when it is another version
    than was shown.
    """
    with under_lock(application) as mine:
        _check(mine, seen)
        is_new = mine.approved_revision_id != seen
        _agree(mine, seen)
        posts = handovers.text_is_ready(mine, is_corrected=False) if is_new else []
        audit_log.record(mine, "text_approved", APPLICANT, revision=seen, **kept_of(posts))
        send(mine, posts)


def correct(application: Application, text: Text, seen: int | None) -> None:
    """Keep what the applicant says instead as a draft: an editor puts it online.

    With it the applicant agrees. Raises what `approve` raises.
    """
    with under_lock(application) as mine:
        _check(mine, seen)
        page = newest(mine)
        before, approved = text_of(page), seen
        if text != before:
            page.title, page.lead = text.title, text.lead
            page.shares, page.website = text.shares, text.website
            if is_plain(page) and text.body != before.body:
                page.body = [("paragraph", _as_html(text.body))] if text.body else []
            approved = page.save_revision(changed=True).pk
        _agree(mine, approved)
        changed = [vars(one) for one in differences(before, text_of(page))]
        posts = handovers.text_is_ready(mine, is_corrected=bool(changed))
        audit_log.record(
            mine, "text_corrected", APPLICANT, changes=changed, revision=approved, **kept_of(posts)
        )
        send(mine, posts)


def _agree(mine: Application, revision: int | None) -> None:
    mine.text_approved_at, mine.approved_revision_id = timezone.now(), revision
    mine.save(update_fields=["text_approved_at", "approved_revision"])


def differences(before: Text, after: Text) -> list[Difference]:
    """Return what one text says otherwise than another."""
    was, becomes = vars(before), vars(after)
    return [
        Difference(label, was[name], becomes[name])
        for name, label in LABELS.items()
        if was[name] != becomes[name]
    ]


def _check(application: Application, seen: int | None) -> None:
    if not may_be_judged(application):
        raise InvalidState("Er is geen tekst om te bekijken.")
    page = InitiativePage.objects.get(pk=application.page_id)
    if page.latest_revision_id != seen:
        raise ChangedMeanwhile("De tekst is net veranderd. Bekijk eerst de nieuwe tekst.")


def _as_html(text: str) -> str:
    paragraphs = (part.strip() for part in BLANK_LINES.split(text))
    return "".join(
        f"<p>{'<br/>'.join(escape(line) for line in part.splitlines())}</p>"
        for part in paragraphs
        if part
    )


def _as_plain(page: InitiativePage) -> str:
    """Return the paragraphs of a page as plain text, a blank line between them."""
    texts = [block.value.source for block in page.body if block.block_type == "paragraph"]
    html = re.sub(r"<br ?/?>", "\n", "".join(texts)).replace("</p>", "</p>\n\n")
    return unescape(strip_tags(html)).strip()


# What is in a version of the page as it is kept, besides the text itself.
WORDS = ("title", "lead", "shares", "website")
# What the editor adds to a paragraph that it opened, and what it calls a line end.
MARK = re.compile(r' data-block-key="[^"]*"')
LINE_END = re.compile(r"<br ?/?>")


def is_changed_since_approval(
    application: Application, content: Mapping[str, Any] | None = None
) -> bool:
    """Tell whether the applicant approved, and a version says something else than they did.

    `content` is that version as a revision keeps it; without it the newest. What was approved may
    be kept no longer: then it counts as changed.
    """
    if not application.text_approved_at or application.page is None:
        return False
    approved, newest = application.approved_revision, application.page.latest_revision
    if content is None and newest is not None:
        content = newest.content
    return approved is None or content is None or _said_in(approved.content) != _said_in(content)


def lacks_approval(application: Application, content: Mapping[str, Any] | None = None) -> bool:
    """Tell whether a version, without `content` the newest, was not approved as it is."""
    return not application.text_approved_at or is_changed_since_approval(application, content)


def _said_in(content: Mapping[str, Any]) -> list[Any]:
    body = json.loads(content["body"] or "[]")
    return [*(content[name] for name in WORDS), _bare(body)]


def _bare(value: Any) -> Any:
    """Return a part of the text without what is not for readers."""
    if isinstance(value, str):
        return unescape(LINE_END.sub("<br/>", MARK.sub("", value)))
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items() if key != "id"}
    return value
