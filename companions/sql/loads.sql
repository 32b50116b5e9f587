-- companions_loads: clients and weight (BEBAN) of companions, for the staff of their organisations and for trainers. It
-- counts past the policy, or 30,000 grants would be asked one by one; what it gives is a figure per companion.
    SELECT a.companion_id, count(*)::int,
           sum(CASE WHEN a.new_until >= p_today OR a.risk = 'krisis' THEN 2 WHEN a.risk = 'rendah' THEN 0.5 ELSE 1 END)
    FROM public.companions_assignment a
    WHERE a.companion_id = ANY (p_companions) AND a.ended_at IS NULL AND a.running
      AND (a.until_on IS NULL OR a.until_on >= p_today)
      AND a.companion_id IN (
        SELECT m.id FROM public.accounts_membership m
        WHERE 'care:' || m.organisation_id::text = ANY (NULLIF(current_setting('basodara.care', true), '')::text[])
           OR m.id = NULLIF(current_setting('basodara.member', true), '')::uuid
           OR EXISTS (SELECT FROM public.accounts_membership me
                      WHERE me.id = NULLIF(current_setting('basodara.member', true), '')::uuid
                        AND me.active AND 'pelatih' = ANY (me.roles)))
    GROUP BY a.companion_id
