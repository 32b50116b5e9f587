"""Every URL of the site, found by walking its addresses."""

from django.urls import URLResolver, get_resolver


def names():
    """The names of all URLs; one without a name comes as its pattern, which nobody can have declared."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns, namespace=""):
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, namespace + (f"{one.namespace}:" if one.namespace else ""))
        else:
            yield namespace + (one.name or f"unnamed {one.pattern}")
