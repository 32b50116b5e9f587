-- companions_settle: what time alone decides, written down: stand-ins whose last day has passed end and their plans go back
-- to the one they stood in for; offers that nobody answered lapse and the coordinator is told; loads that changed are
-- counted. Safe to run at any time, by anyone and twice: it does what is due and nothing else. Gives how many assignments
-- and offers it changed.
DECLARE
    today constant date := (now() AT TIME ZONE 'Asia/Jayapura')::date;
    over_now public.companions_assignment;
    lapsed public.companions_offer;
    main uuid;
    done integer := 0;
BEGIN
    FOR over_now IN SELECT * FROM public.companions_assignment a
        WHERE a.ended_at IS NULL AND a.until_on < today FOR UPDATE SKIP LOCKED
    LOOP
        UPDATE public.companions_assignment a SET ended_at = GREATEST(a.started_at,
                LEAST(now(), (a.until_on + 1)::timestamp AT TIME ZONE 'Asia/Jayapura')), end_reason = 'titipan_selesai'
            WHERE a.id = over_now.id;
        SELECT a.companion_id INTO main FROM public.companions_assignment a
            WHERE a.client_id = over_now.client_id AND a.part = 'utama' AND a.ended_at IS NULL;
        IF main IS NOT NULL THEN
            PERFORM public.companions_move_work(over_now.client_id, over_now.companion_id, main, over_now.organisation_id, NULL);
        END IF;
        done := done + 1;
    END LOOP;
    FOR lapsed IN SELECT * FROM public.companions_offer o
        WHERE o.state = 'MENUNGGU' AND o.lapses_at <= now() FOR UPDATE SKIP LOCKED
    LOOP
        UPDATE public.companions_offer o SET state = 'LEWAT', answered_at = o.lapses_at WHERE o.id = lapsed.id;
        INSERT INTO public.accounts_notice (id, organisation_id, role, kind, object_id, url_name, created_at)
            VALUES (gen_random_uuid(), lapsed.organisation_id, 'koordinator', 'offer_lapsed', lapsed.hand_over_id,
                    'handover_detail', now());
        done := done + 1;
    END LOOP;
    PERFORM public.companions_count_loads(today);
    RETURN done;
END
