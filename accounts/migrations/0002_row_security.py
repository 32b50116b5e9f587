"""Row security on notices and preferences.

A notice is read by the membership it is addressed to, or by whoever holds its role in its organisation; a coordinator
of an LKS also reads those to the coordinators of its KDS. Anyone may leave one: also a person who only accepts an
invitation. Preferences are one's own.
"""

from django.db import migrations

from privacy.operations import MEMBER, Policy, SecureTable

ADDRESSED = f"""
    membership_id = {MEMBER}
    OR (organisation_id IS NOT NULL AND EXISTS (
        SELECT FROM accounts_membership m
        WHERE m.id = {MEMBER} AND m.active AND accounts_notice.role = ANY (m.roles)
          AND (m.organisation_id = accounts_notice.organisation_id
               OR (accounts_notice.role = 'koordinator' AND EXISTS (
                    SELECT FROM accounts_organisation o
                    WHERE o.id = accounts_notice.organisation_id AND o.parent_id = m.organisation_id)))
    ))
"""  # noqa: S608 - constants of ours
OWN = f"membership_id = {MEMBER}"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people")]

    operations = [
        SecureTable(
            "accounts_notice",
            [
                Policy("notice_left_by_anyone", "INSERT", check="true"),
                Policy("notice_read_by_whom_it_is_for", "SELECT", using=ADDRESSED),
                Policy("notice_ticked_by_whom_it_is_for", "UPDATE", using=ADDRESSED),
            ],
        ),
        SecureTable("accounts_preference", [Policy("preference_is_ones_own", using=OWN, check=OWN)]),
    ]
