-- cases_holders_of: who may see a client, for whoever holds care on it now, and for its privacy officers.
-- clock_timestamp(): what was opened or ended while this transaction waited for a lock counts too.
    SELECT g.id, g.holder_id, g.level::text, g.basis::text, g.starts_at, g.ends_at, o.name::text, m.user_id
    FROM public.cases_grant g
    LEFT JOIN public.accounts_organisation o ON o.id = g.holder_id
    LEFT JOIN public.accounts_membership m ON m.id = g.holder_id
    WHERE g.client_id = p_client AND g.starts_at <= clock_timestamp() AND g.ends_at > clock_timestamp()
      AND EXISTS (SELECT FROM public.cases_grant mine
                  WHERE mine.client_id = p_client
                    AND ((mine.seat = ANY (NULLIF(current_setting('basodara.care', true), '')::text[])
                          AND mine.starts_at <= now() AND mine.ends_at > now())
                         OR mine.holder_id::text = ANY (NULLIF(current_setting('basodara.oversight', true), '')::text[])))
    ORDER BY g.starts_at, g.id
