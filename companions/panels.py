"""What the client page says of companionship: who accompanies, since when, and what the client says to it."""

from django.db.models import F
from django.utils import timezone

from accounts.roles import Right
from cases.registry import Section
from companions.models import Assignment, ClientBarrier, CompanionWish, Offer
from companions.rules import has_companions, last_answer, word_about
from companions.vocabulary import WANTS_CHANGE, Language, Part, Said

MOST_PAST = 10
ORDER = (Part.MAIN, Part.SECOND, Part.STAND_IN)


def of_client(actor, client):
    """[cases.registry.Section] for the client page, in at most five statements."""
    rows = list(
        Assignment.objects.filter(client=client)
        .select_related("companion__user", "companion__organisation", "organisation")
        # Whoever accompanies now comes first, however many stood in for them since.
        .order_by(F("ended_at").desc(nulls_first=True), "-started_at")[: MOST_PAST + len(ORDER)]
    )
    now = sorted((row for row in rows if row.is_current), key=lambda row: ORDER.index(row.part))
    past = [row for row in rows if not row.is_current][:MOST_PAST]
    ours = has_companions(actor)
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
    word = word_about(main) if main else last_answer(client)
    wish = CompanionWish.objects.filter(pk=client.pk).first()
    context = {
        "now": now,
        "main": main,
        "past": past,
        "word": word,
        "not_asked": Said.NOT_ASKED.label,
        "unhappy": word is not None and word.said in WANTS_CHANGE,
        "offer": offer,
        "wish": wish_words(wish, with_kind=actor.may(Right.ASSIGN_COMPANIONS)),
        "wish_note": wish.note if wish else "",
        "barriers": barriers,
        "may_assign": assigns,
        "may_say": actor.may(Right.RECORD_VISITS) and client.case.is_running,
        "has_second": any(row.part == Part.SECOND for row in now),
        "me": actor.id,
        "today": timezone.localdate(),
    }
    if not assigns or main:
        return [Section("companions/client/_panel.html", context, place="aside")]
    # On a phone the aside comes last: who is to be given someone stands with what is next, the deed in the head.
    return [
        Section("companions/client/_assign.html", {}, place="head"),
        Section("companions/client/_panel.html", context, place="top"),
    ]


def wish_words(wish, *, with_kind):
    """Whom the client would like, "" for no wish. The kind can tell a diagnosis: to who assigns alone."""
    if wish is None:
        return ""
    languages = [str(Language(code).label) for code in wish.languages]
    kind = wish.get_kind_display() if with_kind and wish.kind else ""
    return ", ".join(str(words) for words in (wish.get_sex_display(), kind, *languages) if words)
