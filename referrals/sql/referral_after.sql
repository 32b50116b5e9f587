-- referrals_after: a sent referral gives its receiver sight of the client, at the level of referrals, and its end takes it
-- away 30 days later or after the last planned check. Saying yes to companionship opens the case, under the client's consent;
-- a clinic that serves a client under C5 keeps the treatment in sight for as long as that consent lasts.
DECLARE
    until timestamptz;
    consent public.cases_consent;
BEGIN
    IF NEW.withdrawn_at IS NOT NULL OR NEW.state IN ('DRAF', 'DIUSULKAN') THEN
        RETURN NULL;
    END IF;
    IF NEW.closed_at IS NULL THEN
        until := '9999-12-31 00:00:00+00';
    ELSE
        until := NEW.closed_at + interval '30 days';
        IF NEW.sight_until IS NOT NULL THEN
            until := GREATEST(until, (NEW.sight_until + 1)::timestamp AT TIME ZONE 'Asia/Jayapura');
        END IF;
    END IF;
    IF NEW.sent_at IS NOT NULL AND NEW.channel = 'aplikasi' THEN
        PERFORM public.cases_grant_put_level(NEW.client_id, NEW.receiver_id, 'referral', 'referral', NEW.id, until, NEW.sent_by_id);
    END IF;
    IF NEW.state = 'DITERIMA' AND OLD.state = 'DIKIRIM' AND NEW.kind_id IN ('PENDAMPINGAN', 'KDS')
       AND NEW.sender_id <> NEW.receiver_id THEN
        SELECT * INTO consent FROM public.cases_consent c WHERE c.id = NEW.consent_id;
        PERFORM public.cases_grant_put_level(NEW.client_id, NEW.receiver_id, 'care', 'share', NEW.consent_id,
            (consent.until_on + 1)::timestamp AT TIME ZONE 'Asia/Jayapura', NEW.person_id);
    END IF;
    IF NEW.state = 'DITANGANI' AND OLD.state <> 'DITANGANI' AND NEW.channel = 'aplikasi' AND NEW.consent_id IS NOT NULL THEN
        SELECT c.* INTO consent FROM public.cases_consent c JOIN public.accounts_organisation o ON o.id = NEW.receiver_id
            WHERE c.id = NEW.consent_id AND c.purpose = 'C5' AND o.kind = 'KLINIK';
        IF FOUND THEN
            PERFORM public.cases_grant_put_level(NEW.client_id, NEW.receiver_id, 'treatment', 'clinic', NEW.consent_id,
                (consent.until_on + 1)::timestamp AT TIME ZONE 'Asia/Jayapura', NEW.person_id);
        END IF;
    END IF;
    RETURN NULL;
END
