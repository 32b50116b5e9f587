"""Every write of consequence about companionship: one verb each, keyword-only, atomic, `by=` the actor."""

from companions.actions.assigning import assign, check_assign, end, record_word, take_over
from companions.actions.companions import (
    add_absence,
    add_barrier,
    cancel_absence,
    lift_barrier,
    save_companion,
    set_leaving,
    set_wish,
    waiting_for_absence,
)
from companions.actions.handover import accept, check_hand_over, decline, hand_over, hold_rest, settle, take_back
from companions.actions.meetings import cancel_meeting, hold_meeting, plan_meeting
from companions.actions.profiles import add_group, match_name, save_profile, set_place_active
from companions.actions.supervision import finish_action, record_supervision
from companions.actions.training import (
    add_session,
    cancel_training,
    enrol,
    issue,
    plan_training,
    record_attendance,
    remove_session,
    revoke,
    withdraw_participant,
)

__all__ = [
    "accept", "add_absence", "add_barrier", "add_group", "add_session", "assign", "cancel_absence", "cancel_meeting",
    "cancel_training", "check_assign", "check_hand_over", "decline", "end", "enrol", "finish_action", "hand_over",
    "hold_meeting", "hold_rest", "issue", "lift_barrier", "match_name", "plan_meeting", "plan_training",
    "record_attendance", "record_supervision", "record_word", "remove_session", "revoke", "save_companion",
    "save_profile", "set_leaving", "set_place_active", "set_wish", "settle", "take_back", "take_over",
    "waiting_for_absence", "withdraw_participant",
]  # fmt: skip
