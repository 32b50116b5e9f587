"""Training by the centre: planned, attended, certified. Certificates carry a code that anyone may check."""

import secrets
from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.notices import notify
from accounts.roles import Right, Role
from cases.codes import ALPHABET
from companions import rules
from companions.days import day_words
from companions.models import Certificate, Companion, Participant, SessionPresence, Training, TrainingSession
from companions.vocabulary import EventState
from privacy.keyring import index_digest
from privacy.once import sent

FIELDS = ("course", "is_refresher", "place", "starts_on", "ends_on", "trainers", "seats", "note")
CODE_LENGTH = 10
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@transaction.atomic
def plan_training(*, token, by, training=None, **fields):
    """Plan a training, or (`training`) change one that is not cancelled.

    Who takes part is told of other days or another place. Raises NotPossible when sessions would lie outside the new
    days, or more take part than there would be seats.
    """
    rules.check_may(by, Right.RUN_TRAINING)
    sending = sent(token, by=by, content=["training", training and training.pk, fields])
    if sending.repeated:
        return Training.objects.get(pk=sending.result)
    if fields["ends_on"] < fields["starts_on"]:
        raise rules.NotPossible(_("The last day comes before the first. Check the dates."))
    if training is not None:
        training = _locked(training)
        _check_sessions_stay_inside(training, fields["starts_on"], fields["ends_on"])
        _check_seats(training, fields.get("seats", training.seats))
    is_new = training is None
    training = training or Training(organisation=by.organisation, made_by=by.membership)
    before = _when_and_where(training)
    for name in FIELDS:
        if name in fields:
            setattr(training, name, fields[name])
    training.save(force_insert=is_new)
    if not is_new and _when_and_where(training) != before:
        _tell(training, "training_moved")
    sending.done(training.pk)
    return training


@transaction.atomic
def cancel_training(*, training, by, why):
    """It does not take place; says why, and tells who takes part. Not after certificates were issued."""
    rules.check_may(by, Right.RUN_TRAINING)
    training = _locked(training)
    if not why:
        raise rules.NotPossible(_("A reason is required."))
    if Certificate.objects.filter(participant__training=training).exists():
        raise rules.NotPossible(_("Certificates were issued already. Take them back first."))
    training.state, training.cancelled_why = EventState.CANCELLED, why
    training.save()
    _tell(training, "training_cancelled", even_when_over=True)
    return training


@transaction.atomic
def add_session(*, training, by, held_on, topic):
    """A part of the training on one of its days; the same twice is one."""
    rules.check_may(by, Right.RUN_TRAINING)
    training = _locked(training)
    if not training.starts_on <= held_on <= training.ends_on:
        raise rules.NotPossible(_("This day is not one of the training. Check the date."))
    for session in TrainingSession.objects.filter(training=training, held_on=held_on):
        if session.topic.casefold() == topic.casefold():
            return session
    session = TrainingSession(training=training, held_on=held_on, topic=topic)
    session.save(force_insert=True)
    return session


@transaction.atomic
def remove_session(*, session, by):
    """A session planned by mistake; not when attendance was taken of it."""
    rules.check_may(by, Right.RUN_TRAINING)
    _locked(session.training)
    if SessionPresence.objects.filter(session=session).exists():
        raise rules.NotPossible(_("Attendance was taken of this session. It stays."))
    TrainingSession.objects.filter(pk=session.pk).delete()


