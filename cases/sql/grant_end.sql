-- cases_grant_end: ends grants now. A share is ended by either side; no other basis is ended by hand yet.
DECLARE
    me constant uuid := NULLIF(current_setting('basodara.member', true), '')::uuid;
    seats constant text[] := NULLIF(current_setting('basodara.care', true), '')::text[];
    ended integer;
BEGIN
    PERFORM FROM public.accounts_membership m
        WHERE m.id = me AND m.active AND m.roles && ARRAY['koordinator', 'peksos']::varchar[];
    IF NOT FOUND OR seats IS NULL THEN
        RAISE EXCEPTION 'a share is ended by a coordinator or social worker' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- A grant may have been opened after this transaction began: it ends no earlier than it started.
    UPDATE public.cases_grant g SET ends_at = GREATEST(now(), g.starts_at), ended_by_id = me, end_reason = p_reason
        WHERE g.id = ANY (p_ids) AND g.basis = 'share' AND g.ends_at > now()
          AND EXISTS (SELECT FROM public.cases_grant held
                      WHERE held.client_id = g.client_id AND held.seat = ANY (seats) AND held.basis <> 'emergency'
                        AND held.starts_at <= now() AND held.ends_at > now()
                        AND (held.id = g.id OR held.basis <> 'share'));
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END
