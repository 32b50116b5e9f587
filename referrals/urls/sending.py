from django.urls import path

from referrals.views import letters, outgoing, writing

urlpatterns = [
    path("klien/<uuid:pk>/rujukan/", writing.referral_new, name="referral_new"),
    path("rujukan/", outgoing.referral_list, name="referral_list"),
    path("rujukan/<uuid:pk>/ubah/", writing.referral_edit, name="referral_edit"),
    path("rujukan/<uuid:pk>/kirim/", writing.referral_send, name="referral_send"),
    path("rujukan/<uuid:pk>/kembalikan/", writing.referral_send_back, name="referral_send_back"),
    path("rujukan/<uuid:pk>/batal/", writing.referral_cancel, name="referral_cancel"),
    path("rujukan/<uuid:pk>/surat/", letters.referral_letter, name="referral_letter"),
    path("surat/<str:token>/", letters.letter_open, name="letter_open"),
]
