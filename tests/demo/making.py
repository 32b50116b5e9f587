"""The demo world in the test database, for tests that read it; emptied again afterwards."""

import io
from contextlib import contextmanager

from django.core.management import call_command


def run_demo(*arguments):
    """What `manage.py demo` prints."""
    out = io.StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


@contextmanager
def demo_world(blocker):
    """Made once for a whole module: its tests read it, each in a transaction that is rolled back."""
    with blocker.unblock():
        try:
            yield run_demo()
        finally:
            call_command("flush", interactive=False, verbosity=0)
