-- companions_assignment_after, where a stand-in may begin later: an assignment gives its grant, and takes it away when it ends,
-- in the same transaction. The grant begins on the first day of an absence that is to come, lasts no longer than the
-- organisation's own sight of the case, and a stand-in's no longer than its last day.
DECLARE
    held_until timestamptz;
    begins constant timestamptz := NEW.from_on::timestamp AT TIME ZONE 'Asia/Jayapura';
BEGIN
    IF NEW.ended_at IS NOT NULL THEN
        -- A grant that has not begun never does: its end would else lie in days to come.
        UPDATE public.cases_grant g SET starts_at = now()
            WHERE g.client_id = NEW.client_id AND g.basis = 'assignment' AND g.source = NEW.id AND g.starts_at > now();
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
        IF begins > now() THEN
            UPDATE public.cases_grant g SET starts_at = LEAST(begins, g.ends_at)
                WHERE g.client_id = NEW.client_id AND g.basis = 'assignment' AND g.source = NEW.id;
        END IF;
    END IF;
    IF NEW.part = 'utama' THEN
        PERFORM public.companions_refresh_gap(NEW.client_id);
    END IF;
    RETURN NULL;
END
