from django.urls import path

from referrals.views import directory

urlpatterns = [
    path("layanan/", directory.service_list, name="service_list"),
    path("layanan/baru/", directory.service_new, name="service_new"),
    path("layanan/<uuid:pk>/", directory.service_page, name="service_page"),
    path("layanan/<uuid:pk>/ubah/", directory.service_edit, name="service_edit"),
]
