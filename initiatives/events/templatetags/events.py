"""What the templates of meetings can say. Use {% load events %}."""

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.safestring import SafeString

from core import times
from core.structured_data import script
from core.templatetags.aln import share_image
from initiatives.events.models.registrations import TIME_TO_ANSWER
from initiatives.events.structured_data import meeting

register = template.Library()


@register.simple_tag
def meeting_term(name: str) -> str:
    """Return how long somebody has to "answer", or we keep "people" or their "needs"."""
    lengths = {
        "answer": TIME_TO_ANSWER,
        "people": settings.KEEP_PEOPLE_AFTER_MEETING,
        "needs": settings.KEEP_NEEDS_AFTER_MEETING,
    }
    return times.term(lengths[name])


@register.simple_tag(takes_context=True)
def meeting_data(context: Context) -> SafeString:
    return script(meeting(context["page"], context["chrome"], share_image(context)))
