-- companions_offer_accept: the receiver of an offer takes the client over; gives the new assignment. The receiver holds no
-- care yet, hence a definer function: it believes the offer that a coordinator made, and nothing that is sent along. Who
-- accepts is of the same house as who holds the case, as with every assignment. Of an absence that begins later, the
-- stand-in does too; one who is away as well is followed by another until the same day. The error is 'offer gone' when the offer, the old assignment or the organisation's sight is no
-- longer what it was.
DECLARE
    me constant uuid := NULLIF(current_setting('basodara.member', true), '')::uuid;
    offer public.companions_offer;
    old public.companions_assignment;
    hand public.companions_handover;
    in_absence boolean;
    new_id constant uuid := gen_random_uuid();
    today constant date := (now() AT TIME ZONE 'Asia/Jayapura')::date;
BEGIN
    SELECT * INTO offer FROM public.companions_offer o WHERE o.id = p_offer AND o.to_id = me;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this offer is not yours' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- The same order as everyone who assigns: the companion, the client, then the rows.
    PERFORM FROM public.accounts_membership m WHERE m.id = me AND m.active AND 'pendamping' = ANY (m.roles) FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only an active companion accompanies' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM public.cases_client c WHERE c.id = offer.client_id FOR NO KEY UPDATE;
    SELECT * INTO old FROM public.companions_assignment a WHERE a.id = offer.assignment_id FOR UPDATE;
    SELECT * INTO offer FROM public.companions_offer o WHERE o.id = p_offer FOR UPDATE;
    SELECT * INTO hand FROM public.companions_handover h WHERE h.id = offer.hand_over_id;
    IF offer.state <> 'MENUNGGU' OR offer.lapses_at <= now() OR old.ended_at IS NOT NULL
       OR (old.until_on IS NOT NULL AND old.until_on < today) OR (hand.until_on IS NOT NULL AND hand.until_on < today) THEN
        RAISE EXCEPTION 'offer gone' USING ERRCODE = 'P0001';
    END IF;

    -- The rule of the policy on companions_assignment.
    PERFORM FROM public.accounts_membership m JOIN public.accounts_organisation theirs ON theirs.id = m.organisation_id
        JOIN public.accounts_organisation ours ON ours.id = old.organisation_id
        WHERE m.id = me AND (theirs.id = ours.id OR theirs.parent_id = ours.id OR ours.parent_id = theirs.id
                             OR ours.parent_id = theirs.parent_id);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'offer gone' USING ERRCODE = 'P0001';
    END IF;

    -- Who stands in and is away hands the rest of the time on: there is one stand-in at a time.
    in_absence := hand.why = 'cuti' AND old.part <> 'titipan';
    IF in_absence THEN
        -- A stand-in whose time is over has made room for the next one.
        UPDATE public.companions_assignment a SET ended_at = now(), end_reason = 'titipan_selesai', ended_by_id = NULL
            WHERE a.client_id = old.client_id AND a.part = 'titipan' AND a.ended_at IS NULL AND a.until_on < today;
        INSERT INTO public.companions_assignment (id, client_id, companion_id, organisation_id, part, from_on, until_on,
                asked_by, assigned_by_id, started_at, stands_in_for_id, end_reason, risk, running, new_until)
            VALUES (new_id, old.client_id, me, old.organisation_id, 'titipan', GREATEST(today, hand.from_on), hand.until_on,
                'koordinator', hand.made_by_id, now(), old.id, '', '', true, old.new_until);
    ELSE
        UPDATE public.companions_assignment a SET ended_at = now(), ended_by_id = me, end_reason = 'alih' WHERE a.id = old.id;
        -- A stand-in who hands over is followed by one until the same day, and not before the absence begins.
        INSERT INTO public.companions_assignment (id, client_id, companion_id, organisation_id, part, from_on, until_on,
                asked_by, assigned_by_id, started_at, stands_in_for_id, end_reason, risk, running, new_until)
            VALUES (new_id, old.client_id, me, old.organisation_id, old.part, GREATEST(today, CASE WHEN old.part = 'titipan' THEN old.from_on END), old.until_on,
                'koordinator', hand.made_by_id, now(), old.stands_in_for_id, '', '', true, old.new_until);
    END IF;
    UPDATE public.companions_offer o SET state = 'DITERIMA', answered_at = now(), accepted_as_id = new_id WHERE o.id = p_offer;
    IF in_absence THEN
        -- What is planned before the absence begins stays with the one who is still here.
        UPDATE public.cases_plannedvisit p SET worker_id = me
            WHERE p.client_id = old.client_id AND p.worker_id = old.companion_id AND p.state = 'RENCANA'
              AND p.holder_id IN (old.organisation_id, old.companion_id)
              AND p.planned_on BETWEEN COALESCE(hand.from_on, p.planned_on) AND hand.until_on;
        UPDATE public.cases_nextstep s SET owner_id = me
            WHERE s.client_id = old.client_id AND s.owner_id = old.companion_id AND s.done_at IS NULL
              AND s.holder_id IN (old.organisation_id, old.companion_id)
              AND s.due_on BETWEEN COALESCE(hand.from_on, s.due_on) AND hand.until_on;
    ELSE
        PERFORM public.companions_move_work(old.client_id, old.companion_id, me, old.organisation_id, NULL);
    END IF;
    RETURN new_id;
END