@transaction.atomic
def enrol(*, training, companions, by):
    """Companions (memberships) of any organisation take part; those who do already stay. Gives how many are new.

    The new ones are told, unless it is over already and only written down afterwards.
    """
    rules.check_may(by, Right.RUN_TRAINING)
    training = _locked(training)
    there = {row.companion_id: row for row in Participant.objects.filter(training=training)}
    added = 0
    for member in sorted(companions, key=lambda one: str(one.pk)):
        row = there.get(member.pk)
        if row is not None and row.withdrawn_at is None:
            continue
        companion = Companion.objects.filter(pk=member.pk).first()
        if companion is None:
            raise rules.NotPossible(_("This person has no companion's profile yet. Their coordinator fills it in."))
        if row is not None:
            row.withdrawn_at = None
            row.save()
        else:
            Participant(
                training=training,
                companion=member,
                organisation_id=companion.organisation_id,
                enrolled_by=by.membership,
            ).save(force_insert=True)
        added += 1
        if not _is_over(training):
            notify(membership=member.pk, kind="training_enrolled")
    taking_part = _taking_part(training).count()
    if training.seats and taking_part > training.seats:
        raise rules.NotPossible(_("There are %(seats)s seats only.") % {"seats": training.seats})
    return added


@transaction.atomic
def withdraw_participant(*, participant, by):
    """Does not take part after all; not after a certificate."""
    rules.check_may(by, Right.RUN_TRAINING)
    _locked(participant.training)
    participant = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if Certificate.objects.filter(participant=participant).exists():
        raise rules.NotPossible(_("Certificates were issued already. Take them back first."))
    if participant.withdrawn_at is None:
        participant.withdrawn_at = timezone.now()
        participant.save()
        if not _is_over(participant.training):
            notify(membership=participant.companion_id, kind="training_withdrawn")
    return participant


@transaction.atomic
def record_attendance(*, training, by, presences, scores):
    """Who was in which session and how they scored: {participant id: {session ids}}, {participant id: (before, after)}.

    Saved whole; the same twice changes nothing. Participants that are not named keep what they have.
    """
    rules.check_may(by, Right.RUN_TRAINING)
    training = _locked(training)
    if training.starts_on > timezone.localdate():
        raise rules.NotPossible(_("This training has not begun yet."))
    sessions = {str(row.pk): row for row in TrainingSession.objects.filter(training=training)}
    for row in Participant.objects.filter(training=training, withdrawn_at=None).select_for_update(of=("self",)):
        if str(row.pk) in scores:
            row.score_before, row.score_after = scores[str(row.pk)]
            row.save()
        if str(row.pk) in presences:
            _keep_presence(row, presences[str(row.pk)] & set(sessions), sessions)
    if training.state == EventState.PLANNED and training.ends_on <= timezone.localdate():
        training.state = EventState.HELD
        training.save()
    return training


@transaction.atomic
def issue(*, training, participants, by, issued_on=None):
    """Certificates for these participants; who has one keeps it. Gives those that are new.

    Valid CERTIFICATE_YEARS from the day of issue. Each companion is told, and the coordinators of each organisation
    once. Raises NotPossible for someone who was in no session.
    """
    rules.check_may(by, Right.RUN_TRAINING)
    training = _locked(training)
    issued_on = issued_on or timezone.localdate()
    if not training.starts_on <= issued_on <= timezone.localdate():
        raise rules.NotPossible(_("A certificate is issued after the training began, and not on a day to come."))
    made = []
    for row in Participant.objects.filter(pk__in=[one.pk for one in participants], training=training).order_by("pk"):
        if row.withdrawn_at or Certificate.objects.filter(participant=row).exists():
            continue
        if not SessionPresence.objects.filter(participant=row).exists():
            raise rules.NotPossible(_("Someone of these was in no session. Take attendance first."))
        code = "".join(secrets.choice(ALPHABET) for _n in range(CODE_LENGTH))
        certificate = Certificate(
            companion_id=row.companion_id,
            organisation_id=row.organisation_id,
            participant=row,
            number=_next_number(issued_on),
            code=code,
            code_digest=code_digest(code),
            issued_on=issued_on,
            expires_on=_years_later(issued_on, settings.CERTIFICATE_YEARS),
            issued_by=by.membership,
        )
        certificate.save(force_insert=True)
        notify(membership=row.companion_id, kind="certificate_issued", object_id=certificate.pk)
        made.append(certificate)
    for organisation in sorted({one.organisation_id for one in made}, key=str):
        notify(
            organisation=organisation, role=Role.COORDINATOR, kind="certificates_of_companions", object_id=training.pk
        )
    return made


