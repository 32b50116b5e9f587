"""What a client weighs in a companion's load (BEBAN): the sum of these is compared with a warning and a limit."""

from decimal import Decimal

from cases.vocabulary import Risk

HEAVY, USUAL, LIGHT = Decimal(2), Decimal(1), Decimal("0.5")


def weight(risk, new):
    """2 in crisis or in the first days, 0.5 at low risk, else 1: also for who was not assessed yet (risk "").

    The same figures stand in `sql/loads_asked_once.sql`, which counts them for many companions at once.
    """
    if new or risk == Risk.CRISIS:
        return HEAVY
    return LIGHT if risk == Risk.LOW else USUAL
