from django import template
from django.utils.html import format_html

from privacy import tokens

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context, form, subject=""):
    """The hidden field that makes a form safe to send twice and lets it be kept as a draft."""
    request = context["request"]
    token = context.get("token") or tokens.new(request.actor, form, subject, url=request.get_full_path())
    return format_html('<input type="hidden" name="{}" value="{}">', tokens.FIELD, token)
