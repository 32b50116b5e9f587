"""Who could accompany this client: reads the facts, asks `companions.suggestion`, which knows no table."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cases.models import ImportedRow
from companions import load, suggestion
from companions.facts import lines_of
from companions.models import Assignment, ClientBarrier, Companion, CompanionWish, RegisterName
from privacy.keyring import index_digest

HISTORY = ("client_id", "companion_id", "ended_at", "until_on", "started_at")


def ranking(actor, client, companions=None, *, today=None):
    """`suggestion.Ranking` for one client, of the companions the actor may choose from (or of a queryset of them).

    The client needs `case` and `kelurahan_id`. A fixed number of statements for any number of companions.
    """
    today = today or timezone.localdate()
    return suggestion.rank(need_of(client, today), candidates(actor, client, companions, today=today), today=today)


def need_of(client, today):
    """What this client brings and wishes for."""
    return need_with(client, CompanionWish.objects.filter(pk=client.pk).first(), today)


def need_with(client, wish, today):
    """The same from a wish that was read already, or None."""
    new = is_new(client, today)
    return suggestion.Need(
        kelurahan=client.kelurahan_id,
        sex=client.sex,
        weight=load.weight(client.case.risk, new),
        wants_sex=wish.sex if wish else "",
        wants_kind=wish.kind if wish else "",
        languages=frozenset(wish.languages if wish else ()),
        is_new=new,
    )


def new_until(client):
    """The last of the first days in which a client weighs double, counted from the registration."""
    return timezone.localdate(client.registered_at) + timedelta(days=settings.NEW_CLIENT_DAYS - 1)


def is_new(client, today):
    return new_until(client) >= today


def candidates(actor, client, companions=None, *, today):
    """[suggestion.Candidate]; those who left long ago are not among them."""
    barriers = {b.companion_id: b.kind for b in ClientBarrier.objects.filter(client=client, lifted_at=None)}
    before, now = history_of(Assignment.objects.filter(client=client).only(*HISTORY))
    named = _named_in_register(client)
    return [
        candidate_of(
            line,
            conflict=barriers.get(line.companion.pk, ""),
            before=before.get(line.companion.pk),
            in_register=line.companion.pk == named,
            is_current=line.companion.pk in now,
        )
        for line in lines_to_choose_from(actor, companions, today=today)
    ]


def lines_to_choose_from(actor, companions=None, *, today):
    """[facts.Line] of those who have not left, whatever the client."""
    rows = Companion.objects.visible_to(actor) if companions is None else companions
    return lines_of(actor, rows.here(today), today=today)


def candidate_of(line, *, offered=0, conflict="", before=None, in_register=False, is_current=False):
    """A line with what is known of them and one client; `offered` is weight that waits for their answer."""
    companion = line.companion
    return suggestion.Candidate(
        member=companion.pk,
        kelurahan=companion.kelurahan_id,
        kelurahan_name=companion.kelurahan.name if companion.kelurahan else "",
        sex=companion.sex,
        kind=line.kind,
        languages=frozenset(companion.languages),
        limits=frozenset(companion.limits),
        load=line.weight + offered,
        clients=line.clients,
        warn=line.warn,
        most=settings.CASELOAD_MAX,
        certificate_until=line.certificate.expires_on if line.certificate else None,
        pledged=companion.pledged_on is not None,
        absent_until=line.absence.until_on if line.absence else None,
        is_absent=line.absence is not None,
        leaves_on=companion.leaves_on,
        conflict=conflict,
        before=before,
        in_register=in_register,
        is_current=is_current,
    )


def history_of(rows):
    """({companion: the year they last accompanied}, those who do now) of the assignments of one client."""
    before, now = {}, set()
    for row in rows:
        if row.is_current:
            now.add(row.companion_id)
        elif row.ended_at:
            year = timezone.localdate(row.ended_at).year
            before[row.companion_id] = max(year, before.get(row.companion_id, year))
    return before, now


def folded(name):
    """A name for comparing: whatever its case and spaces."""
    return " ".join(name.casefold().split())


def name_digest(name):
    """The key under which a name of a register is remembered."""
    return index_digest("register-companion", folded(name))


def _named_in_register(client):
    """The companion whom the register that the client came from names, when a coordinator has said who that is."""
    row = ImportedRow.objects.filter(client=client).first()
    name = (row.row or {}).get("companion", "") if row else ""
    if not name:
        return None
    decided = RegisterName.objects.filter(digest=name_digest(name), organisation=row.holder_id).first()
    return decided.companion_id if decided else None
