-- companions_certificate_state: whether a certificate holds, for anyone who types its code; nothing else of it.
    SELECT COALESCE((
        SELECT CASE WHEN c.revoked_at IS NOT NULL THEN 'tidak_dikenal'
                    WHEN c.expires_on >= (now() AT TIME ZONE 'Asia/Jayapura')::date THEN 'berlaku' ELSE 'kedaluwarsa' END
        FROM public.companions_certificate c WHERE c.code_digest = p_digest), 'tidak_dikenal')
