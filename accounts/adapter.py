"""What allauth may do here: sign in by user name. Nobody signs up; a closed account answers like a wrong password."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse

from .models import Membership


class ClosedAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        """Only who may act somewhere (or open the administration pages) gets in; the answer tells nobody why not."""
        user = super().authenticate(request, **credentials)
        if user is None or not user.is_active:
            return None
        if user.is_staff or Membership.objects.active().filter(user=user).exists():
            return user
        return None

    def get_password_change_redirect_url(self, request):
        return reverse("my_account")
