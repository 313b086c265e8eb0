"""What the templates of this site can say. Available everywhere without {% load %}."""

from django import template

register = template.Library()
