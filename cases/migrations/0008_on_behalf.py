"""A companion works for an organisation: what one plans for a client counts for the other.

Grants may now be written for rows that higher rooms keep (an assignment): two functions that the web may not call.
"""

from importlib import import_module

from django.db import migrations, models

from cases.security import MEMBER, live_grant
from privacy.operations import DefinerFunction, Policy, asked

first = import_module("cases.migrations.0003_functions")
secured = import_module("cases.migrations.0002_row_security")

GRANT_TOUCHED = """
DECLARE
    is_live boolean;
    behalf uuid;
BEGIN
    IF NEW.level <> 'care' OR NEW.basis NOT IN ('registration', 'transfer', 'share', 'assignment') THEN
        RETURN NULL;
    END IF;
    is_live := EXISTS (SELECT FROM public.cases_grant g WHERE g.client_id = NEW.client_id AND g.holder_id = NEW.holder_id
                       AND g.level = 'care' AND g.basis <> 'emergency' AND g.ends_at > clock_timestamp());
    IF NEW.basis = 'assignment' THEN
        -- The companion's own organisation where it holds the case, else the one above it or below it that does.
        SELECT o.id INTO behalf FROM public.accounts_membership m
            JOIN public.accounts_organisation own ON own.id = m.organisation_id
            JOIN public.accounts_organisation o ON o.id IN (own.id, own.parent_id) OR o.parent_id = own.id
            WHERE m.id = NEW.holder_id AND EXISTS (
                SELECT FROM public.cases_grant g WHERE g.client_id = NEW.client_id AND g.holder_id = o.id
                AND g.level = 'care' AND g.basis <> 'emergency' AND g.ends_at > clock_timestamp())
            ORDER BY o.id = own.id DESC, o.id = own.parent_id DESC, o.id LIMIT 1;
    END IF;
    INSERT INTO public.cases_responsibility (id, client_id, holder_id, on_behalf_id, worker_id, live, stage, sort_on, since)
        VALUES (gen_random_uuid(), NEW.client_id, NEW.holder_id, behalf,
                CASE WHEN NEW.basis = 'assignment' THEN NEW.holder_id END, is_live, '', DATE '1900-01-01', now())
        ON CONFLICT (client_id, holder_id) DO UPDATE SET live = excluded.live,
            on_behalf_id = COALESCE(excluded.on_behalf_id, cases_responsibility.on_behalf_id),
            since = CASE WHEN excluded.live AND NOT cases_responsibility.live THEN now() ELSE cases_responsibility.since END,
            worker_id = CASE WHEN excluded.live THEN COALESCE(cases_responsibility.worker_id, excluded.worker_id) END;
    PERFORM public.cases_refresh_responsibility(NEW.client_id);
    RETURN NULL;
END
"""

# How many clients would have nobody to answer for them if this person went: a figure for who may end their access.
DEPENDING = """
    SELECT count(*)::int FROM public.cases_responsibility r
    JOIN public.accounts_membership m ON m.id = p_member
    WHERE r.worker_id = p_member AND r.live AND r.holder_id <> p_member
      AND r.stage IN ('ASESMEN', 'AKTIF', 'TANGGUH', 'BIMBINGAN_LANJUT')
      AND EXISTS (SELECT FROM public.accounts_membership mine JOIN public.accounts_organisation o ON o.id = m.organisation_id
                  WHERE mine.id = NULLIF(current_setting('basodara.member', true), '')::uuid AND mine.active
                    AND mine.organisation_id IN (o.id, o.parent_id))
"""


# A companion's own row names the companion; a restricted note is for the worker who answers in an organisation.
FEW = f"""
    {live_grant("cases_restrictednote")} AND (
        author_id = {MEMBER}
        OR holder_id::text = ANY ({asked("supervises")})
        OR EXISTS (SELECT FROM cases_responsibility r
                   WHERE r.client_id = cases_restrictednote.client_id AND r.worker_id = {MEMBER} AND r.live
                   AND r.holder_id <> {MEMBER}))
"""


def for_few(using):
    """The statements that read a restricted note's few readers anew."""
    policy = Policy("note_for_few", "SELECT", using=using)
    return [policy.drop("cases_restrictednote"), policy.create("cases_restrictednote")]


def private(name, arguments, returns, text, options="", before=""):
    return DefinerFunction(name, arguments, returns, text, options=options, web_may_call=False, before=before)


def earlier(name, arguments, returns, text, options=""):
    """The statement that puts an earlier version back."""
    return next(iter(private(name, arguments, returns, text, options).up()))


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_urgent_steps")]

    operations = [
        migrations.AddField("responsibility", "on_behalf_id", models.UUIDField(null=True)),
        private(
            "cases_refresh_responsibility",
            "p_client uuid",
            "void",
            first.body("refresh_responsibility_on_behalf"),
            first.BY_INDEX,
            before=earlier(
                "cases_refresh_responsibility", "p_client uuid", "void", first.body("refresh_responsibility"), first.BY_INDEX
            ),
        ),
        private(
            "cases_grant_touched",
            "",
            "trigger",
            GRANT_TOUCHED,
            before=earlier("cases_grant_touched", "", "trigger", first.GRANT_TOUCHED),
        ),
        private(
            "cases_grant_put",
            "p_client uuid, p_holder uuid, p_basis text, p_source uuid, p_until timestamptz, p_by uuid",
            "void",
            first.body("grant_put"),
        ),
        private(
            "cases_grant_stop", "p_client uuid, p_basis text, p_source uuid, p_reason text, p_by uuid", "void",
            first.body("grant_stop"),
        ),
        migrations.RunSQL(for_few(FEW), for_few(secured.MAY_READ_NOTE)),
        DefinerFunction(
            "cases_depending_on", "p_member uuid", "integer", DEPENDING, language="sql", options="STABLE"
        ),
    ]  # fmt: skip
