-- referrals_before: whatever a page does, the database knows who may move a referral where. Fired for the web alone; what the
-- owner's own functions write (a withdrawn consent) has been checked there.
DECLARE
    me constant uuid := NULLIF(current_setting('basodara.member', true), '')::uuid;
    seats constant text[] := COALESCE(NULLIF(current_setting('basodara.any', true), '')::text[], '{}');
    sends boolean := 'referral:' || NEW.sender_id::text = ANY (seats);
    receives boolean := 'referral:' || NEW.receiver_id::text = ANY (seats);
    needed text;
    today constant date := (now() AT TIME ZONE 'Asia/Jayapura')::date;
BEGIN
    NEW.changed_at := clock_timestamp();
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'DRAF' OR NEW.author_id IS DISTINCT FROM me THEN
            RAISE EXCEPTION 'a referral begins as its author''s draft' USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM FROM public.cases_grant g
            WHERE g.client_id = NEW.client_id AND g.seat = 'care:' || NEW.sender_id::text AND g.basis <> 'emergency'
              AND g.starts_at <= now() AND g.ends_at > now();
        IF NOT FOUND THEN
            RAISE EXCEPTION 'only an organisation that holds the case refers' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;

    IF (NEW.id, NEW.client_id, NEW.client_code, NEW.sender_id, NEW.author_id, NEW.made_at)
       IS DISTINCT FROM (OLD.id, OLD.client_id, OLD.client_code, OLD.sender_id, OLD.author_id, OLD.made_at)
       OR NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN
        RAISE EXCEPTION 'this part of a referral never changes' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.state NOT IN ('DRAF', 'DIUSULKAN')
       AND (NEW.receiver_id, NEW.service_id, NEW.kind_id, NEW.number, NEW.sent_at, NEW.consent_id, NEW.urgency)
       IS DISTINCT FROM (OLD.receiver_id, OLD.service_id, OLD.kind_id, OLD.number, OLD.sent_at, OLD.consent_id, OLD.urgency) THEN
        RAISE EXCEPTION 'what was sent stays as it was sent' USING ERRCODE = 'insufficient_privilege';
    END IF;
    receives := receives OR (NEW.channel = 'slip' AND sends);

    IF NEW.state = OLD.state THEN
        IF NOT (sends OR receives OR (OLD.state IN ('DRAF', 'DIUSULKAN') AND OLD.author_id = me)) THEN
            RAISE EXCEPTION 'this referral is not yours' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state = 'DIUSULKAN' THEN
        IF OLD.state <> 'DRAF' OR OLD.author_id IS DISTINCT FROM me THEN
            RAISE EXCEPTION 'its author proposes' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF NEW.state = 'DIBATALKAN' OR (NEW.state = 'DRAF' AND OLD.state = 'DIUSULKAN') THEN
        IF NOT (sends OR (OLD.state IN ('DRAF', 'DIUSULKAN') AND OLD.author_id = me)) THEN
            RAISE EXCEPTION 'the sender takes back' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF NEW.state = 'DIKIRIM' AND OLD.state IN ('DRAF', 'DIUSULKAN') THEN
        -- A withdrawal at the same moment waits for this lock, or this for it.
        PERFORM FROM public.cases_client c WHERE c.id = NEW.client_id FOR NO KEY UPDATE;
        IF NOT sends OR NOT EXISTS (
            SELECT FROM public.cases_grant g
            WHERE g.client_id = NEW.client_id AND g.seat = 'care:' || NEW.sender_id::text AND g.basis <> 'emergency'
              AND g.starts_at <= now() AND g.ends_at > clock_timestamp()) THEN
            RAISE EXCEPTION 'only an organisation that holds the case refers' USING ERRCODE = 'insufficient_privilege';
        END IF;
        SELECT k.consent INTO needed FROM public.cases_servicekind k WHERE k.code = NEW.kind_id;
        IF NEW.sender_id <> NEW.receiver_id AND NOT EXISTS (
            SELECT FROM public.cases_consent c
            WHERE c.id = NEW.consent_id AND c.client_id = NEW.client_id AND c.purpose = needed AND c.decision = 'SETUJU'
              AND c.from_on <= today AND c.until_on >= today
              AND (c.organisation_id = NEW.receiver_id OR (needed = 'C5' AND c.organisation_id = NEW.sender_id))
              AND NOT EXISTS (SELECT FROM public.cases_consent later
                              WHERE later.client_id = c.client_id AND later.purpose = c.purpose
                                AND later.organisation_id = c.organisation_id
                                AND (later.recorded_at, later.id) > (c.recorded_at, c.id))) THEN
            RAISE EXCEPTION 'no live consent names this receiver' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF NEW.state = 'TIDAK_HADIR_AKHIR' THEN
        IF NOT (sends OR receives) THEN
            RAISE EXCEPTION 'either side closes a no-show' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF NOT receives THEN
        RAISE EXCEPTION 'the receiver answers' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
