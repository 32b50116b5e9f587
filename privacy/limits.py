"""How often one may ask. The counters live on the autocommit connection: a 500 does not erase them.

One row for a name and a person, counted up in one statement: two requests at once are two tries.
"""

import time

from django.conf import settings
from django.db import connections

COUNT = """
    INSERT INTO privacy_tally (name, who, began, tries) VALUES (%s, %s, %s, 1)
    ON CONFLICT (name, who) DO UPDATE SET
        tries = CASE WHEN privacy_tally.began = excluded.began THEN privacy_tally.tries + 1 ELSE 1 END,
        began = excluded.began
    RETURNING tries
"""


class TooMany(Exception):
    """Asked too often; `again_in` is the number of seconds until the window ends."""

    def __init__(self, name, again_in):
        super().__init__(name)
        self.name, self.again_in = name, again_in


def hit(name, who, limit, seconds):
    """Count one try of `who` in the present window of `seconds`. Raises TooMany from the (limit + 1)th on."""
    window, passed = divmod(time.time(), seconds)
    with connections[settings.LIMITS_ON].cursor() as cursor:
        cursor.execute(COUNT, [name, str(who), int(window)])
        (tries,) = cursor.fetchone()
    if tries > limit:
        raise TooMany(name, int(seconds - passed) + 1)
