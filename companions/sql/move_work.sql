-- companions_move_work: what one companion had planned for a client, and half written, goes to another; not callable by the
-- web. Until `p_until` alone when that is given: an absent companion finds the rest after coming back.
BEGIN
    UPDATE public.cases_plannedvisit p SET worker_id = p_to
        WHERE p.client_id = p_client AND p.worker_id = p_from AND p.state = 'RENCANA'
          AND p.holder_id IN (p_organisation, p_from) AND (p_until IS NULL OR p.planned_on <= p_until);
    UPDATE public.cases_nextstep s SET owner_id = p_to
        WHERE s.client_id = p_client AND s.owner_id = p_from AND s.done_at IS NULL
          AND s.holder_id IN (p_organisation, p_from) AND (p_until IS NULL OR s.due_on <= p_until);
    -- A draft of the receiver's own for the same form stays as it is.
    UPDATE public.privacy_draft d SET member_id = p_to
        WHERE d.member_id = p_from AND d.subject = p_client::text AND d.form IN ('visit', 'plan', 'step')
          AND NOT EXISTS (SELECT FROM public.privacy_draft own
                          WHERE own.member_id = p_to AND own.form = d.form AND own.subject = d.subject);
END
