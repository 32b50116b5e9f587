-- cases_grant_put: opens a care grant that another room's definer function has checked, or moves its end; the web may not
-- call it. `p_source` is the row there that it stands for: one row, one grant.
BEGIN
    UPDATE public.cases_grant g SET ends_at = GREATEST(p_until, g.starts_at)
        WHERE g.client_id = p_client AND g.holder_id = p_holder AND g.basis = p_basis AND g.source = p_source;
    IF NOT FOUND THEN
        INSERT INTO public.cases_grant (id, client_id, holder_id, level, basis, source, starts_at, ends_at, opened_by_id, end_reason)
            VALUES (gen_random_uuid(), p_client, p_holder, 'care', p_basis, p_source, now(), p_until, p_by, '');
    END IF;
END
