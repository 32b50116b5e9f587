"""Acts out one worker's year of visits to one client: each visit answers the plan that the one before has made."""

from datetime import time, timedelta

from accounts.roles import Right
from basodara.demo import notes
from cases import actions
from cases import models as rows
from cases.vocabulary import StepSource, VisitResult
from privacy import access

WRITTEN_AFTER = timedelta(minutes=25)
STILL_OPEN = 3  # days: what an alarm asked for is done by then, in the demo's year


def tell(teller, life, client, track):
    """All visits of a track, then what is planned next."""
    plan, weight = None, teller.rng.randint(430, 720) / 10
    days = _days(teller.rng, track)
    for number, ago in enumerate(days):
        newest = len(days) - 1 - number
        weight += teller.rng.randint(-8, 12) / 10
        told = _told(teller, track, newest, ago)
        answers = {**_answers(teller, life, track, ago, round(weight, 1), told.get("result")), **told}
        is_last = newest == 0
        following = None if is_last else days[number + 1]
        plan = _visit(teller, life, client, track, ago, answers, plan, following)
    if track.mistaken:
        _mistaken(teller, client, track)
    if track.corrected:
        _correct(teller, client, track)


def _days(rng, track):
    """Days ago, oldest first; the last one is as told."""
    days, ago = [], track.since
    while ago > track.last + track.every // 2:
        days.append(ago)
        ago -= max(6, track.every + rng.randint(-5, 5))
    return [*days, track.last]


def _told(teller, track, newest, ago):
    told = dict(track.told[newest]) if newest < len(track.told) else {}
    if "next_pickup_on" in told:
        told["next_pickup_on"] = teller.day(ago - told["next_pickup_on"])
    return told


def _visit(teller, life, client, track, ago, answers, plan, following):
    """Record one, answering `plan`. Gives the plan that it made, on the day when `following` comes."""
    visited_at = teller.moment(ago, teller.hour())
    note, checks_card = answers.pop("note", ""), answers.pop("checks_card", False)
    ends_case = answers["result"] in (VisitResult.MOVED, VisitResult.DIED)
    when = visited_at + WRITTEN_AFTER
    planned, moved = _planned_for(teller.rng, ago, following)
    with teller.as_person(track.worker, when) as by:
        access.opened(by, [client.pk], page=client.get_absolute_url())
        if following is None and track.due is not None and not ends_case:
            _plan_what_comes(teller, client, track, by)
        actions.record_visit(
            token=teller.token(by), client_id=client.pk, by=by, plan=plan, restricted_note=note, visited_at=visited_at,
            next_visit_on=None if planned is None else teller.day(planned), **answers,
        )  # fmt: skip
        if checks_card and life.checked and by.may(Right.EDIT_CASE):
            actions.edit_card(client=client, by=by, card={}, checked=True)
        new = rows.PlannedVisit.objects.planned().filter(client=client, worker=by.membership).first()
    _answer_alarms(teller, client, track, ago)
    if following is None:
        if track.due is None and new and not ends_case:
            _cancel(teller, client, track, new, max(ago - 1, 1))
        return None
    return _move(teller, track, new, planned, following) if moved else new


def _planned_for(rng, ago, following):
    """(days ago, moved): for which day the next visit was planned at first."""
    if following is None:
        return None, False
    earlier = following + rng.randint(2, 6)
    return (earlier, True) if rng.random() < 0.1 and earlier < ago else (following, False)


def _plan_what_comes(teller, client, track, by):
    """The plan that stands open today: late, due, or to come. Made before the visit is, which then adds none."""
    hour, _, minute = track.time.partition(".")
    card = client.card
    place = track.place
    if place == "rumah" and card.home_visit in ("tidak", "tempat_lain") and not track.against_card:
        place = "tempat_lain"
    actions.plan_visit(
        token=teller.token(by), client=client, by=by, planned_on=teller.day(-track.due), place=place, note=track.note,
        planned_time=time(int(hour), int(minute)) if hour else None, against_card=track.against_card,
    )  # fmt: skip


def _move(teller, track, plan, planned, following):
    """On the morning of the day it did not suit: the plan is moved, saying why."""
    reason = teller.rng.choice(("cuaca", "kapal", "klien_minta", "pendamping_berhalangan"))
    with teller.as_person(track.worker, teller.moment(planned, "07.40")) as by:
        return actions.move_visit(
            token=teller.token(by), plan=plan, by=by, planned_on=teller.day(following), reason=reason,
            reason_note=teller.rng.choice(notes.REASON_NOTES),
        )  # fmt: skip


def _cancel(teller, client, track, plan, ago):
    with teller.as_person(track.worker, teller.moment(ago, "08.15")) as by:
        actions.cancel_visit(plan=plan, by=by, reason="klien_minta", reason_note="Klien akan mengabari sendiri.")


