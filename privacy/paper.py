"""A page as PDF, made without reaching out: nothing is fetched from the network or from this machine's disk.

WeasyPrint is loaded when the first paper is asked for; it draws with Pango, which the system brings (docs/install.md).
Where that is missing nothing breaks: pages ask `can_print` and offer the browser's own printing instead.
"""

import ctypes.util
from functools import cache

LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


class PaperNotAvailable(Exception):
    """The system's libraries that draw text are missing."""


@cache
def can_print():
    """True when the system has what WeasyPrint draws with."""
    return all(ctypes.util.find_library(name) for name in LIBRARIES)


def pdf(html):
    """The bytes of a PDF of this HTML (a whole document, styles inside). Pictures come as data: URLs or not at all.

    Raises PaperNotAvailable.
    """
    if not can_print():
        raise PaperNotAvailable
    import weasyprint

    class Nothing(weasyprint.URLFetcher):
        """Only what stands in the page itself: WeasyPrint leaves a picture out that it was refused."""

        def fetch(self, url, headers=None):
            if not url.startswith("data:"):
                raise ValueError("nothing is fetched")
            return super().fetch(url, headers)

    return weasyprint.HTML(string=html, url_fetcher=Nothing(allowed_protocols=("data",))).write_pdf()
