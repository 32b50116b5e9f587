"""Who could accompany this client: reads the facts, asks `companions.suggestion`, which knows no table."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cases.models import ImportedRow
from companions import load, suggestion
from companions.facts import lines_of
from companions.models import Assignment, ClientBarrier, Companion, CompanionWish, RegisterName
from companions.status import Status
from privacy.keyring import index_digest


def ranking(actor, client, companions=None, *, today=None):
    """`suggestion.Ranking` for one client, of the companions the actor may choose from (or of a queryset of them).

    The client needs `case` and `kelurahan_id`. A fixed number of statements for any number of companions.
    """
    today = today or timezone.localdate()
    return suggestion.rank(need_of(client, today), candidates(actor, client, companions, today=today), today=today)


def need_of(client, today):
    """What this client brings and wishes for."""
    wish = CompanionWish.objects.filter(pk=client.pk).first()
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
    rows = Companion.objects.visible_to(actor) if companions is None else companions
    rows = rows.exclude(leaves_on__lt=today).filter(membership__active=True)
    lines = lines_of(actor, rows, today=today)
    barriers = {b.companion_id: b.kind for b in ClientBarrier.objects.filter(client=client, lifted_at=None)}
    before, now = _history(client)
    named = _named_in_register(client)
    return [
        suggestion.Candidate(
            member=line.companion.pk,
            kelurahan=line.companion.kelurahan_id,
            kelurahan_name=line.companion.kelurahan.name if line.companion.kelurahan else "",
            sex=line.companion.sex,
            kind=line.kind,
            languages=frozenset(line.companion.languages),
            limits=frozenset(line.companion.limits),
            load=line.weight,
            clients=line.clients,
            warn=line.warn,
            most=settings.CASELOAD_MAX,
            certificate_until=line.certificate.expires_on if line.certificate else None,
            pledged=line.companion.pledged_on is not None,
            absent_until=line.absence.until_on if line.absence else None,
            is_absent=line.absence is not None,
            leaves_on=line.companion.leaves_on,
            conflict=barriers.get(line.companion.pk, ""),
            before=before.get(line.companion.pk),
            in_register=line.companion.pk == named,
            is_current=line.companion.pk in now,
        )
        for line in lines
        if line.status != Status.LEFT
    ]


def _history(client):
    """({companion: the year they last accompanied this client}, those who do now)."""
    before, now = {}, set()
    for row in Assignment.objects.filter(client=client).only("companion_id", "ended_at", "until_on", "started_at"):
        if row.is_current:
            now.add(row.companion_id)
        elif row.ended_at:
            year = timezone.localdate(row.ended_at).year
            before[row.companion_id] = max(year, before.get(row.companion_id, year))
    return before, now


def name_digest(name):
    """The key under which a name of a register is remembered, whatever its case and spaces."""
    return index_digest("register-companion", " ".join(name.casefold().split()))


def _named_in_register(client):
    """The companion whom the register that the client came from names, when a coordinator has said who that is."""
    row = ImportedRow.objects.filter(client=client).first()
    name = (row.row or {}).get("companion", "") if row else ""
    if not name:
        return None
    decided = RegisterName.objects.filter(digest=name_digest(name), organisation=row.holder_id).first()
    return decided.companion_id if decided else None
