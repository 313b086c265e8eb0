"""What the templates of meetings can say. Use {% load events %}."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from core.structured_data import script
from core.templatetags.aln import share_image
from initiatives.events.structured_data import meeting

register = template.Library()


@register.simple_tag(takes_context=True)
def meeting_data(context: Context) -> SafeString:
    return script(meeting(context["page"], context["chrome"], share_image(context)))
