from django.urls import path

from companions.views import companion_changes, companions, own_profile, picture, supervision

urlpatterns = [
    path("pendamping/", companions.companion_list, name="companion_list"),
    path("pendamping/beban.svg", picture.companion_workload_picture, name="companion_workload_picture"),
    path("pendamping/<uuid:pk>/", companions.companion_detail, name="companion_detail"),
    path("pendamping/<uuid:pk>/ubah/", companion_changes.companion_edit, name="companion_edit"),
    path("pendamping/<uuid:pk>/berhenti/", companion_changes.companion_leaving, name="companion_leaving"),
    path("pendamping/<uuid:pk>/cuti/", companion_changes.absence_new, name="absence_new"),
    path("cuti/<uuid:pk>/batal/", companion_changes.absence_cancel, name="absence_cancel"),
    path("pendamping/<uuid:pk>/supervisi/", supervision.supervision_new, name="supervision_new"),
    path("supervisi/", supervision.supervision_list, name="supervision_list"),
    path("supervisi/<uuid:pk>/", supervision.supervision_detail, name="supervision_detail"),
    path("profil-saya/", own_profile.my_profile, name="my_profile"),
    path("supervisi-saya/", supervision.my_supervision, name="my_supervision"),
    path("tindakan/<uuid:pk>/selesai/", supervision.action_done, name="action_done"),
]
