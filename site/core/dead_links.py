"""Links in texts of editors that lead nowhere: visitors get their words, and no link."""

import re

# What an editor's link becomes when its page or document is not there.
NOWHERE = "<a>"
_DEAD_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)


def without_dead_links(html: str) -> str:
    """Return the text with the words of links that lead nowhere, and without those links."""
    return _DEAD_LINK.sub(r"\1", html)
