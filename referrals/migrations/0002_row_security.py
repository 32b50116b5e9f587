"""Row security: a referral to its two sides and its author; what it says to whoever was given sight for it."""

from django.db import migrations

from privacy.operations import MEMBER, AddPolicy, Policy, SecureTable
from referrals.security import UNSENT, desk, live_grant, seen_referral, sight_for

R, C, E, W, K, P = (
    f"referrals_{name}"
    for name in ("referral", "referralcontent", "referralevent", "withdrawn", "check", "letterprint")
)
RECEIVES = f"({desk(R, 'receiver_id')} AND withdrawn_at IS NULL AND state NOT IN {UNSENT})"
SENDS = f"({desk(R, 'sender_id')} AND state <> 'DRAF')"
WRITES = f"author_id = {MEMBER}"
READS = f"{RECEIVES} OR {SENDS} OR {WRITES} OR ({live_grant(R)} AND state NOT IN {UNSENT})"
# One's own client may be drafted for by any worker of the house; the trigger knows which move is whose.
CHANGES = f"{RECEIVES} OR {desk(R, 'sender_id')} OR {WRITES}"
SLIP = (
    "source = 'rujukan' AND EXISTS (SELECT FROM referrals_referral r WHERE r.id = cases_servicegiven.source_id "
    f"AND r.channel = 'slip' AND r.receiver_id = cases_servicegiven.provider_id AND {desk('r', 'sender_id')} OFFSET 0)"
)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_referrals"), ("cases", "0011_services_secured")]

    operations = [
        SecureTable(R, [
            Policy("referral_read", "SELECT", using=READS),
            Policy("referral_added", "INSERT", check=f"{WRITES} AND {live_grant(R)}"),
            Policy("referral_changed", "UPDATE", using=CHANGES, check=CHANGES),
        ]),
        SecureTable(C, [
            Policy("referralcontent_read", "SELECT", using=sight_for(C)),
            Policy("referralcontent_added", "INSERT", check=live_grant(C)),
            Policy("referralcontent_changed", "UPDATE", using=sight_for(C), check=sight_for(C)),
        ]),
        SecureTable(E, [
            Policy("referralevent_read", "SELECT", using=f"{seen_referral(E)} AND {MEMBER} IS NOT NULL"),
            Policy("referralevent_added", "INSERT", check=f"by_id = {MEMBER} AND {seen_referral(E)}"),
        ]),
        SecureTable(W, [Policy("withdrawn_read", "SELECT", using=desk(W, "receiver_id"))]),
        SecureTable(K, [
            Policy("check_read", "SELECT", using=desk(K, "provider_id")),
            Policy("check_added", "INSERT", check=desk(K, "provider_id")),
            Policy("check_changed", "UPDATE", using=desk(K, "provider_id"), check=desk(K, "provider_id")),
        ]),
        SecureTable(P, [
            Policy("letterprint_read", "SELECT", using=f"{seen_referral(P)} AND {MEMBER} IS NOT NULL"),
            Policy("letterprint_added", "INSERT", check=f"printed_by_id = {MEMBER} AND {seen_referral(P)}"),
        ]),
        # A slip that comes back on paper: the sender writes the service down for a provider that does not.
        AddPolicy("cases_servicegiven", Policy("servicegiven_from_a_slip", "INSERT", check=f"recorded_by_id = {MEMBER} AND {SLIP}")),
        AddPolicy("cases_servicedetail", Policy("servicedetail_from_a_slip", "INSERT", check=
            "EXISTS (SELECT FROM cases_servicegiven s WHERE s.id = cases_servicedetail.service_id "
            f"AND s.recorded_by_id = {MEMBER} AND s.source = 'rujukan' OFFSET 0)")),
        AddPolicy("cases_servicegiven", Policy("servicegiven_slip_taken_back", "UPDATE", using=SLIP, check=SLIP)),
    ]  # fmt: skip
