"""Production's settings; only the collected static files stand elsewhere, so that a running trial keeps its own."""

from basodara.settings import *  # noqa: F403
from basodara.settings import BASE_DIR

STATIC_ROOT = BASE_DIR / ".local" / "bench" / "static"
