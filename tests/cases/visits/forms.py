"""What a browser sends: the form as the page shows it, with some fields filled in."""

import re
from html import unescape

INPUT = re.compile(r"<input\b[^>]*>")


def fields_of(page):
    """The fields of the page's main form as they would be sent untouched: hidden ones, dates, and what is ticked."""
    text = page.content.decode()
    form = next(part for part in re.findall(r"<form\b.*?</form>", text, re.S) if "data-draft-url" in part)
    data = {}
    for tag in INPUT.findall(form):
        attributes = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        name, kind = attributes.get("name"), attributes.get("type", "text")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if kind in ("radio", "checkbox"):
            if re.search(r"\bchecked\b", tag):
                data.setdefault(name, []).append(attributes.get("value", "on"))
        else:
            data[name] = attributes.get("value", "")
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        data[name] = unescape(value).strip()
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', options)
        data[name] = chosen.group(1) if chosen else ""
    return data


def fill(web, url, **answers):
    """Open a form and give what would be sent with these answers."""
    page = web.get(url)
    assert page.status_code == 200, page
    return {**fields_of(page), **answers}
