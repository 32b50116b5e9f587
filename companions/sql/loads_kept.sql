-- companions_loads: clients and weight (BEBAN) of companions, for the staff of their organisations and for trainers: as they
-- were counted last, or counted anew for those whose assignments have changed since. Past the policy on assignments, or
-- 30,000 grants would be asked one by one; what it gives is a figure per companion.
    WITH who AS MATERIALIZED (
        SELECT m.id FROM public.accounts_membership m
        WHERE m.id = ANY (p_companions)
          AND ('care:' || m.organisation_id::text = ANY ((SELECT NULLIF(current_setting('basodara.care', true), ''))::text[])
               OR m.id = (SELECT NULLIF(current_setting('basodara.member', true), '')::uuid)
               OR EXISTS (SELECT FROM public.accounts_membership me
                          WHERE me.id = (SELECT NULLIF(current_setting('basodara.member', true), '')::uuid)
                            AND me.active AND 'pelatih' = ANY (me.roles)))),
    kept AS MATERIALIZED (
        SELECT l.companion_id, l.clients, trim_scale(l.weight) AS weight
        FROM public.companions_load l JOIN who ON who.id = l.companion_id
        WHERE p_today BETWEEN l.counted_on AND l.holds_until
          AND l.companion_id NOT IN (SELECT t.companion_id FROM public.companions_loadtouched t))
    SELECT kept.companion_id, kept.clients, kept.weight FROM kept WHERE kept.clients > 0
    UNION ALL
    SELECT c.companion_id, c.clients, c.weight
    FROM public.companions_loads_counted(ARRAY(SELECT who.id FROM who EXCEPT SELECT kept.companion_id FROM kept), p_today) c
