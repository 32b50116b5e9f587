"""An accompaniment may end because the companion asked for it."""

from django.db import migrations, models

REASONS = [
    ("klien_minta", "The client asked for it"),
    ("pendamping_minta", "The companion asked for it"),
    ("pendamping_berhenti", "The companion leaves"),
    ("beban", "Too many clients"),
    ("salah", "Assigned by mistake"),
    ("lainnya", "Other"),
    ("alih", "Handed over"),
    ("kasus_ditutup", "The case was closed"),
    ("titipan_selesai", "The stand-in time is over"),
    ("akses_berakhir", "The organisation no longer holds the case"),
]


def reason_of(model):
    field = models.CharField(blank=True, choices=REASONS, max_length=20, verbose_name="why it ended")
    return migrations.AlterField(model_name=model, name="end_reason", field=field)


class Migration(migrations.Migration):
    dependencies = [("companions", "0013_kept_loads")]

    operations = [reason_of("assignment"), reason_of("assignmentevent")]
