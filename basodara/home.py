"""The home page of each role ("Pekerjaan saya"), and the list of today's visits on paper."""

import re

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.roles import Right, Role
from accounts.rules import check_may
from basodara import worklist
from basodara.face import address
from cases import registry
from cases.crisis import crisis_numbers
from cases.models import Client, PlannedVisit
from cases.views.steps import UNDO
from companions.rules import has_companions
from privacy import access, drafts

WORKERS = {Role.COMPANION, Role.COORDINATOR, Role.SOCIAL_WORKER, Role.CLINIC_STAFF}
# Roles whose own pages come later: what to say, and the pages that serve them already (name, words).
LATER = {
    Role.SUPERVISOR: (
        _("What waits for your approval, and referrals at twice their time, stand above. The rest you can read."),
        [
            ("client_list", _("Read the cases")),
            ("referral_queue", _("Queue")),
            ("companion_list", _("Companions")),
            ("supervision_list", _("Supervision")),
        ],
    ),
    Role.MANAGER: (_("The figures of the programme will appear here. There is nothing to do for now."), []),
    Role.PRIVACY_OFFICER: (
        _("Openings, consents and requests will appear here. For now you can see who works in your organisation."),
        [("access_log", _("Access log")), ("users", _("Users and roles"))],
    ),
    Role.ADMINISTRATOR: (
        _("You look after the users of your organisation: invite, give roles, end access."),
        [("users", _("Users and roles"))],
    ),
    Role.CLINIC_STAFF: (
        _("Who is expected and who came stands on the page of the day."),
        [("clinic_inbox", _("Today's arrivals"))],
    ),
    Role.REFERRAL_OFFICER: (
        _("What arrives and what is late stands above; everything that runs is in the queue."),
        [("referral_queue", _("Queue"))],
    ),
}
OF_COMPANIONS = {"companion_list", "supervision_list"}  # empty where nobody accompanies
DRAFTS = {
    "visit": _("Home visit"),
    "visit_correct": _("Correction of a visit"),
    "plan": _("Planned visit"),
    "move": _("Planned visit, moved"),
    "step": _("Next step"),
    "consent": _("Consent"),
    "register": _("Import a register"),
    "client": _("New client"),
    "person": _("Identity"),
    "card": _("Safe way to make contact"),
    "case": _("Case"),
    "risk": _("Risk"),
    "worker": _("Responsible worker"),
    "household": _("Household"),
    "householdmember": _("Household"),
    "papers": _("Signed papers"),
    "invite": _("Users and roles"),
    "referral": _("Referral"),
    "referral_visit": _("Home visit"),
    "feedback": _("What was done"),
    "service": _("Service"),
    "service_given": _("Service given"),
    "companion": _("Companion's profile"),
    "absence": _("Absence"),
    "my_absence": _("Absence"),
    "supervision": _("Supervision"),
    "handover": _("Hand-over"),
    "meeting": _("Meeting"),
    "training": _("Training"),
}
ABOUT_A_CLIENT = re.compile(r"/klien/([0-9a-f-]{36})/")
LATE_TOO = "visit"  # may still be sent for some days by who no longer sees the client
MOST_DRAFTS = 10


