-- companions_loads_counted: clients and weight (BEBAN) of companions, counted from their assignments, and until when that
-- holds when nothing is changed. Weights are added up in halves: whole numbers take a third of the time.
    SELECT a.companion_id, count(*)::int, trim_scale(0.5 * sum(
               CASE WHEN a.new_until >= p_today OR a.risk = 'krisis' THEN 4 WHEN a.risk = 'rendah' THEN 1 ELSE 2 END)),
           min(LEAST(a.until_on, CASE WHEN a.new_until >= p_today THEN a.new_until END))
    FROM public.companions_assignment a
    WHERE a.companion_id = ANY (p_companions) AND a.ended_at IS NULL AND a.running
      AND (a.until_on IS NULL OR a.until_on >= p_today)
    GROUP BY a.companion_id
