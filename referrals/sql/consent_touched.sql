-- referrals_consent_touched: a consent that is withdrawn or refused stops every referral that runs under it, ends the
-- receiver's sight, and leaves the receiver a number alone. In the transaction of the ledger's line.
DECLARE
    hit public.referrals_referral;
    was text;
    becomes text;
BEGIN
    PERFORM FROM public.cases_client c WHERE c.id = NEW.client_id FOR NO KEY UPDATE;
    FOR hit IN
        SELECT r.* FROM public.referrals_referral r JOIN public.cases_servicekind k ON k.code = r.kind_id
        WHERE r.client_id = NEW.client_id AND r.withdrawn_at IS NULL AND r.sender_id <> r.receiver_id
          AND r.state NOT IN ('DRAF', 'DIUSULKAN') AND k.consent = NEW.purpose
          AND (r.receiver_id = NEW.organisation_id OR (NEW.purpose = 'C5' AND r.sender_id = NEW.organisation_id))
        ORDER BY r.id FOR UPDATE OF r
    LOOP
        was := hit.state;
        becomes := CASE WHEN was = 'DITANGANI' THEN 'SELESAI'
                        WHEN was IN ('DIKIRIM', 'DITERIMA', 'DIJADWALKAN', 'TIDAK_HADIR') THEN 'DIBATALKAN' ELSE was END;
        UPDATE public.referrals_referral r SET state = becomes, withdrawn_at = now(), due_at = NULL, changed_at = clock_timestamp(),
            closed_at = COALESCE(r.closed_at, now()), reason = CASE WHEN becomes <> was THEN 'persetujuan_ditarik' ELSE r.reason END
            WHERE r.id = hit.id;
        IF becomes <> was THEN
            INSERT INTO public.referrals_referralevent (id, referral_id, sender_id, at, from_state, to_state, by_id, by_organisation_id, reason, on_paper)
                SELECT gen_random_uuid(), hit.id, hit.sender_id, clock_timestamp(), was, becomes, m.id, m.organisation_id, 'persetujuan_ditarik', false
                FROM public.accounts_membership m WHERE m.id = NEW.recorded_by_id;
        END IF;
        INSERT INTO public.referrals_withdrawn (referral_id, receiver_id, number, at)
            VALUES (hit.id, hit.receiver_id, hit.number, now()) ON CONFLICT DO NOTHING;
        DELETE FROM public.referrals_check k WHERE k.referral_id = hit.id AND k.done_at IS NULL;  -- nobody is looked up again
        PERFORM public.cases_grant_stop(hit.client_id, 'referral', hit.id, 'consent', NEW.recorded_by_id);
        PERFORM public.cases_grant_stop(hit.client_id, 'clinic', hit.consent_id, 'consent', NEW.recorded_by_id);
    END LOOP;
    RETURN NULL;
END
