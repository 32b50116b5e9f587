from referrals.actions.answering import (
    arrive,
    close_no_show,
    decline,
    no_show,
    put_back,
    reschedule,
    schedule,
    serve,
    take,
    take_several,
    undo_arrival,
    unschedule,
)
from referrals.actions.directory import keep_service
from referrals.actions.feedback import (
    approve,
    cancel_service,
    give_directly,
    give_feedback,
    refuse_money,
    reopen,
)
from referrals.actions.letters import print_letter
from referrals.actions.looks import answer_check
from referrals.actions.sending import cancel, send, send_back, write
from referrals.actions.visits import VISITED, hide_visit, record_visit

__all__ = [
    "VISITED",
    "answer_check",
    "approve",
    "arrive",
    "cancel",
    "cancel_service",
    "close_no_show",
    "decline",
    "give_directly",
    "give_feedback",
    "hide_visit",
    "keep_service",
    "no_show",
    "print_letter",
    "put_back",
    "record_visit",
    "refuse_money",
    "reopen",
    "reschedule",
    "schedule",
    "send",
    "send_back",
    "serve",
    "take",
    "take_several",
    "undo_arrival",
    "unschedule",
    "write",
]
