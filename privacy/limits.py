"""How often one may ask. The counters live in the cache on the autocommit connection: a 500 does not erase them."""

import time

from django.core.cache import cache


class TooMany(Exception):
    """Asked too often; `again_in` is the number of seconds until the window ends."""

    def __init__(self, name, again_in):
        super().__init__(name)
        self.name, self.again_in = name, again_in


def hit(name, who, limit, seconds):
    """Count one try of `who` in the present window of `seconds`. Raises TooMany from the (limit + 1)th on."""
    window, passed = divmod(time.time(), seconds)
    key = f"limit:{name}:{who}:{int(window)}"
    if cache.add(key, 1, timeout=seconds):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # it expired between the two
        cache.set(key, 1, timeout=seconds)
        return
    if count > limit:
        raise TooMany(name, int(seconds - passed) + 1)
