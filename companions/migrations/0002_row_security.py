"""Row security: companions to the staff of their organisation, what concerns a client to who holds care of it.

"Peer" tells a diagnosis, and a barrier tells whom a client fears: both stand in tables that coordinators alone may read.
"""

from django.db import migrations

from cases.security import MEMBER, live_grant, of_clients_in_care
from companions.security import COORDINATOR, TRAINER, in_ones_organisation, staff
from privacy.operations import Policy, SecureTable


def t(name):
    return f"companions_{name}"


def mine(table, column="companion_id"):
    return f"{table}.{column} = {MEMBER}"


def policies(name, *, read, add, change="", remove=""):
    made = [Policy(f"{name}_read", "SELECT", using=read), Policy(f"{name}_added", "INSERT", check=add)]
    if change:
        made.append(Policy(f"{name}_changed", "UPDATE", using=change, check=change))
    if remove:
        made.append(Policy(f"{name}_removed", "DELETE", using=remove))
    return SecureTable(t(name), made)


def coordinated(name):
    return f"{staff(t(name))} AND {COORDINATOR}"


# A companion of the organisation that holds the case, of its KDS or of the LKS above it; chosen by a coordinator of it.
ASSIGNED = f"""
    assigned_by_id = {MEMBER} AND ended_at IS NULL AND {coordinated("assignment")}
    AND EXISTS (SELECT FROM cases_grant g WHERE g.client_id = companions_assignment.client_id
                AND g.holder_id = companions_assignment.organisation_id AND g.level = 'care' AND g.basis <> 'emergency'
                AND g.starts_at <= now() AND g.ends_at > now() OFFSET 0)
    AND EXISTS (SELECT FROM accounts_membership c JOIN accounts_organisation theirs ON theirs.id = c.organisation_id
                JOIN accounts_organisation ours ON ours.id = companions_assignment.organisation_id
                WHERE c.id = companions_assignment.companion_id AND c.active AND 'pendamping' = ANY (c.roles)
                AND (theirs.id = ours.id OR theirs.parent_id = ours.id OR ours.parent_id = theirs.id))
"""  # noqa: S608 - our own table names
BARRIER = f"{live_grant(t('clientbarrier'))} AND {COORDINATOR} AND companion_id <> {MEMBER}"
ATTENDANCE = f"{live_grant(t('attendance'))} AND {COORDINATOR}"


class Migration(migrations.Migration):
    dependencies = [("companions", "0001_companions"), ("cases", "0008_on_behalf")]

    operations = [
        policies("organisationprofile", read=f"{MEMBER} IS NOT NULL", add=coordinated("organisationprofile"),
                 change=coordinated("organisationprofile")),
        policies("companion", read=f"{staff(t('companion'))} OR {mine(t('companion'), 'membership_id')} OR {TRAINER}",
                 add=coordinated("companion"), change=coordinated("companion")),
        policies("companionkind", read=f"({coordinated('companionkind')}) OR {TRAINER}",
                 add=coordinated("companionkind"), change=coordinated("companionkind")),
        policies("absence", read=f"{staff(t('absence'))} OR {mine(t('absence'))} OR {TRAINER}",
                 add=f"recorded_by_id = {MEMBER} AND (({coordinated('absence')}) OR {mine(t('absence'))})",
                 change=f"({coordinated('absence')}) OR {mine(t('absence'))}"),
        policies("clientbarrier", read=BARRIER, add=f"recorded_by_id = {MEMBER} AND {BARRIER}", change=BARRIER),
        of_clients_in_care(t("companionwish"), "companionwish"),
        policies("assignment", read=f"{live_grant(t('assignment'))} OR {mine(t('assignment'))}", add=ASSIGNED,
                 change=f"{coordinated('assignment')} AND {live_grant(t('assignment'))}"),
        policies("clientword", read=live_grant(t("clientword")),
                 add=f"recorded_by_id = {MEMBER} AND {live_grant(t('clientword'))}"),
        SecureTable(t("gap"), [Policy("gap_of_a_client_in_care", "SELECT", using=live_grant(t("gap")))]),
        policies("offer", read=f"{mine(t('offer'), 'to_id')} OR {staff(t('offer'))}",
                 add=f"{coordinated('offer')} AND {live_grant(t('offer'))}",
                 change=f"{mine(t('offer'), 'to_id')} OR ({coordinated('offer')})"),
        policies("handover",
                 read=f"{staff(t('handover'))} OR EXISTS (SELECT FROM companions_offer o "
                      f"WHERE o.hand_over_id = companions_handover.id AND o.to_id = {MEMBER})",
                 add=f"made_by_id = {MEMBER} AND {coordinated('handover')}"),
        policies("meeting", read=f"{staff(t('meeting'))} OR {in_ones_organisation(t('meeting'))}",
                 add=coordinated("meeting"), change=coordinated("meeting")),
        policies("attendance", read=live_grant(t("attendance")),
                 add=f"recorded_by_id = {MEMBER} AND {ATTENDANCE}", change=ATTENDANCE),
        policies("supervision", read=f"{staff(t('supervision'))} OR {mine(t('supervision'))}",
                 add=f"held_by_id = {MEMBER} AND {coordinated('supervision')}", change=coordinated("supervision")),
        policies("discussedcase", read=live_grant(t("discussedcase")),
                 add=f"{live_grant(t('discussedcase'))} AND {COORDINATOR}"),
        policies("agreedaction", read=f"{staff(t('agreedaction'))} OR {mine(t('agreedaction'))}",
                 add=coordinated("agreedaction"), change=f"({coordinated('agreedaction')}) OR {mine(t('agreedaction'))}"),
        policies("registername", read=coordinated("registername"), add=coordinated("registername"),
                 change=coordinated("registername")),
        policies("training", read=f"{MEMBER} IS NOT NULL", add=TRAINER, change=TRAINER),
        policies("trainingsession", read=f"{MEMBER} IS NOT NULL", add=TRAINER, change=TRAINER, remove=TRAINER),
        policies("participant", read=f"{staff(t('participant'))} OR {mine(t('participant'))} OR {TRAINER}",
                 add=TRAINER, change=TRAINER),
        policies("sessionpresence", read=f"{TRAINER} OR EXISTS (SELECT FROM companions_participant p "
                                         "WHERE p.id = companions_sessionpresence.participant_id)",
                 add=TRAINER, remove=TRAINER),
        policies("certificate", read=f"{staff(t('certificate'))} OR {mine(t('certificate'))} OR {TRAINER}",
                 add=TRAINER, change=TRAINER),
    ]  # fmt: skip
