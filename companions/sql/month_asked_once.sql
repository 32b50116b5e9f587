-- companions_month: visits of this month and plans that are late, per companion, for the staff of their organisations.
-- Who asks is read once, through a sub-select, not for each companion.
    SELECT c.id,
        (SELECT count(*)::int FROM public.cases_homevisit v
         WHERE v.recorded_by_id = c.id AND v.visited_at >= p_since AND v.hidden_at IS NULL AND v.result = 'TERLAKSANA'),
        (SELECT count(*)::int FROM public.cases_plannedvisit p
         WHERE p.worker_id = c.id AND p.state = 'RENCANA' AND p.planned_on < p_today)
    FROM public.accounts_membership c
    WHERE c.id = ANY (p_companions)
      AND 'care:' || c.organisation_id::text = ANY ((SELECT NULLIF(current_setting('basodara.care', true), ''))::text[])
