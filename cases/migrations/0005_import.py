"""What an import of hundreds of clients needs: their first grants in one call, codes that are free, and who imported what."""

from pathlib import Path

from django.db import migrations, models

from privacy.operations import AddPolicy, DefinerFunction, Policy, asked

SQL = Path(__file__).resolve().parent.parent / "sql"

# Codes carry no meaning; that one is in use tells of nobody. Without this, every large import would meet a code that is
# in use by a client whom the importer does not see, and would have to begin anew.
CODES_IN_USE = """
    SELECT c.code FROM public.cases_client c WHERE c.code = ANY (p_codes)
    AND EXISTS (SELECT FROM public.accounts_membership m
                WHERE m.id = NULLIF(current_setting('basodara.member', true), '')::uuid AND m.active)
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_visit_after_end")]

    operations = [
        DefinerFunction(
            "cases_grants_open_registration",
            "p_clients uuid[], p_holder uuid",
            "integer",
            (SQL / "grants_open_registration.sql").read_text(),
        ),
        DefinerFunction(
            "cases_codes_in_use", "p_codes text[]", "SETOF varchar", CODES_IN_USE, language="sql", options="STABLE"
        ),
        # An upload is its maker's alone; of a finished one, emptied by then, colleagues see that it took place.
        AddPolicy(
            "cases_registerfile",
            Policy(
                "registerfile_imported_by_ones_organisation",
                "SELECT",
                using=f"imported_at IS NOT NULL AND 'care:' || organisation_id::text = ANY ({asked('care')})",
            ),
        ),
        migrations.AddIndex(
            model_name="importedrow",
            index=models.Index(fields=["holder_id", "-imported_at", "row_number"], name="importedrow_newest"),
        ),
    ]
