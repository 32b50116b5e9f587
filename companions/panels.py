"""What the client page says of companionship: who accompanies, since when, and what the client says to it."""

from django.utils import timezone

from accounts.roles import Right
from cases.registry import Section
from companions.models import Assignment, ClientBarrier, ClientWord, Offer
from companions.vocabulary import WANTS_CHANGE, Part

MOST_PAST = 10
ORDER = (Part.MAIN, Part.SECOND, Part.STAND_IN)


def of_client(actor, client):
    """[cases.registry.Section] for the client page, in at most four statements."""
    rows = list(
        Assignment.objects.filter(client=client)
        .select_related("companion__user", "companion__organisation", "organisation")
        .order_by("-started_at")[: MOST_PAST + 3]
    )
    now = sorted((row for row in rows if row.is_current), key=lambda row: ORDER.index(row.part))
    past = [row for row in rows if not row.is_current][:MOST_PAST]
    ours = _is_ours(actor)
    assigns = ours and actor.may(Right.ASSIGN_COMPANIONS) and client.case.is_running
    if not rows and not ours:
        return []
    main = next((row for row in now if row.part == Part.MAIN), None)
    barriers, offer = [], None
    if assigns:
        barriers = list(
            ClientBarrier.objects.visible_to(actor)
            .filter(client=client, lifted_at=None)
            .select_related("companion__user")
        )
        offer = Offer.objects.waiting().filter(client=client).select_related("to__user").first()
    word = ClientWord.objects.filter(client=client).order_by("-recorded_at").first()
    context = {
        "now": now,
        "main": main,
        "past": past,
        "word": word,
        "unhappy": word is not None and word.said in WANTS_CHANGE,
        "offer": offer,
        "barriers": barriers,
        "may_assign": assigns,
        "may_say": actor.may(Right.RECORD_VISITS) and client.case.is_running,
        "has_second": any(row.part == Part.SECOND for row in now),
        "me": actor.id,
        "today": timezone.localdate(),
    }
    return [Section("companions/client/_panel.html", context)]


def _is_ours(actor):
    """Clients of an LKS or KDS have companions; the Balai and the clinic read who accompanies."""
    return actor.organisation.kind in ("LKS", "KDS")
