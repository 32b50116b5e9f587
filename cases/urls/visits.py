from django.urls import path

from cases.views import plans, steps, visit_changes, visits

urlpatterns = [
    path("kunjungan/catat/", visits.visit_pick, name="visit_pick"),
    path("klien/<uuid:pk>/kunjungan/baru/", visits.visit_new, name="visit_new"),
    path("kunjungan/<uuid:pk>/", visit_changes.visit_detail, name="visit_detail"),
    path("kunjungan/<uuid:pk>/tersimpan/", visits.visit_saved, name="visit_saved"),
    path("kunjungan/<uuid:pk>/perbaiki/", visit_changes.visit_correct, name="visit_correct"),
    path("kunjungan/<uuid:pk>/salah-catat/", visit_changes.visit_hide, name="visit_hide"),
    path("kunjungan/<uuid:pk>/tampilkan/", visit_changes.visit_show, name="visit_show"),
    path("kunjungan/<uuid:pk>/versi/", visit_changes.visit_versions, name="visit_versions"),
    path("klien/<uuid:pk>/rencana/", plans.plan_new, name="plan_new"),
    path("rencana/<uuid:pk>/pindah/", plans.plan_move, name="plan_move"),
    path("rencana/<uuid:pk>/batal/", plans.plan_cancel, name="plan_cancel"),
    path("klien/<uuid:pk>/langkah/", steps.step_new, name="step_new"),
    path("langkah/<uuid:pk>/selesai/", steps.step_done, name="step_done"),
    path("langkah/<uuid:pk>/batal/", steps.step_drop, name="step_drop"),
    path("langkah/<uuid:pk>/buka/", steps.step_reopen, name="step_reopen"),
    path("isian/buang/", visits.draft_discard, name="draft_discard"),
]
