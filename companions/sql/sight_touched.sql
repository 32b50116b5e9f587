-- companions_sight_touched: a companion sees a case no longer than the organisation they accompany it for. When that one's
-- grant ends, its assignments end; when it is prolonged, theirs are.
DECLARE
    held_until timestamptz;
    theirs public.companions_assignment;
BEGIN
    SELECT max(g.ends_at) INTO held_until FROM public.cases_grant g
        WHERE g.client_id = NEW.client_id AND g.holder_id = NEW.holder_id AND g.level = 'care'
          AND g.basis <> 'emergency' AND g.ends_at > clock_timestamp();
    FOR theirs IN SELECT * FROM public.companions_assignment a
        WHERE a.client_id = NEW.client_id AND a.organisation_id = NEW.holder_id AND a.ended_at IS NULL
    LOOP
        IF held_until IS NULL THEN
            UPDATE public.companions_assignment a
                SET ended_at = now(), ended_by_id = NEW.ended_by_id, end_reason = 'akses_berakhir' WHERE a.id = theirs.id;
        ELSE
            PERFORM public.cases_grant_put(theirs.client_id, theirs.companion_id, 'assignment', theirs.id,
                LEAST(held_until, ((theirs.until_on + 1)::timestamp AT TIME ZONE 'Asia/Jayapura')), theirs.assigned_by_id);
        END IF;
    END LOOP;
    RETURN NULL;
END
