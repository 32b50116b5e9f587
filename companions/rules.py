"""Who may do what with companions and assignments, and why not. Each refusal is a sentence that the person can read."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import OrganisationKind, Right, Role
from accounts.rules import NotAllowed, check_may
from cases.models import HouseholdMember, Identity
from cases.rules import NotPossible, holding
from companions import choosing
from companions.days import day_words
from companions.models import Absence, Assignment, Certificate, ClientWord, Companion
from companions.vocabulary import EndReason, OfferState, Part, Said

OLDEST_START = timedelta(days=366)
BEFORE_REGISTRATION = timedelta(days=30)  # asked at the door, written on paper, registered later

SHORTEST_NAME = 4  # letters: shorter words of a legal name are words of many a note
TITLES = frozenset((
    "adik", "bang", "bapa", "bapak", "bunda", "bung", "encik", "haji", "hajah", "ibu", "kaka", "kakak", "mama", "mbak",
    "nona", "nyong", "oma", "opa", "tante",
))  # fmt: skip

__all__ = ["NotAllowed", "NotPossible", "check_may"]


def check_staff(by, right, organisation_id):
    """The right, in an organisation that the actor acts for."""
    check_may(by, right)
    if organisation_id not in by.organisations:
        raise NotAllowed(_("This belongs to another organisation."))


def facilitates(by, meeting):
    """A companion who is named as the facilitator of this meeting."""
    return by.may(Right.ACCOMPANY) and meeting.facilitator_id == by.id


def check_records(by, meeting):
    """Who came is written down by who runs the meetings of the organisation, or by who facilitates this one."""
    if not facilitates(by, meeting):
        check_staff(by, Right.RUN_MEETINGS, meeting.organisation_id)


def holder_for(by, client):
    """The id of the organisation in whose name the actor assigns. Raises NotAllowed without the case in its care."""
    check_may(by, Right.ASSIGN_COMPANIONS)
    row = holding(by, client)
    if row.holder_id not in by.organisations:
        raise NotAllowed(_("This case is not with your organisation any more."))
    return row.holder_id


def has_companions(actor):
    """Clients of an LKS or KDS have companions; the Balai and the clinic read who accompanies."""
    return actor.organisation.kind in {OrganisationKind.LKS, OrganisationKind.KDS}


def companion_of(by, member):
    """The companion's row, of one's own organisation or one below it. Raises NotPossible for anyone else."""
    companion = Companion.objects.visible_to(by).select_related("membership__user").filter(pk=member.pk).first()
    if companion is None:
        raise NotPossible(_("This person is not a companion of your organisation. Choose someone else."))
    if not companion.membership.active or Role.COMPANION not in companion.membership.roles:
        raise NotPossible(_("%(name)s is no companion any more. Choose someone else.") % {"name": companion.name})
    return companion


def check_choice(by, client, companion, *, said, said_on, from_on, part, replaces, despite="", named=None):
    """Gives what the reason overrides, in short words. Raises NotPossible, or NeedsReason that names every objection.

    `named`: the short words of those that the reason was asked for; None where it was written for all there are. One
    reason for one objection does not override another that nobody spoke of.
    """
    check_word(said, said_on, client)
    against = unsuited(by, client, companion)
    against += _against_refusal(client, said, said_on)
    against += check_from(from_on, client, companion, part=part, replaces=replaces)
    return overridden(against, despite, named)


def overridden(against, despite, named=None):
    """What the reason overrides, in short; raises NeedsReason without one, or for what it was not asked for."""
    unnamed = [one for one in against if named is not None and one.short not in named]
    if against and (not despite or unnamed):
        raise NeedsReason(against)
    return [one.short for one in against]


@dataclass(frozen=True)
class Objection:
    """What a reason may override: in short, as the end of a sentence, and as the sentence that asks for the reason."""

    short: str
    sentence: str


class NeedsReason(NotPossible):
    """Possible with a reason: `against` are the objections, all of them."""

    def __init__(self, against):
        super().__init__(" ".join(one.sentence for one in against))
        self.against = against


def unsuited(by, client, companion, today=None):
    """[Objection] against the person; raises NotPossible where no reason helps."""
    ranking = choosing.ranking(by, client, Companion.objects.filter(pk=companion.pk), today=today)
    found = [*ranking.suited, *ranking.others]
    if not found:
        raise NotPossible(_("%(name)s is no companion any more. Choose someone else.") % {"name": companion.name})
    verdict = found[0]
    words = {"name": companion.name, "why": verdict.barred}
    if verdict.is_refused:
        raise NotPossible(_("%(name)s cannot be chosen: %(why)s.") % words)
    against = []
    if verdict.needs_reason:
        against.append(Objection(verdict.barred, _("%(name)s: %(why)s. Say why nevertheless.") % words))
    if alike := _bears_the_name(client, companion):
        against.append(Objection(_("has the name of the client or of someone in the household"), alike))
    return against


def away_too(companion, first, last):
    """[Objection] when who is to stand in is away on some of those days: the client would be left alone then."""
    absence = Absence.objects.overlapping(first, last).filter(companion=companion.pk).order_by("from_on").first()
    if absence is None or absence.from_on <= timezone.localdate():  # who is away today is refused already
        return []
    words = {"name": companion.name, "first": day_words(absence.from_on), "last": day_words(absence.until_on)}
    short = _("is away too, from %(first)s until %(last)s") % words
    return [Objection(short, _("%(name)s is away too, from %(first)s until %(last)s. Say why nevertheless.") % words)]


def names_around(client):
    """(the client's legal name, names of the household), folded for comparing."""
    identity = Identity.objects.filter(pk=client.pk).first()
    people = HouseholdMember.objects.filter(client=client, left_on=None)
    own = choosing.folded(identity.legal_name) if identity else ""
    return own, {choosing.folded(person.name) for person in people}


def check_no_names(text, clients):
    """The text names none of these clients (with their `card`): raises NotPossible with the code to write instead."""
    if client := _named(set(_words_of(text)), clients):
        raise NotPossible(
            _("The note names a client. Write the code %(code)s instead: a note is read before anyone says yes.")
            % {"code": client.code}
        )


def check_codes_only(text, clients):
    """The same for what others read and print; names are known by their capital letter, for many are words, too."""
    words = {word.casefold() for word in re.findall(r"\w+", text) if word[0].isupper()}
    if client := _named(words, clients):
        raise NotPossible(
            _("A client is named here. Write the code %(code)s instead: others read this, on paper too.")
            % {"code": client.code}
        )


def _named(words, clients):
    """The first of these clients whose name, or the name they are called by, is among the words; or None."""
    identities = {row.pk: row.legal_name for row in Identity.objects.filter(pk__in=[one.pk for one in clients])}
    for client in clients:
        called = {word for word in _words_of(client.card.call_name) if len(word) >= SHORTEST_NAME - 1}
        legal = {word for word in _words_of(identities.get(client.pk, "")) if len(word) >= SHORTEST_NAME}
        if words & (called | legal) - TITLES:
            return client
    return None


def _words_of(text):
    return [word for word in re.split(r"[^\w]+", text.casefold()) if word]


def _bears_the_name(client, companion):
    """A companion called like the client, or like someone of the household, may be that person: say so, or ""."""
    name, (own, household) = choosing.folded(companion.name), names_around(client)
    if own and own == name:
        return _("This companion has the name of the client. If it is someone else, write that as the reason.")
    if name in household:
        return _(
            "This companion has the name of someone in the client's household. "
            "If it is someone else, write that as the reason."
        )
    return ""


def check_from(from_on, client, companion, *, part=Part.MAIN, replaces=None):
    """The day on which it began: not to come, not long ago, not before client or predecessor. Gives [Objection]: a day
    before the certificate has a reason."""
    today = timezone.localdate()
    if from_on > today:
        raise NotPossible(_("An assignment begins today or earlier. Check the date."))
    if from_on < today - OLDEST_START:
        raise NotPossible(_("This day is more than a year ago. Check the date."))
    if from_on < today:
        if from_on < timezone.localdate(client.registered_at):
            raise NotPossible(_("On this day the client was not registered yet. Check the date."))
        until = today if replaces is not None else _last_end(client, part)
        if until and from_on < until:
            raise NotPossible(
                _("Until %(day)s someone else accompanied this client. Choose that day or a later one.")
                % {"day": day_words(until)}
            )
        first = Certificate.objects.filter(companion=companion.pk, revoked_at=None).order_by("issued_on").first()
        if first is None or from_on < first.issued_on:
            sentence = _("On this day %(name)s had no certificate yet. Choose a later day, or say why nevertheless.")
            short = _("had no certificate on %(day)s") % {"day": day_words(from_on)}
            return [Objection(short, sentence % {"name": companion.name})]
    return []


def _last_end(client, part):
    """The day on which the one before ended in this part, or None; whoever was assigned by mistake was nobody."""
    ended = Assignment.objects.filter(client=client, part=part, ended_at__isnull=False)
    ended = ended.exclude(end_reason=EndReason.MISTAKE).order_by("-ended_at").first()
    return ended and timezone.localdate(ended.ended_at)


def _against_refusal(client, said, said_on=None):
    """Who has said that they want nobody is asked again first, or there is a reason; an older yes is no answer."""
    last = last_answer(client)
    if last is None or last.said != Said.REFUSES:
        return []
    if said != Said.NOT_ASKED and not (said_on and said_on < last.said_on):
        return []
    words = {"day": day_words(last.said_on)}
    sentence = _("On %(day)s the client wanted nobody. Ask again and write down the answer, or say why nevertheless.")
    return [Objection(_("the client wanted nobody on %(day)s") % words, sentence % words)]


def last_answer(client):
    """What the client said last to being accompanied, by whomever (ClientWord with its assignment), or None."""
    words = ClientWord.objects.answers().filter(client=client).select_related("assignment__companion__user")
    return words.order_by("-recorded_at").first()


def word_about(assignment):
    """What the client said last to being accompanied by this companion, or None.

    What was said before they came this time counts where it was a yes: it is not asked for again.
    """
    words = ClientWord.objects.answers().filter(
        client=assignment.client_id, assignment__companion=assignment.companion_id
    )
    word = words.order_by("-recorded_at").first()
    if word is None or word.assignment_id == assignment.pk or word.said == Said.AGREES:
        return word
    return word if word.recorded_at >= assignment.started_at else None


def check_word(said, said_on, client):
    """A word has its day: not to come, not long ago, not long before the client was registered."""
    if said != Said.NOT_ASKED and said_on is None:
        raise NotPossible(_("Say on which day the client said so."))
    if said_on and said_on > timezone.localdate():
        raise NotPossible(_("The client cannot have said so on a day to come. Check the date."))
    if said_on and said_on < timezone.localdate() - OLDEST_START:
        raise NotPossible(_("The client's word is of a day more than a year ago. Check the date, or ask again."))
    if said_on and said_on < timezone.localdate(client.registered_at) - BEFORE_REGISTRATION:
        raise NotPossible(_("The client's word is of a day long before the client was registered. Check the date."))


def reads_meeting(actor, meeting):
    """What is spoken of in a closed meeting stays with its group: its own people, who runs it, who facilitates.

    Others who see the meeting read on which day which group meets.
    """
    return (
        meeting.is_open
        or meeting.organisation_id == actor.organisation.pk
        or meeting.facilitator_id == actor.id
        or (actor.may(Right.RUN_MEETINGS) and meeting.organisation_id in actor.organisations)
    )


def current(client, part=Part.MAIN):
    """The assignment of today in this part, or None. A stand-in whose last day has passed is none."""
    return Assignment.objects.current().filter(client=client, part=part).select_related("companion__user").first()


def check_is_current(assignment):
    if not assignment.is_current:
        raise NotPossible(_("This assignment has ended already. Nothing was changed."))


def check_is_open(offer):
    """Nobody has answered or closed it; whether the time has run out is asked apart."""
    if offer.state != OfferState.WAITING:
        raise NotPossible(_("This offer is already closed: %(state)s.") % {"state": offer.get_state_display().lower()})


def check_can_answer(by, offer):
    check_may(by, Right.ACCOMPANY)
    if offer.to_id != by.id:
        raise NotAllowed(_("This offer is not yours."))
    check_is_open(offer)
    if offer.lapses_at <= timezone.now():
        raise NotPossible(_("The time to answer has run out. The client is back with the coordinator."))
