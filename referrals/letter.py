"""What stands in a letter (vocabulary, "Letter"): facts in words, and the square."""

import base64
import io

import segno
from django.utils import timezone

from cases.models import Client
from cases.presenting import way_in_words
from companions.days import day_with_year


def words_of(row, text, address, *, copy):
    """The context of the letter's templates; `copy` counts the printings, 2 and more say that it is one."""
    client = Client.objects.select_related("kelurahan__parent").get(pk=row.client_id)
    district = client.kelurahan.parent.name if client.kelurahan and client.kelurahan.parent else ""
    return {
        "referral": row,
        "text": text,
        "client": client,
        "district": district,
        "reach": way_in_words(text),
        "date": day_with_year(timezone.localdate(row.sent_at)),
        "is_copy": copy > 1,
        "square": square(address),
        "consent": row.consent_id and str(row.consent_id)[:8].upper(),
    }


def square(address):
    """The QR code of an address as a data: URL."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=3, border=2, xmldecl=False)
    return "data:image/svg+xml;base64," + base64.b64encode(picture.getvalue()).decode()
