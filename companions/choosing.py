"""Who could accompany this client: reads the facts, asks `companions.suggestion`, which knows no table."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from cases.imports import companion_named
from cases.models import ImportedRow
from companions import load, suggestion
from companions.facts import loads_of
from companions.models import (
    Absence,
    Assignment,
    ClientBarrier,
    Companion,
    CompanionKind,
    CompanionWish,
    RegisterName,
)
from privacy.keyring import index_digest

KNOWN = (
    "pk", "kelurahan_id", "kelurahan__name", "sex", "languages", "limits", "capacity", "pledged_on", "leaves_on",
    "certificate_until", "absent_until", "away_from", "away_until",
)  # fmt: skip
HISTORY = ("client_id", "companion_id", "ended_at", "until_on", "started_at")


def ranking(actor, client, companions=None, *, today=None):
    """`suggestion.Ranking` for one client, of the companions the actor may choose from (or of a queryset of them).

    The client needs `case` and `kelurahan_id`. A fixed number of statements for any number of companions.
    """
    today = today or timezone.localdate()
    return rank(actor, client, need_of(client, today), companions, today=today)


def rank(actor, client, need, companions=None, *, today):
    """The same for a need that was read already."""
    found = candidates(actor, client, companions, today=today, with_kind=bool(need.wants_kind))
    return suggestion.rank(need, found, today=today)


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


def candidates(actor, client, companions=None, *, today, with_kind=True):
    """[suggestion.Candidate]; those who left long ago are not among them. `with_kind` False leaves the kind out."""
    barriers = {b.companion_id: b.kind for b in ClientBarrier.objects.filter(client=client, lifted_at=None)}
    before, now = history_of(Assignment.objects.filter(client=client).only(*HISTORY))
    return about(
        pool(actor, companions, today=today, with_kind=with_kind),
        conflicts=barriers, before=before, now=now, in_register=_named_in_register(client),
    )  # fmt: skip


def about(people, *, conflicts, before, now, in_register):
    """The same candidates with what is known of them and one client: few of them have anything to do with it."""
    concerned = {*conflicts, *before, *now, in_register}
    return [
        replace(
            one,
            conflict=conflicts.get(one.member, ""),
            before=before.get(one.member),
            in_register=one.member == in_register,
            is_current=one.member in now,
        )
        if one.member in concerned
        else one
        for one in people
    ]


def pool(actor, companions=None, *, today, with_kind=True):
    """[suggestion.Candidate] of those who have not left, whatever the client; three statements, two without the kind.

    Read as plain values: to make a thousand instances takes longer than everything else on the page.
    """
    rows = (Companion.objects.visible_to(actor) if companions is None else companions).here(today)
    away = Absence.objects.on(today).filter(companion=OuterRef("pk")).order_by("-until_on")
    soon = Absence.objects.announced(today).filter(companion=OuterRef("pk")).order_by("from_on")
    found = rows.with_certificate().annotate(
        absent_until=Subquery(away.values("until_on")[:1]), away_from=Subquery(soon.values("from_on")[:1]),
        away_until=Subquery(soon.values("until_on")[:1]),
    )  # fmt: skip
    found = list(found.values_list(*KNOWN))
    loads = loads_of([row[0] for row in found], today)
    kinds = {}
    if with_kind:
        known = CompanionKind.objects.visible_to(actor).filter(pk__in=rows.values("pk"))
        kinds = {row.pk: row.kind for row in known}
    return [_candidate(row, kinds.get(row[0], ""), *loads.get(row[0], (0, Decimal(0)))) for row in found]


def _candidate(row, kind, clients, weight):
    member, kelurahan, place, sex, languages, limits, capacity, pledged_on, leaves_on, *days = row
    certificate, absent, away_from, away_until = days
    return suggestion.Candidate(
        member=member,
        kelurahan=kelurahan,
        kelurahan_name=place or "",
        sex=sex,
        kind=kind,
        languages=frozenset(languages),
        limits=frozenset(limits),
        load=weight,
        clients=clients,
        warn=capacity or settings.CASELOAD_WARN,
        most=settings.CASELOAD_MAX,
        certificate_until=certificate,
        pledged=pledged_on is not None,
        absent_until=absent,
        is_absent=absent is not None,
        leaves_on=leaves_on,
        away_from=away_from,
        away_until=away_until,
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
    name = companion_named(row) if row else ""
    if not name:
        return None
    decided = RegisterName.objects.filter(digest=name_digest(name), organisation=row.holder_id).first()
    return decided.companion_id if decided else None
