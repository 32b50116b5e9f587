-- cases_find_clients(questions jsonb) RETURNS TABLE (client_id uuid, legal_name bytea, call_name bytea): the body.
--
-- The only way to search names. `name_pieces && …` is not leakproof: under the policy of cases_identity it could not use
-- its index (0.5 ms would become 200). So this function of the owner looks past the policy and asks the same question
-- itself: a live grant on the client for one of the asker's care seats, read here and never taken as an argument.
--
-- questions: [[{"whole": [1, 2], "near": [1, 2, 3]}, …a word], …a question]. Every word of a question must be met.
-- It returns sealed names of clients the asker may open, at most 200, shared out among the questions, whole words first. No seats, no rows.
--
-- Three things the planner must not think better of: seq scans, parallel workers and jit are off (the migration says
-- so); each OFFSET 0 is a fence, so that names are looked up first and put in order, then grants are tested one by one
-- until enough are found, instead of hashing all the grants of someone who sees everyone.
DECLARE
    most constant int := 200;
    care_seats constant text[] := NULLIF(current_setting('basodara.care', true), '')::text[];
    question jsonb;
    found_by text[] := '{}';
BEGIN
    IF care_seats IS NULL OR cardinality(care_seats) = 0 OR jsonb_array_length(questions) > 8 THEN
        RETURN;
    END IF;
    FOR question IN SELECT value FROM jsonb_array_elements(questions) LOOP
        CONTINUE WHEN jsonb_array_length(question) = 0;
        -- Literals, not parameters: with the arrays in sight the planner starts at the rarest word.
        found_by := found_by || (
            SELECT format(
                '(SELECT person.* FROM ('
                '   SELECT client_id, legal_name, %s AS whole_words, cardinality(name_pieces) AS size'
                '     FROM public.cases_identity WHERE %s ORDER BY 3 DESC, 4 OFFSET 0) person'
                '  WHERE EXISTS (SELECT FROM public.cases_grant live WHERE live.client_id = person.client_id'
                '                AND live.seat = ANY (%L::text[]) AND live.starts_at <= now() AND live.ends_at > now() OFFSET 0)'
                '  ORDER BY whole_words DESC, size LIMIT %s)',
                string_agg(format('(name_pieces && %L::int[])::int', numbers.whole), ' + '),
                string_agg(format('name_pieces && %L::int[]', numbers.near), ' AND '),
                care_seats, most / jsonb_array_length(questions))
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
