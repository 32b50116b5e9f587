"""A world of invented people to measure pages in, as large as wished: `manage.py bench_world --clients N`.

plan.py      how large the organisations are, and who holds which client
people.py    organisations, members and their logins
clients.py   a run of clients -> rows of every table that tells of them
rows.py       lines for COPY
codes.py     client codes that differ
loading.py   rows -> COPY, with triggers and dear indexes put aside meanwhile; what triggers derive is derived after
"""
