"""What frames every page: the hat in the header, the menu of one's role, the count of notices, the demo's banner.

The menu is one table. An entry shows when the actor has its right (or no right is asked), and only when its page
exists: a package that comes later adds its line here, and its URL makes the line appear.
"""

import time
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.notices import unread_count
from accounts.roles import OrganisationKind, Right
from privacy.models import DemoMarker

DEMO_KNOWN_FOR = 60  # seconds; the marker row hardly ever comes or goes
# Coordinators and supervisors: a trainer reads of companions too, and not what they do for clients.
READ_WORK = (Right.KEEP_COMPANIONS, Right.READ_RESTRICTED)
BELOW = 5  # entries that fit side by side at 320 px, "More" included


class Entry(NamedTuple):
    page: str  # the name of a URL
    icon: str
    label: str
    rights: tuple = ()  # any of them will do; none: everyone
    at_clinic: bool = False  # for the staff of a clinic alone
    of_companions: bool = False  # for those who have companions to look after: an LKS or KDS, and trainers everywhere


class Link(NamedTuple):
    url: str
    icon: str
    label: str
    current: bool


# In the order of importance: what does not fit below stands on the page "More".
MENU = (
    Entry("my_work", "list-check", _("My work")),
    Entry("client_list", "people", _("Clients"), (Right.READ_CASE,)),
    Entry("companion_list", "person-badge", _("Companions"), (Right.READ_COMPANIONS,), of_companions=True),
    Entry("visit_pick", "plus-circle-fill", _("Record"), (Right.RECORD_VISITS,)),
    Entry("referral_list", "send", _("Referrals"), (Right.SEND_REFERRALS, Right.PROPOSE_REFERRALS)),
    Entry("clinic_inbox", "calendar-check", _("Arrivals"), (Right.ANSWER_REFERRALS,), at_clinic=True),
    Entry("referral_queue", "inbox", _("Queue"), (Right.WATCH_QUEUE,)),
    Entry("register_list", "file-earmark-spreadsheet", _("Import"), (Right.IMPORT_REGISTER,)),
    Entry("users", "key", _("Users"), (Right.READ_USERS,)),
    Entry("training_list", "calendar-week", _("Trainings"), (Right.RUN_TRAINING, Right.ASSIGN_COMPANIONS)),
)
MORE = Entry("more_menu", "three-dots", _("More"))
ELSEWHERE = (
    Entry("offers", "person-check", _("Offers"), (Right.ACCOMPANY,)),
    Entry("my_absence", "calendar-event", _("My days away"), (Right.ACCOMPANY,)),
    Entry("my_profile", "person-badge", _("My profile as companion"), (Right.ACCOMPANY,)),
    Entry("my_supervision", "chat-left-text", _("My supervision"), (Right.ACCOMPANY,)),
    Entry("handover_list", "arrow-left-right", _("Hand-overs"), (Right.READ_HAND_OVERS,), of_companions=True),
    Entry("supervision_list", "chat-left-text", _("Supervision"), READ_WORK, of_companions=True),
    Entry("meeting_list", "calendar-check", _("Meetings"), (*READ_WORK, Right.ACCOMPANY), of_companions=True),
    Entry("service_list", "grid", _("Directory of services"), (Right.READ_REFERRALS,)),
    Entry("services_given", "list-check", _("Services given"), (Right.GIVE_SERVICES,)),
    Entry("check_list", "calendar-week", _("To look at again"), (Right.ANSWER_REFERRALS,)),
    Entry("money_list", "check-lg", _("To be approved"), (Right.APPROVE_MONEY,)),
    Entry("directory", "house-door", _("LKS and KDS"), (Right.READ_DIRECTORY,)),
    Entry("notices", "inbox", _("Notices")),
    Entry("today", "printer", _("Today's list to print"), (Right.RECORD_VISITS,)),
    Entry("access_log", "eye", _("Access log"), (Right.READ_ACCESS_LOG,)),
    Entry("my_account", "person", _("My account")),
    Entry("choose_hat", "arrow-repeat", _("Change role or organisation")),
    Entry("help", "info-circle", _("Help")),
    Entry("components", "grid", _("Components"), (Right.MANAGE_USERS,)),
)


def frame(request):
    """Context processor. Everything in it waits until a template asks: a page without a menu pays for none."""
    actor = getattr(request, "actor", None)
    return {
        "hat": SimpleLazyObject(lambda: hat_of(actor)),
        "nav": SimpleLazyObject(lambda: menu_of(actor, request.path)),
        "unread": SimpleLazyObject(lambda: unread_count(actor) if actor else 0),
        "demo": SimpleLazyObject(is_demo),
    }


def hat_of(actor):
    """Role and organisation under which one acts, and one's own name; empty for a stranger."""
    if not actor:
        return {}
    organisation = actor.organisation
    return {
        "role": actor.role_label,
        "organisation": organisation.name,
        "short": organisation.short_name,
        "name": actor.name,
    }


def menu_of(actor, path):
    """The entries below (or on top of) the page; the one whose address the page stands under is current."""
    if not actor:
        return []
    shown = links(MENU, actor)
    if len(shown) >= BELOW:
        shown = shown[: BELOW - 1]
    shown += links((MORE,), actor)
    inside = [link.url for link in shown if path.startswith(link.url)]
    here = max(inside, key=len, default="")
    return [link._replace(current=link.url == here) for link in shown]


def rest_of_menu(actor, hats=1):
    """What the page "More" lists: the entries that did not fit below, then the quieter ones."""
    quiet = [entry for entry in ELSEWHERE if entry.page != "choose_hat" or hats > 1]
    return links(MENU, actor)[BELOW - 1 :] + links(quiet, actor)


def links(entries, actor):
    """The entries that this actor may use, whose pages exist."""
    allowed = [entry for entry in entries if not entry.rights or any(actor.may(right) for right in entry.rights)]
    if actor.organisation.kind not in (OrganisationKind.LKS, OrganisationKind.KDS) and not actor.may(
        Right.RUN_TRAINING
    ):
        allowed = [entry for entry in allowed if not entry.of_companions]
    if actor.organisation.kind != OrganisationKind.KLINIK:
        allowed = [entry for entry in allowed if not entry.at_clinic]
    return [Link(url, entry.icon, entry.label, False) for entry in allowed if (url := address(entry.page))]


def address(page):
    """The path of a page by its name, or "" while no package brings it."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


_demo = {"until": 0.0, "is": False}


def is_demo():
    """Whether this database was filled with invented people: asked of the marker row, once a minute a process."""
    now = time.monotonic()
    if now >= _demo["until"]:
        _demo.update({"is": DemoMarker.objects.exists(), "until": now + DEMO_KNOWN_FOR})
    return _demo["is"]


def forget_demo():
    """Look for the marker at the next page."""
    _demo["until"] = 0.0
