from django.urls import path

from cases.views import papers, register, workers

urlpatterns = [
    path("register/", register.register_list, name="register_list"),
    path("register/unggah/", register.register_upload, name="register_upload"),
    path("register/<uuid:pk>/", register.register_preview, name="register_preview"),
    path("register/<uuid:pk>/kolom/", register.register_columns, name="register_columns"),
    path("register/<uuid:pk>/pilihan/", register.register_choices, name="register_choices"),
    path("register/<uuid:pk>/impor/", register.register_import, name="register_import"),
    path("register/<uuid:pk>/buang/", register.register_discard, name="register_discard"),
    path("persetujuan-berkas/", papers.papers, name="papers"),
    path("klien/petugas/", workers.workers_assign, name="workers_assign"),
]
