-- companions_refresh_gap: whether a client is without a main companion, for each LKS and KDS that holds it; by triggers alone.
-- Someone who was assigned by mistake was none: then it counts from when the one before ended, from when the case came here
-- or was opened again, whichever was last.
DECLARE
    by_mistake boolean;
    without_since timestamptz;
BEGIN
    SELECT a.end_reason = 'salah' INTO by_mistake FROM public.companions_assignment a
        WHERE a.client_id = p_client AND a.part = 'utama' AND a.ended_at IS NOT NULL
        ORDER BY a.ended_at DESC, a.started_at DESC LIMIT 1;
    IF by_mistake THEN
        -- Versions are kept when they are replaced: the time of the last one that did not run is when the case began to.
        SELECT GREATEST(
            (SELECT max(a.ended_at) FROM public.companions_assignment a WHERE a.client_id = p_client AND a.part = 'utama'
                AND a.ended_at IS NOT NULL AND a.end_reason <> 'salah'),
            (SELECT max(v.pgh_created_at) FROM public.cases_casefileevent v WHERE v.pgh_obj_id = p_client
                AND v.stage NOT IN ('ASESMEN', 'AKTIF', 'TANGGUH', 'BIMBINGAN_LANJUT'))) INTO without_since;
    END IF;
    DELETE FROM public.companions_gap gap WHERE gap.client_id = p_client AND (
        EXISTS (SELECT FROM public.companions_assignment a
                WHERE a.client_id = p_client AND a.part = 'utama' AND a.ended_at IS NULL)
        OR NOT EXISTS (SELECT FROM public.cases_responsibility r
                       WHERE r.client_id = p_client AND r.holder_id = gap.holder_id AND r.live
                         AND r.stage IN ('ASESMEN', 'AKTIF', 'TANGGUH', 'BIMBINGAN_LANJUT')));
    INSERT INTO public.companions_gap (id, client_id, holder_id, since)
        SELECT gen_random_uuid(), p_client, r.holder_id,
               CASE WHEN by_mistake THEN LEAST(now(), GREATEST(r.since, without_since)) ELSE now() END
        FROM public.cases_responsibility r
        JOIN public.accounts_organisation o ON o.id = r.holder_id AND o.kind IN ('LKS', 'KDS')
        WHERE r.client_id = p_client AND r.live AND r.stage IN ('ASESMEN', 'AKTIF', 'TANGGUH', 'BIMBINGAN_LANJUT')
          AND NOT EXISTS (SELECT FROM public.companions_assignment a
                          WHERE a.client_id = p_client AND a.part = 'utama' AND a.ended_at IS NULL)
        ON CONFLICT (client_id, holder_id) DO NOTHING;
END
