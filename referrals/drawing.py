"""The table of states as a picture in words (Mermaid), for `docs/referral-states.md`."""

from referrals.states import CLOSED, MOVES, State

HEAD = """# What a referral can be, and what may follow

Written by `manage.py draw_referral_states` from `referrals/states.py`; a test compares them. Beside each arrow:
who makes the move, and what it asks for.

```mermaid
stateDiagram-v2
"""
TAIL = "```\n"


def drawn():
    """The whole file, the same for the same table."""
    lines = ["    [*] --> DRAF"]
    for (from_, to), move in MOVES.items():
        demands = ", ".join(demand.name.lower().replace("_", " ") for demand in move.demands)
        lines.append(f"    {from_.value} --> {to.value}: {move.side.value}{': ' + demands if demands else ''}")
    lines += [f"    {state.value} --> [*]" for state in State if state in CLOSED]
    return HEAD + "\n".join(lines) + "\n" + TAIL
