"""A small browser: keeps cookies, follows nothing by itself, and weighs a page with everything it pulls in."""

import gzip
import http.client
import re
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode, urljoin

ASSETS = re.compile(r"""(?:href|src)=["'](/static/[^"'#?]+)""")
IN_STYLES = re.compile(r"""url\(["']?([^"')#?]+)""")
ACCEPTED = "br, gzip"


class Answer(NamedTuple):
    status: int
    headers: object
    body: bytes

    @property
    def text(self):
        return self.body.decode()


class Browser:
    def __init__(self, port):
        self.port, self.cookies = port, {}

    def get(self, path, **headers):
        return self._ask("GET", path, None, headers)

    def post(self, path, fields, **headers):
        """Send a form; `fields` are pairs, as a page has them."""
        body = urlencode(list(fields))
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def fetch(self, address, **headers):
        """An address is a path and the fields to send there; without fields it is asked for."""
        path, fields = address
        if not fields:
            return self.get(path, **headers)
        return self.post(path, {**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]}.items(), **headers)

    def sign_in(self, login, password):
        """Sign in as a person would, through the page."""
        path = self.get("/kerja/").headers["Location"]
        form = form_of(self.get(path).text, "password")
        answer = self.post(path, {**dict(form), "login": login, "password": password}.items())
        if answer.status != 302:
            raise RuntimeError(f"{login} could not sign in: {answer.status}")

    @property
    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _ask(self, method, path, body, headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        sent = {"Host": f"localhost:{self.port}", "Cookie": self.cookie, **headers}
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in sent.items()})
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer


class _Fields(HTMLParser):
    """The fields of each form as a browser would send them, with what was preset."""

    def __init__(self):
        super().__init__()
        self.forms, self.select, self.text = [], None, None

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "form":
            self.forms.append([])
        elif not self.forms:
            return
        elif tag == "input" and "name" in has and has.get("type") not in ("submit", "button", "file"):
            if has.get("type") not in ("radio", "checkbox") or "checked" in has:
                self.forms[-1].append((has["name"], has.get("value", "")))
        elif tag == "select":
            self.select = has.get("name")
        elif tag == "option" and self.select and "selected" in has:
            self.forms[-1].append((self.select, has.get("value", "")))
        elif tag == "textarea":
            self.forms[-1].append((has["name"], ""))

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None


def form_of(html, having):
    """The preset fields of the first form that has a field of this name, as pairs."""
    reader = _Fields()
    reader.feed(html)
    return next(form for form in reader.forms if having in dict(form))


class Weight(NamedTuple):
    """Bytes: of the page as it is and compressed (brotli where there is one), and of all that it pulls in."""

    plain: int
    compressed: int
    as_sent: int
    assets: int

    @property
    def first_load(self):
        return self.compressed + self.assets


def weigh(browser, address):
    """What one page weighs on the wire. Pages that the server sends uncompressed count as a proxy would send them."""
    answer = browser.fetch(address, Accept_Encoding=ACCEPTED)
    body = browser.fetch(address).body
    compressed = len(answer.body) if answer.headers["Content-Encoding"] else squeezed(body)
    return Weight(len(body), compressed, len(answer.body), sum(assets_of(browser, body.decode()).values()))


def squeezed(body):
    """As a proxy at its usual setting would send it: gzip level 6."""
    return len(gzip.compress(body, 6, mtime=0))


def assets_of(browser, html):
    """{path: bytes on the wire} of the style sheets, scripts, pictures and fonts of a page."""
    found, waiting = {}, list(dict.fromkeys(ASSETS.findall(html)))
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        answer = browser.get(path, Accept_Encoding=ACCEPTED)
        found[path] = len(answer.body) if answer.status == 200 else 0
        if path.endswith(".css"):
            styles = browser.get(path).text
            waiting += [urljoin(path, one) for one in IN_STYLES.findall(styles) if not one.startswith("data:")]
    return found
