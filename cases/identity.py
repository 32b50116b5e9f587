"""How an identity is found: exact digests of NIK, phone and person, and the pieces of its names."""

from django.utils.text import slugify

from privacy.keyring import index_digest


def nik_digest(nik):
    """None without a NIK. Not unique: two records may carry the same number."""
    digits = "".join(filter(str.isdigit, nik or ""))
    return index_digest("nik", digits) if digits else None


def phone_digest(phone):
    """Of the +62 form; None without a number."""
    return index_digest("phone", phone) if phone else None


def person_digest(legal_name, birth_date, kelurahan_code):
    """Of name, birth date and kelurahan together; None unless all three are known."""
    if not (legal_name and birth_date and kelurahan_code):
        return None
    name = slugify(legal_name).replace("-", " ")
    return index_digest("person", f"{name}|{birth_date.isoformat()}|{kelurahan_code}")


def index(identity, *, call_name, kelurahan_code, names_changed=True):
    """Set the digests of an identity, and draw its pieces anew only when a name changed."""
    from privacy.blind import name_index

    identity.nik_digest = nik_digest(identity.nik)
    identity.phone_digest = phone_digest(identity.phone)
    identity.person_digest = person_digest(identity.legal_name, identity.birth_date, kelurahan_code)
    if names_changed:
        identity.name_pieces = name_index().stored(identity.legal_name, call_name)
    return identity
