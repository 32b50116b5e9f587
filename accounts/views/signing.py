"""In, out, under which hat, in which language."""

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from privacy.limits import TooMany

from ..middleware import HAT
from ..models import User


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """allauth's, by user name. Too many tries get the page that says when to come back."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 429:
            raise TooMany("sign_in", 60)
        return response

    def form_invalid(self, form):
        if any(error.code == "too_many_login_attempts" for error in form.non_field_errors().as_data()):
            raise TooMany("sign_in", 300)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        kept = self.request.GET.get("disimpan") == "1"
        return super().get_context_data(**kwargs) | {
            "hide_sign_in": True,
            "kept": kept,
            "ended": self.request.GET.get("berakhir") == "1",
            "idle_minutes": settings.IDLE_MINUTES,
        }


@csrf_exempt  # getting away must never fail on a stale form; a foreign page cannot send our cookie (SameSite)
@login_not_required
@require_POST
def quick_exit(request):
    """Ends the session at once and shows a page that could be anyone's."""
    logout(request)
    return redirect("left")


@login_not_required
@require_safe
def left(request):
    return render(request, "accounts/left.html")


@require_http_methods(["GET", "HEAD", "POST"])
def choose_hat(request):
    """Under which organisation to act; only one's own memberships are on offer."""
    if request.method == "POST":
        chosen = request.POST.get("hat")
        if any(str(membership.id) == chosen for membership in request.hats):
            request.session[HAT] = chosen
            return redirect(_next(request) or settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/choose_hat.html", {"hats": request.hats, "next": _next(request)})


@login_not_required
@require_POST
def language(request):
    """Django's own view sets the cookie; a user's choice also follows them to other devices."""
    chosen = request.POST.get("language")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)


def _next(request):
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return (
        wanted
        if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        else ""
    )
