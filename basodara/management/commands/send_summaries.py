"""`manage.py send_summaries`, once a day: a letter by e-mail to who wants one. Safe to run twice."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from basodara.summaries import send_all


class Command(BaseCommand):
    help = "Sends each person who wants it one discreet summary a day (EMAIL_URL, MAIL_FROM, PUBLIC_URL)."

    def handle(self, **options):
        if not (settings.PUBLIC_URL and settings.MAIL_FROM):
            raise CommandError("Name the mail server, the sender and the address: EMAIL_URL, MAIL_FROM, PUBLIC_URL.")
        sent, failed = send_all()
        self.stdout.write(f"Sent: {sent}. Could not be sent, tried again by the next run: {failed}.")
