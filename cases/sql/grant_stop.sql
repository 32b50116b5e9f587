-- cases_grant_stop: ends now the grants that stand for one row of another room; the web may not call it.
BEGIN
    UPDATE public.cases_grant g SET ends_at = GREATEST(now(), g.starts_at), ended_by_id = p_by, end_reason = p_reason
        WHERE g.client_id = p_client AND g.basis = p_basis AND g.source = p_source AND g.ends_at > now();
END
