"""Measures what pages cost: `make bench`, or `python -m bench --clients 1000 100000 --users 1 8`.

__main__.py   the order of things
worlds.py     a database per size, made once a day and cloned for each run
companionship.py  companions and whom they accompany, in such a world
referring.py  services, and two referrals for every client
facts.py      who has which clients there
serving.py    the application as `make run` serves it, and a bare Django page beside it
browser.py    signs in, and fetches pages with everything that they pull in
pages.py      which pages are measured, as whom, and what about them does not change under load
counting.py   the middleware that counts statements (a pass of its own: counting costs time)
drive.py      what locust's users do
report.py     the figures -> docs/performance.md
bare/         session, user, template, one query: what Django costs here in any case
"""
