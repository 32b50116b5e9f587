from django.urls import path

from referrals.views import answers, detail, feedback, inbox, queue, visits

urlpatterns = [
    path("rujukan/antrean/", queue.referral_queue, name="referral_queue"),
    path("rujukan/antrean/segar/", queue.queue_fresh, name="queue_fresh"),
    path("rujukan/antrean/terima/", queue.referrals_take, name="referrals_take"),
    path("rujukan/hari-ini/", inbox.clinic_inbox, name="clinic_inbox"),
    path("rujukan/cari/", inbox.referral_find, name="referral_find"),
    path("rujukan/<uuid:pk>/", detail.referral_detail, name="referral_detail"),
    path("rujukan/<uuid:pk>/terima/", answers.referral_take, name="referral_take"),
    path("rujukan/<uuid:pk>/lepas/", answers.referral_put_back, name="referral_put_back"),
    path("rujukan/<uuid:pk>/tolak/", answers.referral_decline, name="referral_decline"),
    path("rujukan/<uuid:pk>/jadwal/", answers.referral_schedule, name="referral_schedule"),
    path("rujukan/<uuid:pk>/tanpa-jadwal/", answers.referral_unschedule, name="referral_unschedule"),
    path("rujukan/<uuid:pk>/dilayani/", answers.referral_serve, name="referral_serve"),
    path("rujukan/<uuid:pk>/datang/", answers.referral_arrive, name="referral_arrive"),
    path("rujukan/<uuid:pk>/belum-datang/", answers.referral_undo_arrival, name="referral_undo_arrival"),
    path("rujukan/<uuid:pk>/tidak-hadir/", answers.referral_no_show, name="referral_no_show"),
    path("rujukan/<uuid:pk>/tutup/", answers.referral_close_no_show, name="referral_close_no_show"),
    path("rujukan/<uuid:pk>/kunjungan/", visits.referral_visit, name="referral_visit"),
    path("rujukan/kunjungan/<uuid:pk>/salah-catat/", visits.referral_visit_hide, name="referral_visit_hide"),
    path("rujukan/<uuid:pk>/umpan-balik/", feedback.referral_feedback, name="referral_feedback"),
    path("rujukan/<uuid:pk>/buka-lagi/", answers.referral_reopen, name="referral_reopen"),
]
