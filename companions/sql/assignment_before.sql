-- companions_assignment_before: what an assignment copies from the case, whatever was sent.
BEGIN
    SELECT f.risk, f.stage IN ('ASESMEN', 'AKTIF', 'TANGGUH', 'BIMBINGAN_LANJUT') INTO NEW.risk, NEW.running
        FROM public.cases_casefile f WHERE f.client_id = NEW.client_id;
    NEW.risk := COALESCE(NEW.risk, '');
    NEW.running := COALESCE(NEW.running, true);
    NEW.started_at := now();
    RETURN NEW;
END
