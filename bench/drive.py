"""What locust's users do: every page in turn, in an order of their own, again and again.

Run by `python -m bench`, which prepares the addresses and the sign-ins (BENCH_DRIVE) and reads every single time
(BENCH_TIMES); locust's own table rounds.
"""

import itertools
import json
import os
import random
import re
import time
from pathlib import Path
from urllib.parse import urlencode

from locust import FastHttpUser, constant, events, task

DRIVE = json.loads(Path(os.environ["BENCH_DRIVE"]).read_text())
NUMBERS = itertools.count()
HIDDEN = re.compile(r'name="(_form|plan)" value="([^"]*)"')
PRESET = re.compile(r'name="(day|time)" value="([^"]*)"')
NEXT = re.compile(r'name="next" value="([^"]*)"[^>]*checked')
TIMES, FAILED = {}, {}
BEGINNING = time.monotonic() + DRIVE["warm"]


@events.request.add_listener
def note(name, response_time, exception, **kwargs):
    if exception:
        FAILED[f"{name}: {exception}"] = FAILED.get(f"{name}: {exception}", 0) + 1
    elif time.monotonic() > BEGINNING:
        TIMES.setdefault(name, []).append(response_time)


@events.quitting.add_listener
def hand_over(**kwargs):
    Path(os.environ["BENCH_TIMES"]).write_text(json.dumps({"times": TIMES, "failed": FAILED}))


class Person(FastHttpUser):
    host = DRIVE["app"]
    wait_time = constant(DRIVE["pause"])

    def on_start(self):
        self.client.client.cookiejar = None  # one user is several people here: each request names its cookie
        number = next(NUMBERS)
        self.draw = random.Random(number)
        self.me = DRIVE["people"][number % len(DRIVE["people"])]
        self.turns = {key: itertools.cycle(paths) for key, paths in self.me["addresses"].items()}
        self.round = []

    @task
    def next_page(self):
        if not self.round:
            self.round = [*self.turns, "bare"]
            self.draw.shuffle(self.round)
        key = self.round.pop()
        if key == "bare":
            self.ask(key, DRIVE["bare"], None, DRIVE["bare_cookie"])
            return
        (path, fields), cookie = next(self.turns[key]), self.me["cookies"][key]
        answer = self.ask(key, path, fields, cookie)
        if key == "form" and answer.status_code == 200:
            self.save(path, cookie, answer.text)

    def ask(self, key, url, fields, cookie, *, wanted=200):
        """Get an address, or send it fields; what does not end in the status that is wanted counts as failed."""
        headers, data = {"Cookie": cookie}, None
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            data = urlencode({**fields, "csrfmiddlewaretoken": re.search(r"csrftoken=([^;]+)", cookie)[1]})
        options = {"name": key, "headers": headers, "allow_redirects": False, "catch_response": True}
        with self.client.request("POST" if fields else "GET", url, data=data, **options) as answer:
            if answer.status_code != wanted:
                answer.failure(f"status {answer.status_code}")
        return answer

    def save(self, path, cookie, html):
        fields = {**dict(HIDDEN.findall(html)), **dict(PRESET.findall(html))}
        fields |= {"result": "TERLAKSANA", "place": "rumah", "health": "baik", "done": "Kunjungan biasa, kabar baik."}
        if chosen := NEXT.search(html):
            fields["next"] = chosen[1]
        self.ask("save", path, fields, cookie, wanted=302)