@require_safe
def my_work(request):
    """Overdue first, then who has nobody or nothing next, today, and the week by kelurahan."""
    actor = request.actor
    unsent = _drafts(actor)
    # Whose clock runs in minutes stands before what is late by days; the others in the order of their rooms.
    sections = sorted(registry.work_of(actor), key=lambda one: not one.first)
    listed = [client.pk for _name, _draft, client in unsent if client]
    listed += [pk for section in sections for pk in section.clients]
    context = {
        "sections": {place: [one for one in sections if one.place == place] for place in ("top", "list", "aside")},
        "day": timezone.localdate(),
        "later": _later(actor),
        "undo": request.session.pop(UNDO, ""),
        "drafts": unsent,
        **worklist.may_of(actor),
    }
    if not WORKERS & set(actor.roles):
        if listed:
            access.opened(request, listed, kind="list")
        context["waits"] = bool(actor.membership.proposed_roles)
        return render(request, "home/later.html", context)
    most = worklist.ALL if request.GET.get("semua") else worklist.SHOWN
    rows, more = worklist.rows_of(actor, most=most)
    no_worker, no_step = worklist.top_of(actor)
    coordinates = worklist.coordinates(actor)
    shown = [row.client.pk for part in rows.values() for row in part]
    no_worker_shown, no_step_shown = no_worker[: worklist.ON_TOP], no_step[: worklist.ON_TOP]
    access.opened(
        request, [*listed, *shown, *(row.client_id for row in [*no_worker_shown, *no_step_shown])], kind="list"
    )
    counts = worklist.counts_of(actor) if coordinates else {}
    context |= {
        "urgent": rows["urgent"],
        "crisis": crisis_numbers() if rows["urgent"] else [],
        "late": rows["late"],
        "today": rows["today"],
        "week": worklist.by_kelurahan(rows["week"]),
        "week_count": len(rows["week"]),
        "more": more,
        "most": most,
        "no_worker": no_worker_shown,
        "no_step": no_step_shown,
        "no_worker_count": counts.get("no_worker", len(no_worker)),
        "no_step_count": counts.get("no_step_but_worker", _count(no_step)),
        "no_step_more": len(no_step) > worklist.ON_TOP,
        "no_worker_more": len(no_worker) > worklist.ON_TOP,
        "no_step_url": "?tanpa_langkah=1" if coordinates else "?tanpa_langkah=1&petugas=saya",
        "coordinates": coordinates,
        "counts": counts,
        "import_url": address("register_list") if actor.may(Right.IMPORT_REGISTER) else "",
        "nothing": not (shown or no_worker or no_step or any(one.place != "aside" for one in sections)),
    }
    return render(request, "home/my_work.html", context)


@require_safe
def today(request):
    """On paper: code, kelurahan, time and place. No name, no reason: a sheet gets lost."""
    check_may(request.actor, Right.RECORD_VISITS)
    late, now = worklist.visits_until_today(request.actor)
    access.opened(request, [plan.client_id for plan in [*late, *now]], kind=access.AccessKind.PRINT)
    return render(request, "home/today.html", {"day": timezone.localdate(), "late": late, "now": now})


def _count(rows):
    """Of a list that was cut: "10+"."""
    most = worklist.ON_TOP * 2
    return f"{most}+" if len(rows) > most else len(rows)


def _later(actor):
    """[(sentence, [(url, words)])] for each role of the actor whose pages come later."""
    found, looks_after_companions = [], has_companions(actor)
    for role in Role:
        if role in actor.roles and role in LATER:
            sentence, pages = LATER[role]
            pages = [(page, words) for page, words in pages if looks_after_companions or page not in OF_COMPANIONS]
            found.append((sentence, [(url, words) for page, words in pages if (url := address(page))]))
    return found


def _drafts(actor):
    """What was typed and not sent, with its client where there is one. What it says stays sealed.

    One whose client is out of sight by now leads nowhere and is left out.
    """
    kept = list(drafts.of(actor).exclude(url__isnull=True).defer("body")[:MOST_DRAFTS])
    moved = [draft.subject for draft in kept if draft.form == "move"]
    plans = PlannedVisit.objects.visible_to(actor).filter(pk__in=moved).values_list("pk", "client_id") if moved else []
    about = {str(plan): str(client) for plan, client in plans}
    for draft in kept:
        if found := ABOUT_A_CLIENT.match(draft.url):
            about[draft.subject] = found[1]
    clients = Client.objects.visible_to(actor).select_related("card").filter(pk__in=about.values()) if about else []
    by_id = {str(client.pk): client for client in clients}
    shown = []
    for draft in kept:
        client = by_id.get(about.get(draft.subject))
        is_of_a_client = draft.form == "move" or ABOUT_A_CLIENT.match(draft.url)
        if client or not is_of_a_client or draft.form == LATE_TOO:
            name = DRAFTS["case"] if draft.form.startswith("stage-") else DRAFTS.get(draft.form, _("A form"))
            shown.append((name, draft, client))
    return shown
