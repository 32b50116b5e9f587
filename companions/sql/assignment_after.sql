-- companions_assignment_after: an assignment gives its grant, and takes it away when it ends, in the same transaction. The
-- grant lasts no longer than the organisation's own sight of the case, and a stand-in's no longer than its last day.
DECLARE
    held_until timestamptz;
BEGIN
    IF NEW.ended_at IS NOT NULL THEN
        PERFORM public.cases_grant_stop(NEW.client_id, 'assignment', NEW.id, NEW.end_reason, NEW.ended_by_id);
    ELSE
        SELECT max(g.ends_at) INTO held_until FROM public.cases_grant g
            WHERE g.client_id = NEW.client_id AND g.holder_id = NEW.organisation_id AND g.level = 'care'
              AND g.basis <> 'emergency' AND g.starts_at <= clock_timestamp() AND g.ends_at > clock_timestamp();
        IF held_until IS NULL THEN
            RAISE EXCEPTION 'an organisation assigns companions to clients that it holds' USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM public.cases_grant_put(NEW.client_id, NEW.companion_id, 'assignment', NEW.id,
            LEAST(held_until, ((NEW.until_on + 1)::timestamp AT TIME ZONE 'Asia/Jayapura')), NEW.assigned_by_id);
    END IF;
    IF NEW.part = 'utama' THEN
        PERFORM public.companions_refresh_gap(NEW.client_id);
    END IF;
    RETURN NULL;
END
