"""Who writes what the web may not: grants, the holder's own row, the notice to a first holder, the search.

Each function runs as the owner, looks at the asker's settings itself, and never at an argument that says who asks.
"""

from pathlib import Path

from django.db import migrations

from privacy.operations import DefinerFunction, DefinerTrigger

SQL = Path(__file__).resolve().parent.parent / "sql"


def body(name):
    return (SQL / f"{name}.sql").read_text()


TOUCHED = """
BEGIN
    PERFORM public.cases_refresh_responsibility(NEW.client_id);
    RETURN NULL;
END
"""
CLIENT_TOUCHED = TOUCHED.replace("NEW.client_id", "NEW.id")

# A care grant makes the holder's own row; the end of the last one takes it off the lists. Not now(): a grant that was
# opened after this transaction began ends with its start.
GRANT_TOUCHED = """
DECLARE
    is_live boolean;
BEGIN
    IF NEW.level <> 'care' OR NEW.basis NOT IN ('registration', 'transfer', 'share', 'assignment') THEN
        RETURN NULL;
    END IF;
    is_live := EXISTS (SELECT FROM public.cases_grant g WHERE g.client_id = NEW.client_id AND g.holder_id = NEW.holder_id
                       AND g.level = 'care' AND g.basis <> 'emergency' AND g.ends_at > clock_timestamp());
    INSERT INTO public.cases_responsibility (id, client_id, holder_id, live, stage, sort_on, since)
        VALUES (gen_random_uuid(), NEW.client_id, NEW.holder_id, is_live, '', DATE '1900-01-01', now())
        ON CONFLICT (client_id, holder_id) DO UPDATE SET live = excluded.live,
            worker_id = CASE WHEN excluded.live THEN cases_responsibility.worker_id END;
    PERFORM public.cases_refresh_responsibility(NEW.client_id);
    RETURN NULL;
END
"""

# Consent to sharing that is withdrawn or refused ends the shares it opened, in the same transaction. It waits for a share
# that is being opened at the same moment (which locks the client's row too), or it would not see that grant.
CONSENT_TOUCHED = """
BEGIN
    PERFORM FROM public.cases_client c WHERE c.id = NEW.client_id FOR NO KEY UPDATE;
    UPDATE public.cases_grant g SET ends_at = GREATEST(now(), g.starts_at), ended_by_id = NEW.recorded_by_id, end_reason = 'consent'
        WHERE g.client_id = NEW.client_id AND g.holder_id = NEW.organisation_id AND g.basis = 'share' AND g.ends_at > now();
    RETURN NULL;
END
"""


# Called once per client of an import. In a young database nothing has been analysed yet: the planner would read whole
# tables for each of 2,000 clients (18 s instead of 1).
BY_INDEX = "SET enable_seqscan = off SET jit = off"


def private(name, arguments, returns, text, options=""):
    return DefinerFunction(name, arguments, returns, text, options=options, web_may_call=False)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_row_security")]

    operations = [
        private("cases_refresh_responsibility", "p_client uuid", "void", body("refresh_responsibility"), BY_INDEX),
        private("cases_touched", "", "trigger", TOUCHED),
        private("cases_client_touched", "", "trigger", CLIENT_TOUCHED),
        private("cases_grant_touched", "", "trigger", GRANT_TOUCHED),
        private("cases_consent_touched", "", "trigger", CONSENT_TOUCHED),
        DefinerTrigger("grant_touched", "cases_grant", "AFTER INSERT OR UPDATE OF ends_at", "cases_grant_touched"),
        DefinerTrigger("client_touched", "cases_client", "AFTER UPDATE OF kelurahan_id", "cases_client_touched"),
        DefinerTrigger("casefile_touched", "cases_casefile", "AFTER INSERT OR UPDATE OF stage", "cases_touched"),
        DefinerTrigger("nextstep_touched", "cases_nextstep", "AFTER INSERT OR UPDATE", "cases_touched"),
        DefinerTrigger("plannedvisit_touched", "cases_plannedvisit", "AFTER INSERT OR UPDATE", "cases_touched"),
        DefinerTrigger("homevisit_touched", "cases_homevisit", "AFTER INSERT OR UPDATE", "cases_touched"),
        DefinerTrigger(
            "consent_touched",
            "cases_consent",
            "AFTER INSERT",
            "cases_consent_touched",
            condition="NEW.purpose = 'C4' AND NEW.decision IN ('DITARIK', 'TOLAK')",
        ),
        DefinerFunction(
            "cases_grant_open",
            "p_client uuid, p_holder uuid, p_level text, p_basis text, p_source uuid, p_until timestamptz",
            "uuid",
            body("grant_open"),
        ),
        DefinerFunction("cases_grant_end", "p_ids uuid[], p_reason text", "integer", body("grant_end")),
        DefinerFunction(
            "cases_holders_of",
            "p_client uuid",
            "TABLE (id uuid, holder_id uuid, level text, basis text, starts_at timestamptz, ends_at timestamptz, "
            "organisation text, user_id uuid)",
            body("holders_of"),
            language="sql",
            options="STABLE",
        ),
        DefinerFunction(
            "cases_tell_first_holder", "p_clients uuid[]", "void", body("tell_first_holder"), options=BY_INDEX
        ),
        DefinerFunction(
            "cases_find_clients",
            "questions jsonb",
            "TABLE (client_id uuid, legal_name bytea, call_name bytea)",
            body("find_clients"),
            options="STABLE SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET jit = off",
        ),
    ]
