"""What is written down about a companion, as she reads it herself."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.roles import Right
from accounts.rules import check_may
from companions.models import Certificate, Companion, Participant
from companions.views.companion_rows import rows_of
from companions.views.companions import labels
from companions.vocabulary import Language, Limit

MOST = 12


@require_safe
def my_profile(request):
    """Status, certificate, limits, pledge and what one can carry; the kind and what clients said is not for here."""
    actor = request.actor
    check_may(actor, Right.ACCOMPANY)
    found = rows_of(actor, Companion.objects.visible_to(actor).filter(pk=actor.id))
    row = found[0] if found else None
    mine = {"companion": actor.id}
    context = {
        "row": row,
        "languages": labels(Language, row.companion.languages) if row else [],
        "limits": labels(Limit, row.companion.limits) if row else [],
        "certificates": list(
            Certificate.objects.visible_to(actor).filter(**mine).defer("code").order_by("-expires_on")[:MOST]
        ),
        "trainings": list(
            Participant.objects.visible_to(actor)
            .filter(**mine, withdrawn_at=None, training__starts_on__lte=timezone.localdate())
            .select_related("training")
            .order_by("-training__starts_on")[:MOST]
        ),
    }
    return render(request, "companions/companions/mine.html", context)
