"""The table of the access matrix: one line for every URL of the site. A URL that is not declared here fails the tests.

A package that comes later adds its lines: what its URL is about, which methods it answers, which right it asks.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from accounts.roles import Right

READ, WRITE, FORM = "GET", "POST", "GET POST"


def about_client(things):
    return {"pk": things.client.pk}


def nothing(things):
    return {}


@dataclass(frozen=True)
class Page:
    """`of`: what the address names: "" nothing, "client" one that care opens (a stranger meets 404), "member", "link".

    `get` and `post` are what those who may are answered; the POST carries `sent`, which for most is nothing at all.
    `posting` is a right that only the deed asks for, not the page; `got` and `posted` are answers in one standing.
    `lately`: also answers those whose care ended a few days ago, without the client.
    """

    methods: str = READ
    right: Right | None = None
    of: str = ""
    kwargs: Callable = nothing
    public: bool = False  # answers strangers too
    get: int = 200
    post: int = 200
    sent: dict = field(default_factory=dict)
    posting: Right | None = None
    posted: dict = field(default_factory=dict)
    got: dict = field(default_factory=dict)
    lately: bool = False
    who: dict = field(default_factory=dict)  # of a thing of companionship: {role: answer}, or {role: (get, post)}
    theirs: int = 404  # to those, about a thing of another organisation


def kept(of, methods=READ, theirs=404, **who):
    """About a thing of companionship (`of`): who may, and what they are answered; everyone else is refused."""
    return Page(methods, None, of, who=who, theirs=theirs)


def case(right, methods=READ, kwargs=about_client, **more):
    return Page(methods, right, "client", kwargs, **more)


def thing(name):
    return lambda things: {"pk": getattr(things, name).pk}


VISIT, PLAN, STEP, MEMBER, CONSENT = map(thing, ("visit", "plan", "step", "member", "consent"))
THEIRS = {"shared with us": 403}  # sharing lets one read what another organisation recorded, and add one's own


def share(things):
    return {"pk": things.client.pk, "grant": things.share}


def closing(things):
    return {"pk": things.client.pk, "stage": "TERMINASI"}


def answerers(answer):
    """Those of the centre who answer referrals."""
    return {"peksos": answer, "petugas_rujukan": answer}


PAGES = {
    # for everyone ----------------------------------------------------------------------------------------------
    "front": Page(public=True, get=302),  # who is signed in has their own
    "partners": Page(public=True),
    "privacy": Page(public=True),
    "help": Page(public=True),
    "account_login": Page(FORM, public=True, get=302, post=302),
    "account_logout": Page(FORM, public=True, post=302),
    "quick_exit": Page(WRITE, public=True, post=302),
    "left": Page(public=True),
    "language": Page(WRITE, public=True, post=302),
    "invitation": Page(FORM, public=True, of="token", post=302, posted={"ours": 403}),
    # for every member ------------------------------------------------------------------------------------------
    "more_menu": Page(),
    "my_work": Page(),
    "choose_hat": Page(FORM),
    "my_account": Page(FORM),
    "account_change_password": Page(FORM),
    "end_other_sessions": Page(WRITE, post=302),
    "remember_folds": Page(WRITE, post=400),
    "notices": Page(),
    "read_all_notices": Page(WRITE, post=302),
    "open_notice": Page(WRITE, of="notice", post=302),
    "save_draft": Page(WRITE, post=400),
    "draft_discard": Page(WRITE, post=302),
    # by right --------------------------------------------------------------------------------------------------
    "components": Page(right=Right.MANAGE_USERS),
    "today": Page(right=Right.RECORD_VISITS),
    "users": Page(right=Right.READ_USERS),
    "user_invite": Page(FORM, Right.INVITE),
    "user_detail": Page(READ, Right.READ_USERS, "member"),
    "user_confirm": Page(WRITE, Right.READ_USERS, "member", post=403),  # nothing waits to be confirmed
    "user_roles": Page(FORM, Right.READ_USERS, "managed member"),
    "user_password_link": Page(FORM, Right.READ_USERS, "managed member", post=302),
    "user_access": Page(FORM, Right.READ_USERS, "managed member", post=302),
    "user_link": Page(READ, Right.INVITE, "own link"),
    "revoke_link": Page(WRITE, Right.INVITE, "link", post=302),
    # clients ---------------------------------------------------------------------------------------------------
    "client_list": Page(FORM, right=Right.READ_CASE),
    "client_new": Page(FORM, Right.REGISTER_CLIENTS),
    "client_similar": Page(WRITE, right=Right.REGISTER_CLIENTS),
    "client_detail": case(Right.READ_CASE),
    "client_access": case(Right.READ_CASE),
    "client_nik": case(Right.SHOW_NIK, WRITE),
    "client_person": case(Right.EDIT_CASE, FORM),
    "client_card": case(Right.EDIT_CASE, FORM),
    "client_case": case(Right.EDIT_CASE, FORM),
    "client_risk": case(Right.EDIT_CASE, FORM),
    "client_worker": case(Right.ASSIGN_WORKERS, FORM),
    "client_stage": case(Right.EDIT_CASE, FORM, closing),
    "household_new": case(Right.EDIT_CASE, FORM),
    "household_edit": case(Right.EDIT_CASE, FORM, MEMBER),
    "consents": case(Right.READ_CASE),
    "consent_new": case(Right.RECORD_CONSENT, FORM),
    "consent_withdraw": case(Right.RECORD_CONSENT, FORM, CONSENT),
    "consent_withdrawn": kept("withdrawn_line", koordinator=200, supervisor=200),
    "client_share": case(Right.SHARE_CLIENTS, FORM),
    "share_end": case(Right.SHARE_CLIENTS, FORM, share, post=302, posted={"shared with us": 200}),
    # visits ----------------------------------------------------------------------------------------------------
    "visit_pick": Page(FORM, Right.RECORD_VISITS),
    "visit_new": case(Right.RECORD_VISITS, FORM, lately=True),
    "visit_detail": case(Right.READ_CASE, READ, VISIT),
    "visit_saved": case(Right.READ_CASE, READ, VISIT),
    "visit_versions": case(Right.READ_CASE, READ, VISIT),
    "visit_correct": case(Right.RECORD_VISITS, FORM, VISIT, got=THEIRS, posted=THEIRS),
    "visit_hide": case(Right.RECORD_VISITS, FORM, VISIT, post=302, posted=THEIRS, sent={"because": "tertukar"}),
    "visit_show": case(Right.EDIT_CASE, WRITE, VISIT, post=302, posted=THEIRS),
    "plan_new": case(Right.PLAN_VISITS, FORM),
    "plan_move": case(Right.PLAN_VISITS, FORM, PLAN),
    "plan_cancel": case(Right.PLAN_VISITS, FORM, PLAN, post=302, posted=THEIRS, sent={"reason": "cuaca"}),
    "step_new": case(Right.PLAN_VISITS, FORM),
    "step_done": case(Right.READ_CASE, WRITE, STEP, post=302, posted=THEIRS, posting=Right.PLAN_VISITS),
    "step_drop": case(Right.PLAN_VISITS, FORM, STEP, post=302, posted=THEIRS, sent={"because": "sudah tidak perlu"}),
    "step_reopen": case(Right.PLAN_VISITS, WRITE, STEP, post=302, posted=THEIRS),
    # registers -------------------------------------------------------------------------------------------------
    "register_list": Page(right=Right.IMPORT_REGISTER),
    "register_upload": Page(FORM, Right.IMPORT_REGISTER, get=302),
    "register_preview": Page(READ, Right.IMPORT_REGISTER, "file"),
    "register_columns": Page(FORM, Right.IMPORT_REGISTER, "file"),
    "register_choices": Page(WRITE, Right.IMPORT_REGISTER, "file", post=302),
    "register_import": Page(WRITE, Right.IMPORT_REGISTER, "file", post=302),
    "register_discard": Page(FORM, Right.IMPORT_REGISTER, "file", post=302),
    "papers": Page(FORM, Right.IMPORT_REGISTER),
    "workers_assign": Page(FORM, Right.ASSIGN_WORKERS),
    # companionship: clients -------------------------------------------------------------------------------------
    "companion_assign": case(Right.ASSIGN_COMPANIONS, FORM),
    "companion_wish": case(Right.ASSIGN_COMPANIONS, FORM, post=302),
    "barrier_new": case(Right.ASSIGN_COMPANIONS, FORM),
    "word_new": case(Right.RECORD_VISITS, FORM),
    "assignment_end": kept("assignment", FORM, koordinator=200),
    "barrier_lift": kept("barrier", WRITE, koordinator=302),
    "gap_list": Page(right=Right.ASSIGN_COMPANIONS),
    "register_names": Page(FORM, Right.ASSIGN_COMPANIONS),
    # companions -------------------------------------------------------------------------------------------------
    "companion_list": Page(right=Right.READ_COMPANIONS),
    "companion_workload_picture": kept("", koordinator=200, supervisor=200),
    "companion_detail": kept("companion", koordinator=200, supervisor=200, pelatih=200),
    "companion_edit": kept("companion", FORM, koordinator=200),
    "companion_leaving": kept("companion", FORM, koordinator=200),
    "absence_new": kept("companion", FORM, koordinator=200),
    "absence_cancel": kept("absence", FORM, koordinator=(200, 302)),
    "my_absence": kept("", FORM, pendamping=200),
    "supervision_list": kept("", koordinator=200, supervisor=200),
    "supervision_new": kept("companion", FORM, koordinator=200),
    "supervision_detail": kept("supervision", koordinator=200, supervisor=200),
    "action_done": kept("agreed", WRITE, koordinator=302),
    "my_supervision": kept("", pendamping=200),
    "my_profile": kept("", pendamping=200),
    # hand-over --------------------------------------------------------------------------------------------------
    "handover_list": Page(right=Right.READ_HAND_OVERS),
    "handover_new": kept("companion", FORM, koordinator=200),
    "handover_detail": kept("handover", koordinator=200, supervisor=200),
    "handover_take_over": kept("companion", FORM, koordinator=(200, 302)),
    "offer_take_back": kept("offer", WRITE, koordinator=302),
    "offers": kept("", pendamping=200),
    "offer_accept": kept("offer", WRITE, pendamping=302),
    "offer_decline": kept("offer", FORM, pendamping=200),
    # organisations and meetings ---------------------------------------------------------------------------------
    "directory": Page(right=Right.READ_DIRECTORY),
    "place_new": Page(FORM, Right.KEEP_PROFILE),
    "place_detail": Page(READ, Right.READ_DIRECTORY, kwargs=lambda things: {"pk": things.place.pk}),
    "place_sheet": Page(READ, Right.READ_DIRECTORY, kwargs=lambda things: {"pk": things.place.pk}),
    "place_edit": kept("place", FORM, theirs=403, koordinator=200),
    "place_active": kept("place", FORM, theirs=403, koordinator=403),  # the LKS above alone
    "meeting_list": kept("", koordinator=200, supervisor=200, pendamping=200),
    "meeting_new": kept("", FORM, koordinator=200),
    "meeting_detail": kept("meeting", koordinator=200, supervisor=200, pendamping=200),
    "meeting_edit": kept("meeting", FORM, koordinator=200),
    "meeting_hold": kept("meeting", FORM, koordinator=200),
    "meeting_cancel": kept("meeting", FORM, koordinator=200),
    "meeting_sheet": kept("meeting", koordinator=200),
    # training ---------------------------------------------------------------------------------------------------
    "training_list": Page(right=Right.READ_COMPANIONS),
    "training_detail": kept("training", koordinator=200, supervisor=200, pelatih=200),
    "training_new": Page(FORM, Right.RUN_TRAINING),
    "training_edit": kept("training", FORM, pelatih=200),
    "training_cancel": kept("training", FORM, pelatih=200),
    "training_enrol": kept("training", FORM, pelatih=200),
    "training_attendance": kept("training", FORM, pelatih=200),
    "training_issue": kept("training", FORM, pelatih=200),
    "session_new": kept("training", WRITE, pelatih=200),
    "session_remove": kept("session", WRITE, pelatih=302),
    "participant_withdraw": kept("participant", WRITE, pelatih=302),
    "certificate_detail": kept("certificate", koordinator=200, supervisor=200, pelatih=200),
    "certificate_paper": kept("certificate", koordinator=200, supervisor=200, pelatih=200),
    "certificate_revoke": kept("certificate", FORM, pelatih=200),
    "expiring_list": Page(FORM, Right.READ_COMPANIONS, posting=Right.RUN_TRAINING),
    "certificate_check": Page(public=True),
    # referrals: the sender ----------------------------------------------------------------------------------------
    "referral_list": Page(right=Right.READ_REFERRALS),
    "referral_new": case(Right.WRITE_REFERRALS, FORM),
    "referral_edit": kept("proposal", FORM, koordinator=200),
    "referral_send": kept("proposal", FORM, koordinator=302),
    "referral_send_back": kept("proposal", FORM, koordinator=200),
    "referral_cancel": kept("referral", FORM, koordinator=200),
    "referral_letter": kept("referral", FORM, koordinator=200, supervisor=(200, 403), peksos=200, petugas_rujukan=200),
    "letter_open": Page(READ, Right.READ_REFERRALS, kwargs=lambda things: {"token": "tidak-ada"}, get=404),
    # referrals: the receiver --------------------------------------------------------------------------------------
    "referral_queue": Page(right=Right.WATCH_QUEUE),
    "queue_fresh": Page(right=Right.WATCH_QUEUE),
    "referrals_take": Page(WRITE, Right.ANSWER_REFERRALS, post=302),
    "clinic_inbox": Page(right=Right.ANSWER_REFERRALS),
    "referral_find": Page(FORM, Right.ANSWER_REFERRALS),
    "referral_detail": kept("referral", koordinator=200, supervisor=200, peksos=200, petugas_rujukan=200),
    "referral_take": kept("referral", WRITE, **answerers(302)),
    "referral_arrive": kept("referral", WRITE, **answerers(302)),
    "referral_decline": kept("referral", FORM, **answerers(200)),
    "referral_put_back": kept("accepted", FORM, **answerers(200)),
    "referral_schedule": kept("accepted", FORM, **answerers(200)),
    "referral_serve": kept("accepted", FORM, **answerers(200)),
    "referral_unschedule": kept("scheduled", FORM, **answerers(200)),
    "referral_no_show": kept("scheduled", FORM, **answerers(200)),
    "referral_undo_arrival": kept("served", WRITE, **answerers(302)),
    "referral_feedback": kept("served", FORM, **answerers(200)),
    "referral_close_no_show": kept("no_show", FORM, koordinator=200, **answerers(200)),
    "referral_visit": kept("accepted", FORM, **answerers(200)),
    "referral_visit_hide": kept("visit_under", FORM, **answerers(403)),
    "referral_reopen": kept("closed", FORM, **answerers(200)),
    # what is offered, what was given ------------------------------------------------------------------------------
    "service_list": Page(right=Right.READ_REFERRALS),
    "service_page": Page(READ, Right.READ_REFERRALS, kwargs=lambda things: {"pk": things.place.pk}),
    "service_new": Page(FORM, Right.KEEP_SERVICES),
    "service_edit": kept("service", FORM, petugas_rujukan=200),
    "services_given": Page(right=Right.GIVE_SERVICES),
    "service_record": Page(FORM, Right.GIVE_SERVICES),
    "service_given": kept("given", koordinator=200, supervisor=200, **answerers(200)),
    "service_cancel": kept("given", WRITE, **answerers(302)),
    "money_list": Page(right=Right.APPROVE_MONEY),
    # The supervisor of the matrix is of another house than the money: nobody there decides.
    "money_approve": kept("given", WRITE, theirs=403, administrator=403),
    "money_refuse": kept("given", FORM, theirs=403, administrator=403),
    "check_list": Page(right=Right.ANSWER_REFERRALS),
    "check_answer": kept("check", FORM, **answerers(200)),
}

# Django's own pages for organisations, users and regions: the names behind "admin:" are one entry (test_admin.py).
NAMESPACES = {"admin"}
