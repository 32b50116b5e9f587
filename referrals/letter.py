"""What stands in a letter (vocabulary, "Letter"): words, the slip that comes back, the square. Always in Indonesian."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from accounts.links import qr_of
from accounts.roles import Role
from cases.models import Client
from cases.vocabulary import Way
from companions.days import day_with_year
from companions.models import OrganisationProfile
from referrals import rules

LONG = 900  # characters of free text: from here on the letters are smaller, so that it stays one page
FREE = ("reason", "wanted", "summary", "given_before", "special_needs", "may_say", "never")


def sheet(row, text, address, *, copy):
    """The letter as HTML, without a frame; `copy` counts the printings: from 2 on it says that it is one."""
    with override("id"):
        return render_to_string("referrals/letter/_body.html", words_of(row, text, address, copy=copy))


def words_of(row, text, address, *, copy):
    """What the template of the letter needs."""
    client = Client.objects.select_related("kelurahan__parent").get(pk=row.client_id)
    way = Way(text.way).label if text.way in Way.values else text.way
    number = text.phone if text.way in (Way.PHONE, Way.WHATSAPP) else ""  # never a call to who wants none
    return {
        "referral": row,
        "text": text,
        "client": client,
        "district": client.kelurahan.parent.name if client.kelurahan and client.kelurahan.parent else "",
        "way": way,
        "number": number,
        "may_say": _sentence(text.may_say),
        "never": _sentence(text.never),
        "head": OrganisationProfile.objects.filter(pk=row.sender_id).first(),
        "desk": Role(rules.desk_role(row.receiver)).label,
        "date": day_with_year(timezone.localdate(row.sent_at)),
        "is_copy": copy > 1,
        "is_long": sum(len(getattr(text, name)) for name in FREE) > LONG,
        "qr": qr_of(address),
        "consent": row.consent_id and str(row.consent_id)[:8].upper(),
    }


def _sentence(words):
    """With one full stop, however many were typed."""
    return f"{words.rstrip('. ')}." if words.strip() else ""
