"""Row security on every table with a client's data: the second lock behind `visible_to`.

A view that forgets its filter still gets only what the actor's seats open, and without a context nothing. The policy
on `cases_grant` compares seats and never reads `cases_grant` (it would recurse).
"""

from django.db import migrations

from cases.security import MEMBER, live_grant, of_clients_in_care, overseen_client
from privacy.operations import AddPolicy, Policy, SecureTable, asked

# A member may register for the own organisation, and an LKS for a KDS below it.
REGISTERED_HERE = f"""
    registered_by_id = {MEMBER} AND EXISTS (
        SELECT FROM accounts_membership m JOIN accounts_organisation o ON o.id = cases_client.registered_organisation_id
        WHERE m.id = {MEMBER} AND m.active AND m.organisation_id IN (o.id, o.parent_id))
"""

# A visit may still be written down for 14 days by whoever held care when it took place.
HELD_CARE_THEN = f"""
    recorded_by_id = {MEMBER} AND (
        {live_grant("cases_homevisit")}
        OR (visited_at > now() - interval '14 days' AND EXISTS (
            SELECT FROM cases_grant g WHERE g.client_id = cases_homevisit.client_id AND g.seat = ANY ({asked("care")})
            AND g.starts_at <= cases_homevisit.visited_at AND g.ends_at > cases_homevisit.visited_at)))
"""

# Who answers for a client in an organisation is that organisation's to say.
OWN_ROW = f"""
    'care:' || holder_id::text = ANY ({asked("care")}) AND {live_grant("cases_responsibility")}
"""

MAY_READ_NOTE = f"""
    {live_grant("cases_restrictednote")} AND (
        author_id = {MEMBER}
        OR holder_id::text = ANY ({asked("supervises")})
        OR EXISTS (SELECT FROM cases_responsibility r
                   WHERE r.client_id = cases_restrictednote.client_id AND r.worker_id = {MEMBER} AND r.live))
"""


def any_seat(table, name, *, client="client_id"):
    care = live_grant(table, client=client)
    return SecureTable(
        table,
        [
            Policy(f"{name}_of_a_client_in_sight", "SELECT", using=live_grant(table, client=client, seats="any")),
            Policy(f"{name}_written_in_care", "INSERT", check=care),
            Policy(f"{name}_changed_in_care", "UPDATE", using=care, check=care),
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases"), ("privacy", "0002_row_security"), ("accounts", "0002_row_security")]

    operations = [
        SecureTable("cases_grant", [
            Policy("grant_on_ones_seat", "SELECT", using=f"seat = ANY ({asked('any')})"),
            Policy("grant_of_an_overseen_organisation", "SELECT", using=f"holder_id::text = ANY ({asked('oversight')})"),
        ]),
        SecureTable("cases_client", [
            Policy("client_in_sight", "SELECT", using=live_grant("cases_client", client="id", seats="any")),
            Policy("client_registered_here", "INSERT", check=REGISTERED_HERE),
            Policy("client_changed_in_care", "UPDATE",
                   using=live_grant("cases_client", client="id"), check=live_grant("cases_client", client="id")),
        ]),
        any_seat("cases_contactcard", "contactcard"),
        of_clients_in_care("cases_identity", "identity"),
        of_clients_in_care("cases_casefile", "casefile"),
        of_clients_in_care("cases_householdmember", "householdmember"),
        of_clients_in_care("cases_nextstep", "nextstep"),
        of_clients_in_care("cases_plannedvisit", "plannedvisit"),
        of_clients_in_care("cases_importedrow", "importedrow"),
        SecureTable("cases_responsibility", [
            Policy("responsibility_of_a_client_in_care", "SELECT", using=live_grant("cases_responsibility")),
            Policy("responsibility_given_by_its_holder", "UPDATE", using=OWN_ROW, check=OWN_ROW),
        ]),
        SecureTable("cases_consent", [
            Policy("consent_of_a_client_in_care", "SELECT",
                   using=f"{live_grant('cases_consent')} OR {overseen_client('cases_consent')}"),
            # Whoever serves a client under any live grant may write down that consent is withdrawn.
            Policy("consent_recorded_in_sight", "INSERT",
                   check=f"recorded_by_id = {MEMBER} AND ({live_grant('cases_consent')} OR "
                         f"(decision = 'DITARIK' AND {live_grant('cases_consent', seats='any')}))"),
        ]),
        SecureTable("cases_homevisit", [
            Policy("visit_of_a_client_in_care", "SELECT", using=live_grant("cases_homevisit")),
            Policy("visit_by_who_held_care_then", "INSERT", check=HELD_CARE_THEN),
            Policy("visit_corrected_in_care", "UPDATE",
                   using=live_grant("cases_homevisit"), check=live_grant("cases_homevisit")),
        ]),
        SecureTable("cases_restrictednote", [
            Policy("note_for_few", "SELECT", using=MAY_READ_NOTE),
            Policy("note_by_its_author", "INSERT", check=f"author_id = {MEMBER} AND {live_grant('cases_restrictednote')}"),
            Policy("note_changed_by_its_author", "UPDATE",
                   using=f"author_id = {MEMBER}", check=f"author_id = {MEMBER} AND {live_grant('cases_restrictednote')}"),
        ]),
        SecureTable("cases_registerfile", [
            Policy("registerfile_of_its_maker", using=f"member_id = {MEMBER}", check=f"member_id = {MEMBER}"),
        ]),
        AddPolicy("privacy_accessedrecord", Policy(
            "accessedrecord_of_a_client_in_care", "SELECT", using=live_grant("privacy_accessedrecord", client="subject"))),
    ]  # fmt: skip
