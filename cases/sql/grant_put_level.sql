-- cases_grant_put_level: like cases_grant_put, at the level that is named; the web may not call it.
BEGIN
    UPDATE public.cases_grant g SET ends_at = GREATEST(p_until, g.starts_at), end_reason = '', ended_by_id = NULL
        WHERE g.client_id = p_client AND g.holder_id = p_holder AND g.level = p_level AND g.basis = p_basis
          AND g.source = p_source;
    IF NOT FOUND THEN
        INSERT INTO public.cases_grant (id, client_id, holder_id, level, basis, source, starts_at, ends_at, opened_by_id, end_reason)
            VALUES (gen_random_uuid(), p_client, p_holder, p_level, p_basis, p_source, now(), p_until, p_by, '');
    END IF;
END