@transaction.atomic
def revoke(*, certificate, by, why):
    """Take a certificate back; whoever checks its code then reads that it is not known."""
    rules.check_may(by, Right.RUN_TRAINING)
    if not why:
        raise rules.NotPossible(_("A reason is required."))
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if certificate.revoked_at is None:
        certificate.revoked_at, certificate.revoked_why = timezone.now(), why
        certificate.save(update_fields=["revoked_at", "revoked_why"])
    return certificate


def code_digest(code):
    """The key under which a code is found; spaces, dashes and small letters do not matter."""
    return index_digest("certificate", "".join(letter for letter in code.upper() if letter.isalnum()))


def state_of_code(code):
    """berlaku, kedaluwarsa or tidak_dikenal: all that anyone learns of a certificate."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT companions_certificate_state(%s)", [code_digest(code)])
        return cursor.fetchone()[0]


def _locked(training):
    training = Training.objects.select_for_update(of=("self",)).get(pk=training.pk)
    if training.state == EventState.CANCELLED:
        raise rules.NotPossible(_("This training was cancelled."))
    return training


def _taking_part(training):
    return Participant.objects.filter(training=training, withdrawn_at=None)


def _is_over(training):
    return training.ends_on < timezone.localdate()


def _when_and_where(training):
    return training.starts_on, training.ends_on, training.place


def _tell(training, kind, *, even_when_over=False):
    """A notice to everyone who takes part; of what is over nobody needs to hear new days."""
    if even_when_over or not _is_over(training):
        for companion in _taking_part(training).order_by("pk").values_list("companion", flat=True):
            notify(membership=companion, kind=kind)


def _check_sessions_stay_inside(training, first, last):
    outside = TrainingSession.objects.filter(training=training).exclude(held_on__range=(first, last))
    session = outside.order_by("held_on", "pk").first()
    if session is None:
        return
    words = {"day": day_words(session.held_on)}
    if SessionPresence.objects.filter(session=session).exists():
        raise rules.NotPossible(_("Attendance was taken of a session on %(day)s. Choose days that hold it.") % words)
    raise rules.NotPossible(
        _("A session is planned on %(day)s, outside these days. Choose days that hold it, or remove it first.") % words
    )


def _check_seats(training, seats):
    """`seats` None: as many as want to come."""
    enrolled = _taking_part(training).count()
    if seats and enrolled > seats:
        raise rules.NotPossible(
            ngettext(
                "%(n)s companion is enrolled already: there cannot be fewer seats.",
                "%(n)s companions are enrolled already: there cannot be fewer seats.",
                enrolled,
            )
            % {"n": enrolled}
        )


def _keep_presence(participant, wanted, sessions):
    there = {str(row.session_id): row for row in SessionPresence.objects.filter(participant=participant)}
    SessionPresence.objects.filter(pk__in=[row.pk for key, row in there.items() if key not in wanted]).delete()
    for key in sorted(wanted - set(there)):
        SessionPresence(session=sessions[key], participant=participant).save(force_insert=True)


def _next_number(on):
    """012/PP/XI/2026: one row of numbers a year, whoever issues; they wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('companions_certificate_number'))")
    count = Certificate.objects.filter(number__endswith=f"/{on.year}").count()
    return f"{count + 1:03d}/PP/{ROMAN[on.month - 1]}/{on.year}"


def _years_later(day, years):
    """The last day of validity: the day before the same date; 29 February counts as the 28th."""
    try:
        same = day.replace(year=day.year + years)
    except ValueError:
        same = day.replace(year=day.year + years, day=28)
    return date.fromordinal(same.toordinal() - 1)
