"""A visit written down after its recorder's care ended: whoever answers for the client now is told to plan.

The recorder sees neither the client nor who that is; the trigger does.
"""

from django.db import migrations

from privacy.operations import DefinerFunction, DefinerTrigger

BODY = """
BEGIN
    IF EXISTS (SELECT FROM public.cases_grant g WHERE g.client_id = NEW.client_id AND g.holder_id = NEW.holder_id
               AND g.level = 'care' AND g.starts_at <= now() AND g.ends_at > now()) THEN
        RETURN NULL;
    END IF;
    INSERT INTO public.accounts_notice (id, membership_id, organisation_id, role, kind, object_id, url_name, created_at)
        SELECT gen_random_uuid(), r.worker_id, CASE WHEN r.worker_id IS NULL THEN r.holder_id END,
               CASE WHEN r.worker_id IS NULL THEN 'koordinator' ELSE '' END,
               'visit_after_end', NEW.client_id, 'client_detail', now()
        FROM public.cases_responsibility r
        WHERE r.client_id = NEW.client_id AND r.live
          AND (r.worker_id IS NOT NULL OR EXISTS (SELECT FROM public.accounts_organisation o WHERE o.id = r.holder_id));
    RETURN NULL;
END
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_functions")]

    operations = [
        DefinerFunction("cases_visit_after_end", "", "trigger", BODY, web_may_call=False),
        DefinerTrigger("homevisit_after_end", "cases_homevisit", "AFTER INSERT", "cases_visit_after_end"),
    ]
