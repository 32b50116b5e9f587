-- companions_loads: clients and weight (BEBAN) of companions, for the staff of their organisations and for trainers. It
-- counts past the policy, or 30,000 grants would be asked one by one; what it gives is a figure per companion. Who asks
-- is read once, through sub-selects, and weights are added up in halves: whole numbers take a third of the time.
    SELECT a.companion_id, count(*)::int, trim_scale(0.5 * sum(
               CASE WHEN a.new_until >= p_today OR a.risk = 'krisis' THEN 4 WHEN a.risk = 'rendah' THEN 1 ELSE 2 END))
    FROM public.companions_assignment a
    WHERE a.companion_id = ANY (ARRAY(
        SELECT m.id FROM public.accounts_membership m
        WHERE m.id = ANY (p_companions)
          AND ('care:' || m.organisation_id::text = ANY ((SELECT NULLIF(current_setting('basodara.care', true), ''))::text[])
               OR m.id = (SELECT NULLIF(current_setting('basodara.member', true), '')::uuid)
               OR EXISTS (SELECT FROM public.accounts_membership me
                          WHERE me.id = (SELECT NULLIF(current_setting('basodara.member', true), '')::uuid)
                            AND me.active AND 'pelatih' = ANY (me.roles)))))
      AND a.ended_at IS NULL AND a.running AND (a.until_on IS NULL OR a.until_on >= p_today)
    GROUP BY a.companion_id
