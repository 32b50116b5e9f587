"""Forms that are safe to send twice: a key made with the empty form, and the receipt it leaves.

The receipt is claimed before anything else is written. Of two equal requests at the same moment, the second waits at
the primary key until the first has committed, and then reads its receipt.
"""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction


class SentTwiceDifferently(Exception):
    """The key of this form was used before, for other content. `receipt` is the first one, or None if not one's own."""

    def __init__(self, receipt):
        super().__init__("This form was sent before with other content.")
        self.receipt = receipt


class ReceiptManager(models.Manager):
    def claim(self, key, *, by, content):
        """(receipt, is_new). Claims `key` for this content; the same again gives the receipt that was left.

        Raises SentTwiceDifferently when the key was used for other content, or by someone else.
        """
        digest = digest_of(content)
        if receipt := self.filter(key=key, member_id=by.id).first():
            return self._same(receipt, digest), False
        try:
            with transaction.atomic():
                return self.create(key=key, member_id=by.id, digest=digest), True
        except IntegrityError:
            return self._same(self.filter(key=key, member_id=by.id).first(), digest), False

    @staticmethod
    def _same(receipt, digest):
        if receipt is None or receipt.digest != digest:
            raise SentTwiceDifferently(receipt)
        return receipt


def digest_of(content):
    """SHA-256 of the content in one canonical form; keyed, because content is guessable."""
    from privacy.keyring import index_digest

    text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, default=str)
    return index_digest("receipt", hashlib.sha256(text.encode()).hexdigest()).hex()
