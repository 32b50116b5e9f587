"""Draws the plain form controls without a template each.

Django renders every <input> and every <option> through three nested templates: a form of 110 choices spends most of
its time there. The HTML is the same; whatever is not in DRAWN still goes through Django's templates.
"""

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import mark_safe


class QuickWidgets(TemplatesSetting):
    """The FORM_RENDERER: Django's, with a short way for the controls that pages are full of."""

    def render(self, template_name, context, request=None):
        draw = DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return mark_safe(draw(context["widget"]))


def _attributes(widget):
    parts = []
    for name, value in widget["attrs"].items():
        if value is True:
            parts.append(f" {escaped(name)}")
        elif value is not False:
            parts.append(f' {escaped(name)}="{_said(value)}"')
    return "".join(parts)


def _said(value):
    """As `stringformat:"s"` says it: numbers in no language's form."""
    return escaped(value if isinstance(value, str) else str(value))


def _input(widget):
    value = "" if widget["value"] is None else f' value="{_said(widget["value"])}"'
    return f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"{value}{_attributes(widget)}>'


def _choice(widget):
    drawn = _input(widget)
    if not widget.get("wrap_label"):
        return drawn
    of = widget["attrs"].get("id")
    meant = f' for="{escaped(of)}"' if of else ""
    return f"<label{meant}>{drawn} {escaped(widget['label'])}</label>"


def _select(widget):
    lines = [f'<select name="{escaped(widget["name"])}"{_attributes(widget)}>']
    for group, options, _index in widget["optgroups"]:
        lines += [f'<optgroup label="{escaped(group)}">'] if group else []
        lines += [
            f'<option value="{_said(option["value"])}"{_attributes(option)}>{escaped(option["label"])}</option>'
            for option in options
        ]
        lines += ["</optgroup>"] if group else []
    return "\n".join([*lines, "</select>"])


def _textarea(widget):
    text = escaped(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{escaped(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


_INPUTS = ("checkbox", "date", "datetime", "email", "hidden", "input", "number", "password", "text", "time", "url")
DRAWN = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/input_option.html": _choice,
    "django/forms/widgets/radio_option.html": _choice,
    "django/forms/widgets/checkbox_option.html": _choice,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
}
