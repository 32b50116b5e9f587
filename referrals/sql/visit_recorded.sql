-- referrals_visit_recorded: a receiver's visit, of which those who hold the case learn at once: their responsible worker, or
-- whoever coordinates there. The receiver sees neither.
DECLARE
    urgent constant boolean := cardinality(NEW.red_flags) > 0 OR NEW.health = 'perlu_rujukan';
    kind constant text := CASE WHEN urgent THEN 'urgent_visit' ELSE 'referral_visited' END;
    hit record;
BEGIN
    SELECT r.sender_id AS holder, w.worker_id AS worker INTO hit
        FROM public.referrals_referral r
        LEFT JOIN public.cases_responsibility w ON w.client_id = r.client_id AND w.holder_id = r.sender_id AND w.live
        WHERE r.id = NEW.under_id AND r.client_id = NEW.client_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a visit under no referral of this client' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO public.accounts_notice (id, membership_id, organisation_id, role, kind, object_id, url_name, created_at)
        SELECT gen_random_uuid(), told.member, CASE WHEN told.member IS NULL THEN hit.holder END,
               CASE WHEN told.member IS NULL THEN 'koordinator' ELSE '' END, kind, NEW.client_id, 'client_detail', now()
        FROM (SELECT hit.worker AS member UNION ALL SELECT NULL::uuid WHERE urgent AND hit.worker IS NOT NULL) told;
    RETURN NULL;
END
