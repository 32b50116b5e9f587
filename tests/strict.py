"""What a test run forbids and production would let pass: undefined template variables, and the network."""

import inspect
import socket

from django.template.base import Template


class Undefined(str):
    """Django's `string_if_invalid`: an undefined variable is an error in our templates, and empty in others'."""

    def __new__(cls, root):
        self = super().__new__(cls, "%s")
        self.root = root
        return self

    def __deepcopy__(self, memo):
        return self

    def __mod__(self, variable):
        origin = _template_that_asks()
        if origin.startswith(str(self.root)) and "site-packages" not in origin:
            raise AssertionError(f"Undefined template variable {variable} in {origin.removeprefix(str(self.root))}")
        return ""


def _template_that_asks():
    """The file of the innermost template being rendered; Django does not hand it to string_if_invalid."""
    frame = inspect.currentframe()
    while frame:
        node = frame.f_locals.get("self")
        if frame.f_code.co_name == "render_annotated" and getattr(node, "origin", None):
            return str(node.origin)
        if frame.f_code.co_name == "_render" and isinstance(node, Template):
            return str(node.origin)
        frame = frame.f_back
    return ""


class NetworkForbidden(AssertionError):
    """A test reached for the world outside this machine."""


def only_this_machine():
    """Let sockets of this process reach this machine only: tests neither need nor leak anything elsewhere."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(("127.", "localhost", "::1")):
            raise NetworkForbidden(f"connection to {address} from a test")
        return connect(self, address)

    socket.socket.connect = guarded
