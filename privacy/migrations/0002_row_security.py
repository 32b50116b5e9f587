"""Row security on what the mechanisms keep: one's own receipts and drafts, one's own openings, oversight of an organisation's.

Who else may read the openings of a subject is decided where subjects are known (a policy added by `cases`).
"""

from django.db import migrations

from privacy.operations import MEMBER, Policy, SecureTable, asked

OWN = f"member_id = {MEMBER}"
OVERSEEN = f"organisation_id::text = ANY ({asked('oversight')})"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_records")]

    operations = [
        SecureTable("privacy_receipt", [Policy("receipt_is_ones_own", using=OWN, check=OWN)]),
        SecureTable("privacy_draft", [Policy("draft_is_ones_own", using=OWN, check=OWN)]),
        SecureTable(
            "privacy_accessevent",
            [
                Policy("accessevent_by_oneself", "INSERT", check=OWN),
                Policy("accessevent_own_or_overseen", "SELECT", using=f"{OWN} OR {OVERSEEN}"),
            ],
        ),
        SecureTable(
            "privacy_accessedrecord",
            [
                Policy("accessedrecord_by_oneself", "INSERT", check=OWN),
                Policy("accessedrecord_own_or_overseen", "SELECT", using=f"{OWN} OR {OVERSEEN}"),
            ],
        ),
    ]
