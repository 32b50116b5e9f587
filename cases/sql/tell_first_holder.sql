-- cases_tell_first_holder: after saving, asks the whole database for the same person, and tells only the coordinators of
-- the record that was there first. It answers nothing, so that the page says the same whether or not there was a match.
DECLARE
    seats constant text[] := NULLIF(current_setting('basodara.care', true), '')::text[];
    fresh record;
    first record;
BEGIN
    -- One at a time until the commit: of two who register the same person at once, the second sees the first.
    PERFORM pg_advisory_xact_lock(hashtext('cases_tell_first_holder'));
    FOR fresh IN
        SELECT i.client_id, i.nik_digest, i.person_digest, c.registered_at FROM public.cases_identity i
        JOIN public.cases_client c ON c.id = i.client_id
        WHERE i.client_id = ANY (p_clients) AND EXISTS (
            SELECT FROM public.cases_grant g WHERE g.client_id = i.client_id AND g.seat = ANY (seats)
            AND g.starts_at <= now() AND g.ends_at > now())
    LOOP
        SELECT c.id, c.registered_at INTO first
            FROM (SELECT i.client_id FROM public.cases_identity i WHERE i.nik_digest = fresh.nik_digest
                  UNION SELECT i.client_id FROM public.cases_identity i WHERE i.person_digest = fresh.person_digest) same
            JOIN public.cases_client c ON c.id = same.client_id
            WHERE c.id <> fresh.client_id AND NOT c.id = ANY (p_clients)
            ORDER BY c.registered_at, c.id LIMIT 1;
        CONTINUE WHEN NOT FOUND;
        INSERT INTO public.accounts_notice (id, organisation_id, role, kind, object_id, url_name, created_at)
            SELECT gen_random_uuid(), g.holder_id, 'koordinator', 'same_person', first.id, 'client_detail', now()
            FROM public.cases_grant g JOIN public.accounts_organisation o ON o.id = g.holder_id
            WHERE g.client_id = first.id AND g.basis IN ('registration', 'transfer') AND g.level = 'care'
              AND g.ends_at > now()  -- it may have started since this transaction began, while we waited
              AND NOT EXISTS (SELECT FROM public.accounts_notice n WHERE n.organisation_id = g.holder_id
                              AND n.kind = 'same_person' AND n.object_id = first.id AND n.read_at IS NULL);
    END LOOP;
END
