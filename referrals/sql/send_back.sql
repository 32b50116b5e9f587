-- referrals_send_back: a proposal becomes its author's draft again, which the one who sends it back can no longer see: hence a
-- definer function.
BEGIN
    UPDATE public.referrals_referral r SET state = 'DRAF', proposed_at = NULL, changed_at = clock_timestamp()
        WHERE r.id = p_referral AND r.state = 'DIUSULKAN'
          AND 'referral:' || r.sender_id::text = ANY (NULLIF(current_setting('basodara.any', true), '')::text[]);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the sender sends a proposal back' USING ERRCODE = 'insufficient_privilege';
    END IF;
END
