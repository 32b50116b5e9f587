-- companions_count_loads: writes down the loads of those whose assignments have changed, or whose figure no longer holds.
-- One at a time: of two counts the older could overwrite the newer. What is deleted here and what is counted is seen at the
-- same moment, for it is one statement: a change that comes later leaves a new mark.
BEGIN
    PERFORM FROM public.companions_loadtouched LIMIT 1;
    IF NOT FOUND THEN
        PERFORM FROM public.companions_load l WHERE l.holds_until < p_today LIMIT 1;
        IF NOT FOUND THEN
            RETURN;
        END IF;
    END IF;
    IF NOT pg_try_advisory_xact_lock(hashtextextended('companions_count_loads', 0)) THEN
        RETURN;
    END IF;
    WITH touched AS (DELETE FROM public.companions_loadtouched RETURNING companion_id),
    stale AS (SELECT t.companion_id FROM touched t
              UNION SELECT l.companion_id FROM public.companions_load l WHERE l.holds_until < p_today)
    INSERT INTO public.companions_load AS kept (companion_id, organisation_id, counted_on, holds_until, clients, weight)
        SELECT m.id, m.organisation_id, p_today, COALESCE(c.holds_until, '9999-12-31'), COALESCE(c.clients, 0),
               COALESCE(c.weight, 0)
        FROM public.accounts_membership m
        LEFT JOIN public.companions_loads_counted(ARRAY(SELECT s.companion_id FROM stale s), p_today) c
            ON c.companion_id = m.id
        WHERE m.id IN (SELECT s.companion_id FROM stale s)
        ON CONFLICT (companion_id) DO UPDATE SET counted_on = EXCLUDED.counted_on, holds_until = EXCLUDED.holds_until,
            clients = EXCLUDED.clients, weight = EXCLUDED.weight;
END
