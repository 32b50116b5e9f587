"""The client page: how to reach, what is next, one timeline; who may see it and who did."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from accounts.roles import Right
from cases import registry, timeline
from cases.actions.consents import expires_soon
from cases.actions.grants import holders_of
from cases.models import Consent, HouseholdMember, Identity, NextStep, PlannedVisit, Responsibility
from cases.presenting import due_on, holders_in_words, safe_card, what_in_words
from cases.rules import against_card, is_ours
from cases.states import next_stages
from cases.views.base import client_in_care, opened, page
from cases.vocabulary import ConsentState, Decision, Purpose
from privacy import access, limits

SHOWN_OPENINGS = 4


@require_safe
def client_detail(request, pk):
    client = client_in_care(request, pk)
    return _client_page(request, client)


@require_POST
def client_nik(request, pk):
    """Show the NIK in this one answer; asking is limited and recorded by itself."""
    client = client_in_care(request, pk, Right.SHOW_NIK)
    limits.hit("nik", request.actor.id, settings.NIK_SHOWN_PER_HOUR, 3600)
    opened(request, client, kind=access.AccessKind.NIK)
    return _client_page(request, client, show_nik=True)


def _client_page(request, client, show_nik=False):
    actor = request.actor
    household = list(HouseholdMember.objects.filter(client=client, left_on=None).order_by("created_at"))
    rows = {
        row.holder_id: row
        for row in Responsibility.objects.filter(client=client, live=True).select_related("worker__user")
    }
    mine = next((rows[holder] for holder in actor.holders if holder in rows), None)
    todo = _what_is_next(client, actor)
    tabs = timeline.tabs()
    tab = request.GET.get("lihat") if request.GET.get("lihat") in tabs else "semua"
    before = _moment(request.GET.get("sebelum", ""))
    entries, more = timeline.entries(client, tab=tab, before=before)
    for entry in entries:
        entry.may_reopen = entry.template == "step" and is_ours(actor, entry.thing)
    consents = current_consents(client)
    here = client.get_absolute_url()  # the NIK is shown on the answer to a POST: its own address cannot be opened
    context = {
        "identity": Identity.objects.get(pk=client.pk),
        "card": safe_card(client.card, household),
        "household": household,
        "mine": mine,
        "others": [row for row in rows.values() if row is not mine and row.worker_id and not row.on_behalf_id],
        "panels": registry.panels_of(actor, client),
        "todo": todo,
        "any_late": any(item["late"] for item in todo),
        "entries": entries,
        "older_url": f"{here}?{urlencode({'lihat': tab, 'sebelum': entries[-1].at.isoformat()})}#linimasa"
        if more
        else "",
        "is_older": before is not None,
        "tabs": [(f"{here}?lihat={key}#linimasa", label, key == tab) for key, label in tabs.items()],
        "consents": consents,
        "ask_consent": not any(
            line["purpose"] == Purpose.C1 and line["state"] == ConsentState.GIVEN for line in consents
        ),
        "holders": holders_in_words(holders_of(client), actor),
        "openings": openings(client, actor, SHOWN_OPENINGS),
        "stages": next_stages(client.case.stage),
        "show_nik": show_nik,
        "objection": against_card(client, "rumah"),
        **{f"may_{right.value}": actor.may(right) for right in Right},
    }
    return page(request, "cases/client_detail.html", client, context)


def _what_is_next(client, actor):
    """Open steps and planned visits of all holders, earliest first."""
    steps = NextStep.objects.open().filter(client=client).select_related("owner__user")
    plans = PlannedVisit.objects.planned().filter(client=client).select_related("worker__user")
    items = []
    for thing in [*steps, *plans]:
        is_plan = isinstance(thing, PlannedVisit)
        items.append({
            "thing": thing, "is_plan": is_plan, "due": due_on(thing), "exact": None if is_plan else thing.due_at,
            "what": what_in_words(thing), "who": thing.worker if is_plan else thing.owner, "late": thing.is_late,
            "ours": is_ours(actor, thing),
        })  # fmt: skip
    return sorted(items, key=lambda item: (item["due"], not item["late"]))


def current_consents(client):
    """What the ledger says today, purpose by purpose; what was never asked is there as "not yet confirmed"."""
    latest = list(Consent.objects.filter(client=client).select_related("organisation", "person").current())
    lines = [
        {"line": line, "purpose": line.purpose, "label": line.get_purpose_display(), "state": line.state,
         "named": line.organisation or (line.person.name if line.person_id else ""),
         "soon": line.decision == Decision.GIVEN and line.state == ConsentState.GIVEN and expires_soon(line)}
        for line in latest
    ]  # fmt: skip
    known = {line["purpose"] for line in lines}
    for purpose in (Purpose.C1, Purpose.C2, Purpose.C3):
        if purpose not in known:
            lines.append(
                {
                    "line": None,
                    "purpose": purpose,
                    "label": purpose.label,
                    "state": ConsentState.UNCONFIRMED,
                    "named": "",
                    "soon": False,
                }
            )
    return sorted(lines, key=lambda line: (line["purpose"], str(line["named"])))


def openings(client, actor, limit):
    """Who opened this client's data, newest first, one line for a person and a day."""
    rows = list(access.openings_of(client.pk, limit=limit * 6))
    members = Membership.objects.filter(pk__in={row.member_id for row in rows}).select_related("user", "organisation")
    by_id = {member.pk: member for member in members}
    words_of = _how_opened()
    shown = {}
    for row in rows:
        key = (row.member_id, timezone.localdate(row.at))
        member = by_id.get(row.member_id)
        line = shown.setdefault(key, {
            "at": row.at, "how": [], "organisation": member.organisation if member else "",
            "who": _("You") if row.member_id == actor.id else (member.display_name if member else _("Someone")),
        })  # fmt: skip
        if (how := words_of.get(row.kind)) and how not in line["how"]:
            line["how"].append(how)
    return list(shown.values())[:limit]


def _how_opened():
    return {
        "list": _("in a list"), "search": _("in a search"), "print": _("printed"), "export": _("exported"),
        "letter": _("in a letter"), "nik": _("showed the NIK"), "view": _("a page"),
    }  # fmt: skip


@require_safe
def client_access(request, pk):
    """The longer list of who opened this client's data, and who may."""
    client = client_in_care(request, pk)
    context = {
        "openings": openings(client, request.actor, 100),
        "holders": holders_in_words(holders_of(client), request.actor),
    }
    return page(request, "cases/client_access.html", client, context)


def _moment(text):
    """A time from an address; anything else is no time."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if isinstance(moment, datetime) and timezone.is_aware(moment) else None
