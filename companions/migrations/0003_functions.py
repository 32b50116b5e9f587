"""What the database does by itself: grants follow assignments, gaps and copies follow the case, offers are accepted.

Each function runs as the owner and believes rows and settings, never an argument that says who asks.
"""

from pathlib import Path

from django.db import migrations

from privacy.operations import DefinerFunction, DefinerTrigger

SQL = Path(__file__).resolve().parent.parent / "sql"
MOVED = """
BEGIN
    PERFORM public.companions_refresh_gap(NEW.client_id);
    RETURN NULL;
END
"""
CASE_TOUCHED = """
BEGIN
    UPDATE public.companions_assignment a SET risk = NEW.risk,
        running = NEW.stage IN ('ASESMEN', 'AKTIF', 'TANGGUH', 'BIMBINGAN_LANJUT')
        WHERE a.client_id = NEW.client_id AND a.ended_at IS NULL;
    -- Whoever closes a case may be of another organisation: the companions' part in it ends with it all the same.
    IF NEW.stage = 'TERMINASI' THEN
        UPDATE public.companions_offer o SET state = 'DITARIK', answered_at = now()
            WHERE o.client_id = NEW.client_id AND o.state = 'MENUNGGU';
        UPDATE public.companions_assignment a SET ended_at = now(), end_reason = 'kasus_ditutup',
            ended_by_id = NULLIF(current_setting('basodara.member', true), '')::uuid
            WHERE a.client_id = NEW.client_id AND a.ended_at IS NULL;
    END IF;
    RETURN NULL;
END
"""
# One client at a time in a young database: see cases 0003.
BY_INDEX = "SET enable_seqscan = off SET jit = off"


def body(name):
    return (SQL / f"{name}.sql").read_text()


def private(name, arguments, returns, text, options=""):
    return DefinerFunction(name, arguments, returns, text, options=options, web_may_call=False)


def asked(name, arguments, returns, text):
    return DefinerFunction(name, arguments, returns, text, language="sql", options="STABLE")


class Migration(migrations.Migration):
    dependencies = [("companions", "0002_row_security")]

    operations = [
        private("companions_refresh_gap", "p_client uuid", "void", body("refresh_gap"), BY_INDEX),
        private("companions_moved", "", "trigger", MOVED),
        private("companions_case_touched", "", "trigger", CASE_TOUCHED, BY_INDEX),
        private("companions_assignment_before", "", "trigger", body("assignment_before")),
        private("companions_assignment_after", "", "trigger", body("assignment_after")),
        private("companions_sight_touched", "", "trigger", body("sight_touched")),
        private(
            "companions_move_work",
            "p_client uuid, p_from uuid, p_to uuid, p_organisation uuid, p_until date",
            "void",
            body("move_work"),
        ),
        DefinerTrigger("gap_of_new_holder", "cases_responsibility", "AFTER INSERT", "companions_moved"),
        DefinerTrigger(
            "gap_of_holder", "cases_responsibility", "AFTER UPDATE OF live, stage", "companions_moved",
            condition="(OLD.live, OLD.stage) IS DISTINCT FROM (NEW.live, NEW.stage)",
        ),
        DefinerTrigger(
            "load_of_case", "cases_casefile", "AFTER UPDATE OF risk, stage", "companions_case_touched",
            condition="(OLD.risk, OLD.stage) IS DISTINCT FROM (NEW.risk, NEW.stage)",
        ),
        DefinerTrigger("assignment_before", "companions_assignment", "BEFORE INSERT", "companions_assignment_before"),
        DefinerTrigger(
            "assignment_after", "companions_assignment", "AFTER INSERT OR UPDATE OF ended_at, until_on",
            "companions_assignment_after",
        ),
        DefinerTrigger(
            "sight_touched", "cases_grant", "AFTER INSERT OR UPDATE OF ends_at", "companions_sight_touched",
            condition="NEW.level = 'care' AND NEW.basis NOT IN ('assignment', 'emergency')",
        ),
        DefinerFunction("companions_offer_accept", "p_offer uuid", "uuid", body("offer_accept")),
        DefinerFunction("companions_work_follows", "p_from uuid, p_to uuid", "void", body("work_follows")),
        DefinerFunction("companions_settle", "", "integer", body("settle")),
        asked("companions_loads", "p_companions uuid[], p_today date",
              "TABLE (companion_id uuid, clients integer, weight numeric)", body("loads")),
        asked("companions_month", "p_companions uuid[], p_since timestamptz, p_today date",
              "TABLE (companion_id uuid, visits integer, late integer)", body("month")),
        asked("companions_certificate_state", "p_digest bytea", "text", body("certificate_state")),
        asked("companions_depending", "p_member uuid", "integer", body("depending")),
    ]  # fmt: skip
