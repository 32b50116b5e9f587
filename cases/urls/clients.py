from django.urls import path

from cases.views import client_edit, client_list, client_page, consents

urlpatterns = [
    path("klien/", client_list.client_list, name="client_list"),
    path("klien/baru/", client_edit.client_new, name="client_new"),
    path("klien/serupa/", client_edit.client_similar, name="client_similar"),
    path("klien/<uuid:pk>/", client_page.client_detail, name="client_detail"),
    path("klien/<uuid:pk>/akses/", client_page.client_access, name="client_access"),
    path("klien/<uuid:pk>/nik/", client_page.client_nik, name="client_nik"),
    path("klien/<uuid:pk>/identitas/", client_edit.client_person, name="client_person"),
    path("klien/<uuid:pk>/kontak/", client_edit.client_card, name="client_card"),
    path("klien/<uuid:pk>/kasus/", client_edit.client_case, name="client_case"),
    path("klien/<uuid:pk>/risiko/", client_edit.client_risk, name="client_risk"),
    path("klien/<uuid:pk>/petugas/", client_edit.client_worker, name="client_worker"),
    path("klien/<uuid:pk>/tahap/<str:stage>/", client_edit.client_stage, name="client_stage"),
    path("klien/<uuid:pk>/keluarga/", client_edit.household_new, name="household_new"),
    path("keluarga/<uuid:pk>/", client_edit.household_edit, name="household_edit"),
    path("klien/<uuid:pk>/persetujuan/", consents.consents, name="consents"),
    path("klien/<uuid:pk>/persetujuan/baru/", consents.consent_new, name="consent_new"),
    path("persetujuan/<uuid:pk>/tarik/", consents.consent_withdraw, name="consent_withdraw"),
    path("persetujuan/<uuid:pk>/penarikan/", consents.consent_withdrawn, name="consent_withdrawn"),
    path("klien/<uuid:pk>/berbagi/", consents.client_share, name="client_share"),
    path("klien/<uuid:pk>/berbagi/<uuid:grant>/akhiri/", consents.share_end, name="share_end"),
]
