"""How tests read a page: its form's key, its words, the statements it cost."""

import re
from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy import tokens

# Words that may stand inside a page and never in its title or address.
HEALTH = re.compile(r"\b(hiv|aids|odhiv|arv|viral|obat|sakit|kesehatan|tb|vct|terapi)\b", re.I)


def key_of(response):
    """The hidden field of the page's form, as the browser would send it back."""
    return re.search(rf'name="{tokens.FIELD}" value="([^"]+)"', response.content.decode()).group(1)


def title_of(response):
    return unescape(re.search(r"<title>(.*?)</title>", response.content.decode(), re.S).group(1))


def codes_in(response):
    """The client codes of a list, in the order they stand in."""
    return re.findall(r'<span class="code">([A-Z]{3}-\w{4}-\w)</span>', response.content.decode())


def statements(web, address, **query):
    """(response, its SQL statements) of a page that was opened before: nothing is read for the first time.

    What is left out stands only in a test, whose own transaction is around the page's.
    """
    if "q" in query:  # a search leads on to an address that holds it sealed
        address, query = web.post(address, query)["Location"], None
    web.get(address, query)
    with CaptureQueriesContext(connection) as captured:
        response = web.get(address, query)
    assert response.status_code == 200
    found = [one["sql"] for one in captured.captured_queries]
    found = [one for one in found if not one.startswith(("SAVEPOINT", "RELEASE", "SELECT coalesce(current_setting"))]
    handed_back = max(number for number, one in enumerate(found) if one.startswith("SELECT set_config"))
    return response, [one for number, one in enumerate(found) if number != handed_back]


def send(web, address, data, **more):
    """Open a form, and send it with its own key."""
    return web.post(address, {tokens.FIELD: key_of(web.get(address)), **data}, **more)
