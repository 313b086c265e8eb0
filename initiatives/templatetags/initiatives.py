"""What the templates of Koplopers can say. Use {% load initiatives %}."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from core.structured_data import script
from core.templatetags.aln import share_image
from initiatives.structured_data import initiative

register = template.Library()


@register.simple_tag(takes_context=True)
def initiative_data(context: Context) -> SafeString:
    return script(initiative(context["page"], share_image(context)))
