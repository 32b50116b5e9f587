from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from referrals.drawing import drawn

FILE = Path(settings.BASE_DIR) / "docs" / "referral-states.md"


class Command(BaseCommand):
    help = "Draws the states of referrals into docs/referral-states.md."

    def handle(self, *args, **options):
        FILE.write_text(drawn(), encoding="utf-8")
        self.stdout.write(str(FILE.relative_to(settings.BASE_DIR)))
