from django.urls import path

from companions.views import attendance, certificates, training

urlpatterns = [
    path("pelatihan/", training.training_list, name="training_list"),
    path("pelatihan/baru/", training.training_new, name="training_new"),
    path("pelatihan/<uuid:pk>/", training.training_detail, name="training_detail"),
    path("pelatihan/<uuid:pk>/ubah/", training.training_edit, name="training_edit"),
    path("pelatihan/<uuid:pk>/batal/", training.training_cancel, name="training_cancel"),
    path("pelatihan/<uuid:pk>/sesi/", training.session_new, name="session_new"),
    path("sesi-pelatihan/<uuid:pk>/hapus/", training.session_remove, name="session_remove"),
    path("pelatihan/<uuid:pk>/peserta/", attendance.training_enrol, name="training_enrol"),
    path("pelatihan/<uuid:pk>/kehadiran/", attendance.training_attendance, name="training_attendance"),
    path("peserta/<uuid:pk>/mundur/", attendance.participant_withdraw, name="participant_withdraw"),
    path("pelatihan/<uuid:pk>/sertifikat/", certificates.training_issue, name="training_issue"),
    # Before the code: these are no codes, whose letters leave out B, I and L.
    path("sertifikat/habis/", certificates.expiring_list, name="expiring_list"),
    path("sertifikat/milik/<uuid:pk>/", certificates.certificate_detail, name="certificate_detail"),
    path("sertifikat/milik/<uuid:pk>/pdf/", certificates.certificate_paper, name="certificate_paper"),
    path("sertifikat/milik/<uuid:pk>/tarik/", certificates.certificate_revoke, name="certificate_revoke"),
    path("sertifikat/", certificates.certificate_check, name="certificate_check"),
    path("sertifikat/<str:code>/", certificates.certificate_check, name="certificate_check"),
]
