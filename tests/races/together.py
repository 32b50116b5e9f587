"""Real threads on real connections, let go at the same moment."""

import threading

from django.db import connection

from privacy.context import NOBODY, acting_as


def at_once(*jobs, by=None):
    """What each job returned or raised. A job is a function, or (actor, function): run in that person's transaction."""
    gate, answers = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, actor, job):
        try:
            connection.ensure_connection()
            gate.wait(timeout=20)
            with acting_as(actor or NOBODY):
                answers[number] = job()
        except Exception as exc:
            answers[number] = exc
        finally:
            connection.close()

    pairs = [job if isinstance(job, tuple) else (by, job) for job in jobs]
    threads = [threading.Thread(target=run, args=(number, *pair)) for number, pair in enumerate(pairs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


class Between:
    """Two threads taken through a race step by step: `first` stops where it says `pause()` until `second` has begun.

    Without it a race is found once in many runs; with it, in each.
    """

    def __init__(self):
        self.reached, self.go_on = threading.Event(), threading.Event()

    def pause(self):
        self.reached.set()
        self.go_on.wait(timeout=1.0)  # the second may be waiting for a lock that the first holds: then time goes on

    def run(self, first, second):
        """(answer of first, answer of second); both are (actor, function)."""

        def begin_second():
            self.reached.wait(timeout=20)
            try:
                return second[1]()
            finally:
                self.go_on.set()

        return at_once(first, (second[0], begin_second))
