"""The settings of the pass that counts statements."""

from bench.settings import *  # noqa: F403
from bench.settings import MIDDLEWARE as _MIDDLEWARE

MIDDLEWARE = ["bench.counting.count_statements", *_MIDDLEWARE]
