-- cases_find_clients(questions jsonb) RETURNS TABLE (client_id uuid, legal_name bytea, call_name bytea): the body.
--
-- The only way to search names. `name_pieces && …` is not leakproof: under the policy of cases_identity it could not use
-- its index (0.5 ms would become 200). So this function of the owner looks past the policy and asks the same question
-- itself: a live grant on the client for one of the asker's care seats, read here and never taken as an argument.
--
-- questions: [[{"whole": [1, 2], "near": [1, 2, 3]}, …a word], …a question]. Every word of a question must be met.
-- It returns sealed names of clients the asker may open, at most 200, whole words first. No seats, no rows.
-- Its settings: enable_seqscan = off (an array condition that looks unselective must not lead to reading the whole table),
-- max_parallel_workers_per_gather = 0, jit = off.
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
                '(SELECT person.client_id, person.legal_name, %s AS whole_words, cardinality(person.name_pieces) AS size'
                '   FROM public.cases_identity person WHERE %s'
                '    AND EXISTS (SELECT FROM public.cases_grant live WHERE live.client_id = person.client_id'
                '                AND live.seat = ANY (%L::text[]) AND live.starts_at <= now() AND live.ends_at > now())'
                '  ORDER BY 3 DESC, 4 LIMIT %s)',
                string_agg(format('(person.name_pieces && %L::int[])::int', numbers.whole), ' + '),
                string_agg(format('person.name_pieces && %L::int[]', numbers.near), ' AND '),
                care_seats, most)
            FROM jsonb_array_elements(question) AS word,
                 LATERAL (SELECT translate(word ->> 'whole', '[]', '{}')::int[] AS whole,
                                 translate(word ->> 'near', '[]', '{}')::int[] AS near) AS numbers
        );
    END LOOP;
    IF cardinality(found_by) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT best.client_id, best.legal_name, card.call_name'
        '  FROM (SELECT DISTINCT ON (found.client_id) found.* FROM (%s) found'
        '         ORDER BY found.client_id, found.whole_words DESC) best'
        '  LEFT JOIN public.cases_contactcard card ON card.client_id = best.client_id'
        ' ORDER BY best.whole_words DESC, best.size LIMIT %s',
        array_to_string(found_by, ' UNION ALL '), most);
END
