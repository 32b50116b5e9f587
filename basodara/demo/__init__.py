"""The demo world: organisations, logins, companions and 76 invented clients with a year behind them, relative
to today.

Everything is done through the real actions, by the people of `team.py`, as the web's role and under row security; the
clock of this process is set back while they do it (`clock.py`). What a database writes with its own clock is aged at
the end (`aging.py`). The same seed on the same day tells the same stories.

    team.py       organisations, people, logins
    lives.py      what is told of one client, and how such a life is drawn
    portraits.py  the lives that were written by hand
    roster.py     who registered whom, and what became of them
    notes.py      what workers wrote
    telling.py    acts a life out: registering, consents, shares, steps, the end
    visits.py     acts out a year of visits
    companions.py     the companions, who of them is away or leaves
    companionship.py  who accompanies whom, two hand-overs
    gatherings.py     training, meetings, supervision, profiles of organisations
    pesisir.py    the second LKS: its companions, and a register that was just imported
    aging.py      what only the owner of the tables may date back
    world.py      all of it in one transaction
"""
