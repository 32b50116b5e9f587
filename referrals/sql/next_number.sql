-- referrals_next_number: the next number of an organisation's letters this year. The row is locked until the transaction ends:
-- what is rolled back leaves no gap, and two at once get two numbers.
DECLARE
    given integer;
BEGIN
    IF NOT COALESCE('referral:' || p_organisation::text = ANY (NULLIF(current_setting('basodara.any', true), '')::text[]), false) THEN
        RAISE EXCEPTION 'letters are numbered by their sender' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO public.referrals_letternumber AS n (organisation_id, year, last)
        VALUES (p_organisation, EXTRACT(year FROM now() AT TIME ZONE 'Asia/Jayapura')::int, 1)
        ON CONFLICT (organisation_id, year) DO UPDATE SET last = n.last + 1
        RETURNING last INTO given;
    RETURN given;
END
