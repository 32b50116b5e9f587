"""A page as PDF, made without reaching out: nothing is fetched from the network or from this machine's disk.

WeasyPrint is loaded when the first paper is asked for; it draws with Pango, which the system brings (docs/install.md).
Where that is missing nothing breaks: pages ask `can_print` and offer the browser's own printing instead.
"""

import ctypes.util
from functools import cache
from threading import Lock

LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
_drawing = Lock()  # Pango's list of fonts may be used by any thread, but by one at a time


class PaperNotAvailable(Exception):
    """The system's libraries that draw text are missing."""


@cache
def can_print():
    """True when the system has what WeasyPrint draws with."""
    return all(ctypes.util.find_library(name) for name in LIBRARIES)


@cache
def _fonts():
    """What fonts there are, asked of the system once: asked for every paper, 0.3 MB would stay each time."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def pdf(html):
    """The bytes of a PDF of this HTML (a whole document, styles inside). Pictures come as data: URLs or not at all.

    The same HTML gives the same bytes: neither time nor machine stands in them. Its <title> becomes the file's title,
    by which phones list it under "recent": nobody's name belongs there. Raises PaperNotAvailable.
    """
    if not can_print():
        raise PaperNotAvailable
    import weasyprint

    # What is refused is left out of the page and named in the log; nothing is raised.
    fetcher = weasyprint.URLFetcher(allowed_protocols=("data",))
    with _drawing:
        return weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf(font_config=_fonts())
