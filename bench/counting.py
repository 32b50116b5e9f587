"""Outermost middleware of the counting pass: one line of JSON a request, with every statement and how long it took.

The time is that of the web process: it includes the way to PostgreSQL and back. BEGIN and COMMIT are not statements of
Django's and are not in it.
"""

import json
import os
import time
from contextlib import ExitStack

from django.db import connections


def count_statements(get_response):
    file = open(os.environ["BENCH_STATEMENTS"], "a", buffering=1)  # noqa: SIM115, open as long as the process

    def middleware(request):
        statements = []

        def timed(execute, sql, params, many, context):
            started = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                statements.append(((time.perf_counter() - started) * 1000, str(sql)))

        started = time.perf_counter()
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(timed))
            response = get_response(request)
        if page := request.headers.get("X-Bench-Page"):
            took = (time.perf_counter() - started) * 1000
            file.write(json.dumps({"page": page, "took": took, "statements": statements}) + "\n")
        return response

    return middleware
