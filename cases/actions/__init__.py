"""Every write of consequence on a case, one verb each: keyword-only, atomic, `by=` the actor."""

from cases.actions.clients import (
    add_household_member,
    assign_worker,
    change_stage,
    edit_card,
    edit_case,
    edit_household_member,
    edit_person,
    register,
    set_risk,
)
from cases.actions.consents import confirm_papers, record, withdraw
from cases.actions.sharing import end_share, share
from cases.actions.visits import correct_visit, hide_visit, record_visit, record_visit_under, show_visit
from cases.actions.work import add_step, cancel_visit, drop_step, finish_step, move_visit, plan_visit, reopen_step

__all__ = [
    "add_household_member",
    "add_step",
    "assign_worker",
    "cancel_visit",
    "change_stage",
    "confirm_papers",
    "correct_visit",
    "drop_step",
    "edit_card",
    "edit_case",
    "edit_household_member",
    "edit_person",
    "end_share",
    "finish_step",
    "hide_visit",
    "move_visit",
    "plan_visit",
    "record",
    "record_visit",
    "record_visit_under",
    "register",
    "reopen_step",
    "set_risk",
    "share",
    "show_visit",
    "withdraw",
]
