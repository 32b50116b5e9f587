-- companions_work_follows: what was planned under an assignment that has ended goes to the companion of another one of the same
-- client; asked by a coordinator of the organisation that made both.
DECLARE
    seats constant text[] := NULLIF(current_setting('basodara.care', true), '')::text[];
    old public.companions_assignment;
    fresh public.companions_assignment;
BEGIN
    SELECT * INTO old FROM public.companions_assignment a WHERE a.id = p_from AND a.ended_at IS NOT NULL;
    SELECT * INTO fresh FROM public.companions_assignment a WHERE a.id = p_to AND a.ended_at IS NULL;
    IF old.client_id IS DISTINCT FROM fresh.client_id OR old.client_id IS NULL
       OR NOT COALESCE('care:' || old.organisation_id::text = ANY (seats), false)
       OR NOT COALESCE('care:' || fresh.organisation_id::text = ANY (seats), false)
       OR NOT EXISTS (SELECT FROM public.accounts_membership m
                      WHERE m.id = NULLIF(current_setting('basodara.member', true), '')::uuid
                        AND m.active AND 'koordinator' = ANY (m.roles)) THEN
        RAISE EXCEPTION 'work follows within one client, by a coordinator' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM public.companions_move_work(old.client_id, old.companion_id, fresh.companion_id, fresh.organisation_id, NULL);
END