def _answer_alarms(teller, client, track, ago):
    """What a red flag or the screening asked for was done the next day, unless that is only now."""
    if ago <= STILL_OPEN:
        return
    with teller.as_person(track.worker, teller.moment(ago - 1, "12.30")) as by:
        asked = rows.NextStep.objects.open().filter(client=client, owner=by.membership)
        for step in asked.filter(source__in=[StepSource.RED_FLAG, StepSource.SCREENING]):
            actions.finish_step(step=step, by=by)


def _answers(teller, life, track, ago, weight, result=None):
    """The answers of an ordinary visit, with its result or one that is drawn."""
    rng = teller.rng
    result = result or rng.choices((VisitResult.DONE, VisitResult.NOT_MET, VisitResult.REFUSED), (82, 14, 4))[0]
    place = _place(rng, life, track)
    if result != VisitResult.DONE:
        pool = notes.NOT_MET if result == VisitResult.NOT_MET else notes.REFUSED
        return {"result": result, "place": place, "done": rng.choice(pool)}
    unwell = rng.random() < 0.18
    answers = {
        "result": result, "place": place, "met": ["klien"] + ["keluarga"] * (rng.random() < 0.3),
        "private": rng.random() < 0.85, "health": "ada_keluhan" if unwell else "baik",
        "complaints": rng.sample(["batuk", "mual", "sakit_kepala", "nyeri", "diare"], 1) if unwell else [],
        "mood": rng.choices((2, 3, 4, 5), (1, 3, 5, 2))[0], "done": rng.choice(notes.DONE),
        "agreed": rng.choice(notes.AGREED),
        "family_support": rng.choice(["penuh", "sebagian", "sebagian", "belum_tahu"]),
    }  # fmt: skip
    if place == "rumah" and rng.random() < 0.7:
        answers |= {"weight_kg": weight, "food_today": rng.choices(("cukup", "kurang"), (5, 1))[0]}
    if rng.random() < 0.4:
        asked = dict.fromkeys(rows.TB_QUESTIONS, "tidak")
        answers |= asked | ({"tb_cough": "ya"} if rng.random() < 0.08 else {})
    if life.kind == "ODHIV":
        answers |= _medicine(teller, ago)
    if rng.random() < 0.15:
        answers |= {"needs": rng.sample(["pangan", "uang", "dokumen", "transportasi", "konseling"], rng.randint(1, 2))}
    if rng.random() < 0.05:
        answers |= {
            "stigma_where": ["lingkungan"],
            "stigma_by": rng.choice(notes.STIGMA_BY),
            "stigma_wants_action": False,
        }
    if rng.random() < 0.012:
        answers |= {"red_flags": [rng.choice(["kekerasan", "pengusiran"])], "mood": 1}
    if rng.random() < 0.04:
        answers["note"] = rng.choice(notes.RESTRICTED)
    if rng.random() < 0.15:
        answers["checks_card"] = True
    if rng.random() < 0.3:
        answers |= {"works": rng.random() < 0.7, "income": rng.choice([300_000, 650_000, 900_000, 1_400_000])}
    return answers


def _medicine(teller, ago):
    rng = teller.rng
    missed = rng.choices((0, 1, 2, 4), (10, 4, 2, 1))[0]
    collected = rng.randint(1, 24)
    return {
        "pills_left": max(0, 30 - collected) + missed, "missed_doses": missed,
        "missed_reasons": [rng.choice(["lupa", "sibuk", "biaya_transportasi", "sedih"])] if missed else [],
        "last_pickup_on": teller.day(ago + collected), "next_pickup_on": teller.day(ago + collected - 30),
        "who_collects": rng.choice(notes.WHO_COLLECTS), "side_effects": rng.choice(notes.SIDE_EFFECTS),
    }  # fmt: skip


def _place(rng, life, track):
    if track.place != "rumah" or life.card.get("home_visit") in ("tidak", "tempat_lain"):
        return "tempat_lain"
    by_phone = life.card.get("way") in ("telepon", "whatsapp")
    return rng.choices(("rumah", "tempat_lain", "telepon"), (82, 10, 8 if by_phone else 0))[0]


def _mistaken(teller, client, track):
    """A visit that was meant for somebody else's page: hidden, with the reason."""
    at = teller.moment(track.mistaken, "10.20")
    with teller.as_person(track.worker, at + WRITTEN_AFTER) as by:
        visit = actions.record_visit(
            token=teller.token(by), client_id=client.pk, by=by, visited_at=at, result=VisitResult.DONE, place="rumah",
            health="baik", done="Menyerahkan formulir pelatihan jahit.",
        )  # fmt: skip
    with teller.as_person(track.worker, at + 3 * WRITTEN_AFTER) as by:
        actions.hide_visit(visit=visit, by=by, because="Tercatat pada klien yang keliru.")


def _correct(teller, client, track):
    """The last visit but one was told again the next day; both versions stay."""
    visit = rows.HomeVisit.objects
    with teller.as_person(track.worker, teller.moment(track.last, "18.40")) as by:
        mine = visit.filter(client=client, recorded_by=by.membership, result=VisitResult.DONE).order_by("-visited_at")
        actions.correct_visit(visit=mine.first(), by=by, seen_at=None, **track.corrected)
