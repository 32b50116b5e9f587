"""One sending of a form: claimed first, written once, answered the same however often it arrives."""

from dataclasses import dataclass

from privacy import drafts
from privacy.models import Receipt


@dataclass
class Sending:
    """`repeated` is True when this very content was sent before; `result` is what was left then."""

    receipt: Receipt
    repeated: bool
    actor: object
    form: str
    subject: str

    @property
    def result(self):
        return self.receipt.result

    def done(self, result):
        """Leave what was made (an id or a path) and forget the draft: it has been sent."""
        self.receipt.result = str(result)
        self.receipt.save(update_fields=["result"])
        drafts.discard(self.actor, self.form, self.subject)


def sent(token, *, by, content):
    """Claim the key of a form inside the action's transaction.

    Raises SentTwiceDifferently when the key was used for other content.
    """
    receipt, is_new = Receipt.objects.claim(token.key, by=by, content=content)
    if not is_new:  # the answer got lost, and the same came back as a draft
        drafts.discard(by, token.form, token.subject)
    return Sending(receipt, not is_new, by, token.form, token.subject)
