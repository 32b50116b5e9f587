"""The same person twice in one file: marks the later row with the row where that person first stands."""

from rapidfuzz import fuzz

from regions.spelling import sound

ALIKE = 90
_SHORT = {"muh": "muhamad", "muhammad": "muhamad", "mohamad": "muhamad", "mohammad": "muhamad", "moh": "muhamad",
          "mhd": "muhamad", "m": "muhamad", "abd": "abdul", "abdl": "abdul", "hi": "", "hj": "",
          "haji": "", "h": ""}  # fmt: skip


def name_key(name):
    """A name as it is heard, word by word, honorifics left out, short forms of Muhammad and Abdul made one."""
    words = []
    for word in name.replace(".", " ").split():
        heard = sound(word)
        heard = _SHORT.get(heard, _SHORT.get(word.casefold(), heard))
        if heard:
            words.append(heard)
    return " ".join(words)


def mark(rows):
    """Set `duplicate_of_row` and `duplicate_how` on later rows. Two different valid NIK are two people."""
    by_nik, by_name, by_year = {}, {}, {}
    by_row = {row.row: row.values for row in rows}
    for row in rows:
        values = row.values
        key = name_key(values["name"])
        found = by_nik.get(values["nik"]) if values["nik"] else None
        how = "nik"
        if not found and key:
            found, how = _first(by_name.get(key, ()), row, _same_birth, by_row), "name_birth"
        if not found and key and values["birth_year"] and values["kelurahan"]:
            near = [
                other
                for year in (-1, 0, 1)
                for other in by_year.get((values["kelurahan"], values["birth_year"] + year), ())
            ]
            found, how = _first(near, row, _alike, by_row), "similar"
        if found:
            row.duplicate_of_row, row.duplicate_how = found.duplicate_of_row or found.row, how
        if values["nik"]:
            by_nik.setdefault(values["nik"], row)
        if key:
            by_name.setdefault(key, []).append(row)
        if values["birth_year"] and values["kelurahan"]:
            by_year.setdefault((values["kelurahan"], values["birth_year"]), []).append(row)


def _first(candidates, row, same, by_row):
    """The first candidate that is the same person. What is known of whom it stands for must not speak against it."""
    for other in candidates:
        person = by_row.get(other.duplicate_of_row, other.values)
        if _contradict(person, row.values) or _contradict(other.values, row.values):
            continue
        if same(other.values, row.values):
            return other
    return None


def _contradict(one, two):
    return any(one[field] and two[field] and one[field] != two[field] for field in ("nik", "birth_date"))


def _same_birth(one, two):
    """The same name is not enough (there are many): the date, or year and kelurahan, must agree."""
    if one["birth_date"] and two["birth_date"]:
        return one["birth_date"] == two["birth_date"]
    if not (one["birth_year"] and two["birth_year"]):
        return False
    off = abs(one["birth_year"] - two["birth_year"])
    return bool(one["kelurahan"]) and one["kelurahan"] == two["kelurahan"] and off <= 1


def _alike(one, two):
    if one["birth_date"] and two["birth_date"]:
        if one["birth_date"] != two["birth_date"]:
            return False
    elif one["birth_year"] != two["birth_year"]:
        return False
    if one["sex"] and two["sex"] and one["sex"] != two["sex"]:
        return False
    first, second = name_key(one["name"]), name_key(two["name"])
    return fuzz.token_sort_ratio(first, second) >= ALIKE
