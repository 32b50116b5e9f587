-- cases_grant_open: the only way a grant comes into being. It checks, basis by basis, what the design's table says.
DECLARE
    me constant uuid := NULLIF(current_setting('basodara.member', true), '')::uuid;
    seats constant text[] := NULLIF(current_setting('basodara.care', true), '')::text[];
    mine public.accounts_membership;
    consent public.cases_consent;
    new_id uuid;
    until timestamptz := COALESCE(p_until, '9999-12-31 00:00:00+00');
BEGIN
    SELECT * INTO mine FROM public.accounts_membership m WHERE m.id = me AND m.active;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a grant is opened by an active member' USING ERRCODE = 'insufficient_privilege';
    END IF;

    IF p_basis = 'registration' THEN
        PERFORM FROM public.cases_client c
            JOIN public.accounts_organisation o ON o.id = c.registered_organisation_id
            WHERE c.id = p_client AND c.registered_by_id = me AND o.id = p_holder AND mine.organisation_id IN (o.id, o.parent_id)
              AND (p_level = 'care' OR (p_level = 'treatment' AND o.kind = 'KLINIK'));
        IF NOT FOUND THEN
            RAISE EXCEPTION 'registration opens a grant for the organisation that registered' USING ERRCODE = 'insufficient_privilege';
        END IF;
        -- The first grant only where none ever was: else a registrar could open again what was ended.
        PERFORM FROM public.cases_grant g
            WHERE g.client_id = p_client AND NOT (g.basis = 'registration' AND g.level <> p_level AND g.starts_at = now());
        IF FOUND THEN
            RAISE EXCEPTION 'this client has been granted before' USING ERRCODE = 'insufficient_privilege';
        END IF;

    ELSIF p_basis = 'share' THEN
        IF p_level <> 'care' OR NOT (mine.roles && ARRAY['koordinator', 'peksos']::varchar[]) THEN
            RAISE EXCEPTION 'sharing is for coordinators and social workers' USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM FROM public.cases_grant g
            WHERE g.client_id = p_client AND g.seat = ANY (seats) AND g.basis <> 'emergency'
              AND g.starts_at <= now() AND g.ends_at > now();
        IF NOT FOUND THEN
            RAISE EXCEPTION 'only an organisation that holds the case may share it' USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM FROM public.accounts_organisation o WHERE o.id = p_holder AND o.active;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a case is shared with an active organisation' USING ERRCODE = 'insufficient_privilege';
        END IF;
        -- A withdrawal at the same moment waits for this lock, or this for it: the line that is read next still holds.
        PERFORM FROM public.cases_client c WHERE c.id = p_client FOR NO KEY UPDATE;
        -- The client's word: the latest line of the ledger for this organisation.
        SELECT * INTO consent FROM public.cases_consent k
            WHERE k.client_id = p_client AND k.purpose = 'C4' AND k.organisation_id = p_holder
            ORDER BY k.recorded_at DESC, k.id DESC LIMIT 1;
        IF NOT FOUND OR consent.decision <> 'SETUJU'
           OR consent.until_on < (now() AT TIME ZONE 'Asia/Jayapura')::date
           OR consent.from_on > (now() AT TIME ZONE 'Asia/Jayapura')::date OR consent.id IS DISTINCT FROM p_source THEN
            RAISE EXCEPTION 'no live consent names this organisation' USING ERRCODE = 'insufficient_privilege';
        END IF;
        until := LEAST(until, ((consent.until_on + 1)::timestamp AT TIME ZONE 'Asia/Jayapura'));

    ELSE
        RAISE EXCEPTION 'no grant is opened on the basis %', p_basis USING ERRCODE = 'feature_not_supported';
    END IF;

    -- One consent may be shared, ended and shared again; a live one stays as it is.
    SELECT g.id INTO new_id FROM public.cases_grant g
        WHERE g.client_id = p_client AND g.holder_id = p_holder AND g.level = p_level AND g.basis = p_basis
          AND g.ends_at > clock_timestamp();  -- not now(): it may have been ended while we waited
    IF FOUND THEN
        RETURN new_id;
    END IF;
    UPDATE public.cases_grant g SET ends_at = until, ended_by_id = NULL, end_reason = '', starts_at = now(), opened_by_id = me
        WHERE g.client_id = p_client AND g.holder_id = p_holder AND g.level = p_level AND g.basis = p_basis
          AND g.source IS NOT DISTINCT FROM p_source
        RETURNING g.id INTO new_id;
    IF FOUND THEN
        RETURN new_id;
    END IF;
    new_id := gen_random_uuid();
    INSERT INTO public.cases_grant (id, client_id, holder_id, level, basis, source, starts_at, ends_at, opened_by_id, end_reason)
        VALUES (new_id, p_client, p_holder, p_level, p_basis, p_source, now(), until, me, '');
    RETURN new_id;
END
