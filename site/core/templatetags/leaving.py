"""What the pages that take a page away say: who links to it, and where to send its visitors."""

from typing import Any

from django import template
from wagtail.models import Page

from core.link_report import leaving

register = template.Library()


@register.simple_tag(takes_context=True)
def redirect_form(context: dict[str, Any], page: Page) -> leaving.RedirectForm | None:
    """Return the choice of where visitors go; none for who may make no redirects."""
    user = context["request"].user
    return leaving.RedirectForm() if leaving.may_send_on(user, page) else None


@register.inclusion_tag("core/admin/linking.html", takes_context=True)
def what_links_to(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """Show what links to a page, the first few by name."""
    found = leaving.linking_to(page, context["request"].user)
    return {"linking": found[: leaving.MOST], "more": len(found) - leaving.MOST}
