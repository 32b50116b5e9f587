"""The addresses of the whole site. Paths carry no name and no health word."""

from django.contrib import admin
from django.urls import include, path

from basodara import public
from privacy import drafts

handler400 = "basodara.errors.bad_request"
handler403 = "basodara.errors.forbidden"
handler404 = "basodara.errors.not_found"
handler500 = "basodara.errors.server_error"

urlpatterns = [
    path("", public.front, name="front"),
    path("mitra/", public.partners, name="partners"),
    path("privasi/", public.privacy, name="privacy"),
    path("bantuan/", public.help_page, name="help"),
    path("lainnya/", public.more_menu, name="more_menu"),
    path("komponen/", public.components, name="components"),
    path("kerja/", include("basodara.home_urls")),
    path("isian/", drafts.save_draft, name="save_draft"),
    path("", include("accounts.urls")),
    path("", include("cases.urls")),
    path("", include("companions.urls")),
    path("", include("referrals.urls")),
    path("pengelolaan/", admin.site.urls),
]
