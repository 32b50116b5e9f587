-- cases_refresh_responsibility: the derived columns of all holders' rows of one client; called by triggers alone.
-- What a companion plans is planned for the organisation they accompany for, and the other way round.
BEGIN
    UPDATE public.cases_responsibility r SET
        next_due = now_is.due,
        last_visit_on = now_is.last_on,
        stage = now_is.stage,
        kelurahan_id = now_is.kelurahan_id,
        sort_on = CASE
            WHEN now_is.stage = 'TERMINASI' THEN DATE '9999-12-31'
            WHEN now_is.due IS NOT NULL THEN now_is.due
            WHEN now_is.stage IN ('PROSPEK', '') THEN DATE '9999-12-30'
            ELSE DATE '1900-01-01'  -- running, and nothing is planned: on top
        END
    FROM (
        SELECT held.id, c.kelurahan_id, COALESCE(f.stage, '') AS stage,
            (SELECT (h.visited_at AT TIME ZONE 'Asia/Jayapura')::date FROM public.cases_homevisit h
             WHERE h.client_id = c.id AND h.result = 'TERLAKSANA' AND h.hidden_at IS NULL
             ORDER BY h.visited_at DESC LIMIT 1) AS last_on,
            LEAST(
                (SELECT min(p.planned_on) FROM public.cases_plannedvisit p
                 WHERE p.client_id = c.id AND p.state = 'RENCANA' AND p.holder_id IN (held.holder_id, held.on_behalf_id)),
                (SELECT min(s.due_on) FROM public.cases_nextstep s
                 WHERE s.client_id = c.id AND s.done_at IS NULL AND s.holder_id IN (held.holder_id, held.on_behalf_id))) AS due
        FROM public.cases_responsibility held
        JOIN public.cases_client c ON c.id = held.client_id
        LEFT JOIN public.cases_casefile f ON f.client_id = c.id
        WHERE held.client_id = p_client
    ) now_is
    WHERE r.id = now_is.id
      AND (r.next_due, r.last_visit_on, r.stage, r.kelurahan_id)
          IS DISTINCT FROM (now_is.due, now_is.last_on, now_is.stage, now_is.kelurahan_id);
END
