"""`manage.py tidy`, once a night: writes down what time has decided, and destroys what must not lie around.

Uploads, drafts, ended sessions and old receipts go as the owner: each is otherwise seen by its maker alone. Stand-ins
and offers whose time is over end for nobody in particular: the database does that for whoever asks.
"""

from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import Session
from cases.models import RegisterFile
from companions import actions as companions
from privacy.context import NOBODY, acting_as, as_owner
from privacy.models import Draft, Receipt
from regions.workdays import missing_year

RECEIPT_DAYS = 30  # a form is sent again within hours, if at all


class Command(BaseCommand):
    help = (
        "Ends stand-ins and offers whose time is over; "
        "destroys uploads and drafts older than a day, ended sessions, and receipts older than 30 days."
    )

    def handle(self, **options):
        with acting_as(NOBODY, command="tidy"):
            settled = companions.settle()
        now = timezone.now()
        oldest = now - timedelta(hours=settings.DRAFT_HOURS)
        with as_owner():
            gone = {
                # An import that was done keeps its emptied row: what came in, when, by whom.
                "uploads": RegisterFile.objects.filter(imported_at=None, uploaded_at__lt=oldest),
                "drafts": Draft.objects.filter(saved_at__lt=oldest),
                "sessions": Session.objects.filter(expires_at__lte=now),
                "receipts": Receipt.objects.filter(at__lt=now - timedelta(days=RECEIPT_DAYS)),
            }
            counts = {what: rows.delete()[0] for what, rows in gone.items()}
        self.stdout.write(f"Ended: {settled} stand-ins and offers.")
        self.stdout.write("Destroyed: " + ", ".join(f"{count} {what}" for what, count in counts.items()) + ".")
        if year := missing_year(timezone.localdate(now)):
            self.stdout.write(f"Missing: the public holidays of {year} (docs/install.md, Public holidays).")
