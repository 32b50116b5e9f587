-- cases_find_clients(questions jsonb) RETURNS TABLE (client_id uuid, legal_name bytea, call_name bytea): the body.
--
-- The only way to search names. `name_pieces && …` is not leakproof: under the policy of cases_identity it could not use
-- its index (0.5 ms would become 200). So this function of the owner looks past the policy and asks the same question
-- itself: a live grant on the client for one of the asker's care seats, read here and never taken as an argument.
--
-- questions: [[{"whole": [1, 2], "near": [1, 2, 3]}, …a word], …a question]. Every word of a question must be met.
-- It returns sealed names of clients the asker may open: for each question those who carry every word whole, the shortest
-- names first, then as many who are near, in no order; at most 200 in all. No seats, no rows.
--
-- Three things the planner must not think better of: seq scans, parallel workers and jit are off (the migration says
-- so); the first OFFSET 0 is a fence, so that names are looked up and put in order before grants are tested; the one
-- inside EXISTS makes it test grants one by one until enough are found, instead of hashing all the grants of someone
-- who sees everyone.
DECLARE
    most constant int := 200;
    care_seats constant text[] := NULLIF(current_setting('basodara.care', true), '')::text[];
    question jsonb;
    is_open text;
    found_by text[] := '{}';
BEGIN
    is_open := format(
        'EXISTS (SELECT FROM public.cases_grant live WHERE live.client_id = person.client_id'
        ' AND live.seat = ANY (%L::text[]) AND live.starts_at <= now() AND live.ends_at > now() OFFSET 0)', care_seats);
    IF care_seats IS NULL OR cardinality(care_seats) = 0 OR jsonb_array_length(questions) > 12 THEN
        RETURN;
    END IF;
    FOR question IN SELECT value FROM jsonb_array_elements(questions) LOOP
        CONTINUE WHEN jsonb_array_length(question) = 0;
        -- Literals, not parameters: with the arrays in sight the planner starts at the rarest word.
        found_by := found_by || (
            SELECT format(
                '(SELECT person.client_id, person.legal_name FROM ('
                '   SELECT client_id, legal_name FROM public.cases_identity'
                '    WHERE %1$s ORDER BY cardinality(name_pieces) OFFSET 0) person WHERE %3$s LIMIT %4$s)'
                ' UNION ALL '
                '(SELECT person.client_id, person.legal_name FROM public.cases_identity person'
                '  WHERE %2$s AND %3$s LIMIT %4$s)',
                string_agg(format('name_pieces && %L::int[]', numbers.whole), ' AND '),
                string_agg(format('name_pieces && %L::int[]', numbers.near), ' AND '),
                is_open, most / 2 / jsonb_array_length(questions))
            FROM jsonb_array_elements(question) AS word,
                 LATERAL (SELECT translate(word ->> 'whole', '[]', '{}')::int[] AS whole,
                                 translate(word ->> 'near', '[]', '{}')::int[] AS near) AS numbers
        );
    END LOOP;
    IF cardinality(found_by) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT found.client_id, found.legal_name, card.call_name'
        '  FROM (SELECT DISTINCT ON (every.client_id) every.* FROM (%s) every ORDER BY every.client_id) found'
        '  LEFT JOIN public.cases_contactcard card ON card.client_id = found.client_id',
        array_to_string(found_by, ' UNION ALL '));
END
