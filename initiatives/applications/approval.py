"""Whether what may come online says what its applicant approved.

An applicant approves one version of the page. What an editor changes afterwards of the words needs
a new approval; a picture, a theme or a typing error of ours in the organisations does not.
"""

import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from initiatives.applications.models import Application

# What is in a version of the page as it is kept, besides the text itself.
WORDS = ("title", "lead", "shares", "website")
# What the editor adds to a paragraph that it opened, and what it calls a line end.
MARK = re.compile(r' data-block-key="[^"]*"')
LINE_END = re.compile(r"<br ?/?>")


def is_changed(application: Application, content: Mapping[str, Any] | None = None) -> bool:
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


def lacks(application: Application, content: Mapping[str, Any] | None = None) -> bool:
    """Tell whether a version, without `content` the newest, was not approved as it is."""
    return not application.text_approved_at or is_changed(application, content)


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
