"""Who could accompany this client: reads the facts, asks `companions.suggestion`, which knows no table."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, TextField, Value
from django.utils import timezone

from cases.imports import companion_named
from cases.models import ImportedRow
from companions import load, suggestion
from companions.facts import loads_of, touched_loads, with_load
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
    "pk", "kelurahan_id", "kelurahan__name", "sex", "all_languages", "all_limits", "capacity", "has_pledged",
    "leaves_on", "certificate_until", "kept__clients", "kept__weight",
)  # fmt: skip
HISTORY = ("client_id", "companion_id", "ended_at", "until_on", "started_at")


def ranking(actor, client, companions=None, *, today=None):
    """`suggestion.Ranking` for one client, of the companions the actor may choose from (or of a queryset of them).

    The client needs `case` and `kelurahan_id`. A fixed number of statements for any number of companions.
    """
    today = today or timezone.localdate()
    return rank(actor, client, need_of(client, today), companions, today=today)


def rank(actor, client, need, companions=None, *, today, most=None, assignments=None):
    """The same for a need that was read already, and for the client's assignments, where they were.

    With `most` (suited, others) only the first so many are in their order: what kind of companion someone is, is
    sealed, and opened where it can make a difference.
    """
    late = bool(need.wants_kind and most)
    with_kind = bool(need.wants_kind) and not late
    found = candidates(actor, client, companions, today=today, with_kind=with_kind, assignments=assignments)
    ranking = suggestion.rank(need, found, today=today)
    if late:
        put_in_kinds(actor, suggestion.in_question(ranking, *most))
        ranking = suggestion.rank(need, found, today=today)
    return ranking


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


def candidates(actor, client, companions=None, *, today, with_kind=True, assignments=None):
    """[suggestion.Candidate]; those who left long ago are not among them. `with_kind` False leaves the kind out."""
    barriers = {b.companion_id: b.kind for b in ClientBarrier.objects.filter(client=client, lifted_at=None)}
    if assignments is None:
        assignments = Assignment.objects.filter(client=client).only(*HISTORY)
    before, now = history_of(assignments)
    return about(
        pool(actor, companions, today=today, with_kind=with_kind),
        conflicts=barriers, before=before, now=now, in_register=_named_in_register(client),
    )  # fmt: skip


def about(people, *, conflicts, before, now, in_register):
    """The same candidates with what is known of them and one client: few of them have anything to do with it."""
    concerned = {*conflicts, *before, *now, in_register} - {None}
    if not concerned:
        return list(people)
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
    """[suggestion.Candidate] of those who have not left, whatever the client; five statements at most.

    Read as plain values: to make a thousand instances takes longer than everything else on the page. What only few
    have is put in afterwards: to look a thousand up in every table takes as long as to read them.
    """
    here = (Companion.objects.visible_to(actor) if companions is None else companions).here(today)
    touched = touched_loads()  # before the figures are read: one that is written meanwhile is newer
    rows = with_load(here.with_certificate(), today).annotate(
        all_languages=_joined("languages"), all_limits=_joined("limits"),
        has_pledged=ExpressionWrapper(Q(pledged_on__isnull=False), output_field=BooleanField()),
    ).values_list(*KNOWN)  # fmt: skip
    usual, most = settings.CASELOAD_WARN, settings.CASELOAD_MAX
    found, by_id = [], {}
    for member, kelurahan, place, sex, languages, limits, capacity, *rest in rows:
        has_pledged, leaves_on, certificate_until, clients, weight = rest
        one = by_id[member] = suggestion.Candidate(
            member, kelurahan, place or "", sex, "", _codes(languages), _codes(limits), weight, clients,
            capacity or usual, most, certificate_until, has_pledged, None, False, leaves_on,
        )  # fmt: skip
        found.append(one)
    _count_anew([one for one in found if one.load is None or (touched and one.member in touched)], today)
    for member, (until, first, last) in absences(actor, today).items():
        if one := by_id.get(member):
            one.absent_until, one.is_absent, one.away_from, one.away_until = until, until is not None, first, last
    if with_kind:
        put_in_kinds(actor, found)
    return found


def _joined(name):
    return Func(F(name), Value(","), function="array_to_string", output_field=TextField())


@lru_cache(1000)
def _codes(joined):
    """The set of codes; there are few different ones among a thousand companions."""
    return frozenset(joined.split(",")) if joined else frozenset()


def put_in_kinds(actor, candidates):
    """Write into candidates what kind of companion they are, as far as this reader may know."""
    rows = CompanionKind.objects.visible_to(actor).in_bulk([one.member for one in candidates])
    for one in candidates:
        if row := rows.get(one.member):
            one.kind = row.kind


def _count_anew(candidates, today):
    loads = loads_of([one.member for one in candidates], today)
    for one in candidates:
        one.clients, one.load = loads.get(one.member, (0, Decimal(0)))


def absences(actor, today):
    """{companion: (last day of the present absence, first and last day of the next)}; None for what there is not."""
    rows = Absence.objects.visible_to(actor).present_or_announced(today)
    found = {}
    for member, first, last in rows.order_by("from_on").values_list("companion", "from_on", "until_on"):
        until, *coming = found.get(member, (None, None, None))
        if first <= today:
            until = max(last, until or last)
        elif coming[0] is None:
            coming = [first, last]
        found[member] = (until, *coming)
    return found


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
