"""Client codes: area, four random characters, a check character (`TTE-4F7K-2`).

The alphabet leaves out what looks alike (0 O, 1 I L, 5 S, 8 B, U V). The check character catches every single wrong
character and every swap of neighbours (weights 1 and 2 and up, modulo a prime).
"""

import secrets

ALPHABET = "234679ACDEFGHJKMNPQRTWXYZ"
MODULUS = (
    29  # prime, so that distinct weights keep errors apart; codes whose check would need letter 26–29 are not dealt
)

AREAS = {
    "82.01": "HBR", "82.02": "HTG", "82.03": "SUL", "82.04": "HSL", "82.05": "HUT",
    "82.06": "HTM", "82.07": "MOR", "82.08": "TAL", "82.71": "TTE", "82.72": "TDR",
}  # fmt: skip
ELSEWHERE = "LUA"


def new_code(region_code=""):
    """A fresh code for an area (Kemendagri code of any level); not yet known to be free."""
    area = AREAS.get(region_code[:5], ELSEWHERE)
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(4))
        check = check_character(area, body)
        if check:
            return f"{area}-{body}-{check}"


def check_character(area, body):
    """The character that closes a code, or "" when its sum falls outside the alphabet."""
    letters = [ord(letter) - 55 if letter.isalpha() else int(letter) for letter in area]
    values = [*letters, *(ALPHABET.index(letter) for letter in body)]
    total = sum(weight * value for weight, value in enumerate(values, start=1)) % MODULUS
    return ALPHABET[total] if total < len(ALPHABET) else ""


def is_code(text):
    """True when the text has the form of a code and its check character fits."""
    area, _, rest = text.strip().upper().partition("-")
    body, _, check = rest.partition("-")
    known = area in {*AREAS.values(), ELSEWHERE}
    return known and len(body) == 4 and set(body) <= set(ALPHABET) and check == check_character(area, body) != ""


def codes_meant(text):
    """The codes that a typed code, or its middle with or without area and check, may stand for: "3wa9r", "TTE-3WA9"."""
    typed = "".join(letter for letter in text.upper() if letter not in " -")
    areas = [area for area in (*AREAS.values(), ELSEWHERE) if typed.startswith(area)]
    codes = set()
    for area, rest in [
        *((area, typed[3:]) for area in areas),
        *((area, typed) for area in (*AREAS.values(), ELSEWHERE)),
    ]:
        body, check = rest[:4], rest[4:]
        if len(body) == 4 and set(body) <= set(ALPHABET) and len(check) <= 1:
            right = check_character(area, body)
            if right and check in ("", right):
                codes.add(f"{area}-{body}-{right}")
    return sorted(codes)
