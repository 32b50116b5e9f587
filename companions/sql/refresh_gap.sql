-- companions_refresh_gap: whether a client is without a main companion, for each LKS and KDS that holds it; by triggers alone.
BEGIN
    DELETE FROM public.companions_gap gap WHERE gap.client_id = p_client AND (
        EXISTS (SELECT FROM public.companions_assignment a
                WHERE a.client_id = p_client AND a.part = 'utama' AND a.ended_at IS NULL)
        OR NOT EXISTS (SELECT FROM public.cases_responsibility r
                       WHERE r.client_id = p_client AND r.holder_id = gap.holder_id AND r.live
                         AND r.stage IN ('ASESMEN', 'AKTIF', 'TANGGUH', 'BIMBINGAN_LANJUT')));
    INSERT INTO public.companions_gap (id, client_id, holder_id, since)
        SELECT gen_random_uuid(), p_client, r.holder_id, now()
        FROM public.cases_responsibility r
        JOIN public.accounts_organisation o ON o.id = r.holder_id AND o.kind IN ('LKS', 'KDS')
        WHERE r.client_id = p_client AND r.live AND r.stage IN ('ASESMEN', 'AKTIF', 'TANGGUH', 'BIMBINGAN_LANJUT')
          AND NOT EXISTS (SELECT FROM public.companions_assignment a
                          WHERE a.client_id = p_client AND a.part = 'utama' AND a.ended_at IS NULL)
        ON CONFLICT (client_id, holder_id) DO NOTHING;
END
