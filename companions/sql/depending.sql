-- companions_depending: how many clients a companion accompanies now, for who may end their access.
    SELECT count(*)::int FROM public.companions_assignment a
    JOIN public.accounts_membership m ON m.id = p_member
    WHERE a.companion_id = p_member AND a.ended_at IS NULL
      AND (a.until_on IS NULL OR a.until_on >= (now() AT TIME ZONE 'Asia/Jayapura')::date)
      AND EXISTS (SELECT FROM public.accounts_membership mine JOIN public.accounts_organisation o ON o.id = m.organisation_id
                  WHERE mine.id = NULLIF(current_setting('basodara.member', true), '')::uuid AND mine.active
                    AND mine.organisation_id IN (o.id, o.parent_id))
