"""Letters: each printing is counted; from the second on it says that it is a copy."""

from django.db import transaction
from django.utils.translation import gettext as _

from referrals import rules
from referrals.actions.moving import locked
from referrals.models import LetterPrint
from referrals.states import UNSENT


@transaction.atomic
def print_letter(*, referral, by):
    """Count a printing; gives the LetterPrint (`copy` 1 is the letter itself). Raises NotPossible before it is sent."""
    row = locked(referral)
    if row.state in UNSENT or not row.number:
        raise rules.NotPossible(_("A letter is printed when the referral has been sent."))
    made = LetterPrint(
        referral=row, copy=LetterPrint.objects.filter(referral=row).count() + 1, printed_by=by.membership
    )
    made.save(force_insert=True)
    return made
