-- cases_grants_open_registration: the first grants of many clients at once, as an import makes them. For every one of them
-- it checks what cases_grant_open checks for one: registered by the asker for this organisation, and never granted before.
DECLARE
    me constant uuid := NULLIF(current_setting('basodara.member', true), '')::uuid;
    mine public.accounts_membership;
    holder public.accounts_organisation;
    wanted uuid[];
BEGIN
    SELECT * INTO mine FROM public.accounts_membership m WHERE m.id = me AND m.active;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a grant is opened by an active member' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO holder FROM public.accounts_organisation o WHERE o.id = p_holder AND mine.organisation_id IN (o.id, o.parent_id);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'registration opens a grant for the organisation that registered' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT COALESCE(array_agg(DISTINCT asked.id), '{}') INTO wanted FROM unnest(p_clients) AS asked (id);
    IF cardinality(wanted) <> (
        SELECT count(*) FROM public.cases_client c
        WHERE c.id = ANY (wanted) AND c.registered_by_id = me AND c.registered_organisation_id = p_holder) THEN
        RAISE EXCEPTION 'registration opens a grant for the organisation that registered' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM public.cases_grant g WHERE g.client_id = ANY (wanted);
    IF FOUND THEN
        RAISE EXCEPTION 'a client among these has been granted before' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO public.cases_grant (id, client_id, holder_id, level, basis, source, starts_at, ends_at, opened_by_id, end_reason)
        SELECT gen_random_uuid(), fresh.id, p_holder, opened.level, 'registration', NULL, now(), '9999-12-31 00:00:00+00', me, ''
        FROM unnest(wanted) AS fresh (id)
        JOIN (VALUES ('care'), ('treatment')) AS opened (level) ON opened.level = 'care' OR holder.kind = 'KLINIK';
    RETURN cardinality(wanted);
END
