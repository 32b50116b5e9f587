-- referrals_under_consent: the referrals that a withdrawal of this line will stop, and whom to tell; for who may read the line.
    SELECT r.id, r.sender_id, r.receiver_id, r.number, r.person_id, r.sent_by_id
    FROM public.referrals_referral r JOIN public.cases_servicekind k ON k.code = r.kind_id
    JOIN public.cases_consent c ON c.id = p_consent
    WHERE r.client_id = c.client_id AND r.withdrawn_at IS NULL AND r.sender_id <> r.receiver_id
      AND r.state IN ('DIKIRIM', 'DITERIMA', 'DIJADWALKAN', 'DITANGANI', 'TIDAK_HADIR') AND k.consent = c.purpose
      AND (r.receiver_id = c.organisation_id OR (c.purpose = 'C5' AND r.sender_id = c.organisation_id))
      AND EXISTS (SELECT FROM public.cases_grant g WHERE g.client_id = c.client_id AND g.starts_at <= now() AND g.ends_at > now()
                  AND g.seat = ANY (NULLIF(current_setting('basodara.any', true), '')::text[]))
    ORDER BY r.number
