"""Who may do what with companions and assignments, and why not. Each refusal is a sentence that the person can read."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import OrganisationKind, Right, Role
from accounts.rules import NotAllowed, check_may
from cases.models import HouseholdMember, Identity
from cases.rules import NotPossible, holding
from companions import choosing
from companions.days import day_words
from companions.models import Assignment, Certificate, ClientWord, Companion
from companions.vocabulary import OfferState, Part, Said

OLDEST_START = timedelta(days=366)

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


def check_suits(by, client, companion, *, despite="", today=None):
    """Nothing stands against it, or a reason was given where one is enough. Raises NotPossible with what it is."""
    ranking = choosing.ranking(by, client, Companion.objects.filter(pk=companion.pk), today=today)
    found = [*ranking.suited, *ranking.others]
    if not found:
        raise NotPossible(_("%(name)s is no companion any more. Choose someone else.") % {"name": companion.name})
    verdict = found[0]
    words = {"name": companion.name, "why": verdict.barred}
    if verdict.is_refused:
        raise NotPossible(_("%(name)s cannot be chosen: %(why)s.") % words)
    if verdict.needs_reason and not despite:
        raise NotPossible(_("%(name)s: %(why)s. Say why nevertheless.") % words)
    if not despite and (alike := _bears_the_name(client, companion)):
        raise NotPossible(alike)


def names_around(client):
    """(the client's legal name, names of the household), folded for comparing."""
    identity = Identity.objects.filter(pk=client.pk).first()
    people = HouseholdMember.objects.filter(client=client, left_on=None)
    own = choosing.folded(identity.legal_name) if identity else ""
    return own, {choosing.folded(person.name) for person in people}


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


def check_from(from_on, client, companion, *, part=Part.MAIN, replaces=None, despite=""):
    """The day on which it began: not to come, not long ago, not before client, predecessor or certificate."""
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
        if not despite and (first is None or from_on < first.issued_on):
            raise NotPossible(
                _("On this day %(name)s had no certificate yet. Choose a later day, or say why nevertheless.")
                % {"name": companion.name}
            )


def _last_end(client, part):
    """The day on which the one before ended in this part, or None."""
    ended = Assignment.objects.filter(client=client, part=part, ended_at__isnull=False).order_by("-ended_at").first()
    return ended and timezone.localdate(ended.ended_at)


def check_not_refused(client, said, said_on=None, *, despite=""):
    """Who has said that they want nobody is asked again first, or there is a reason; an older yes is no answer."""
    last = last_answer(client)
    if last is None or last.said != Said.REFUSES or despite:
        return
    if said == Said.NOT_ASKED or (said_on and said_on < last.said_on):
        raise NotPossible(
            _("On %(day)s the client wanted nobody. Ask again and write down the answer, or say why nevertheless.")
            % {"day": day_words(last.said_on)}
        )


def last_answer(client):
    """What the client said last to being accompanied (ClientWord), or None."""
    return ClientWord.objects.answers().filter(client=client).order_by("-recorded_at").first()


def check_word(said, said_on):
    """A word has its day, and the day is not to come."""
    if said != Said.NOT_ASKED and said_on is None:
        raise NotPossible(_("Say on which day the client said so."))
    if said_on and said_on > timezone.localdate():
        raise NotPossible(_("The client cannot have said so on a day to come. Check the date."))


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
