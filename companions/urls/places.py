from django.urls import path

from companions.views import meeting_attendance, meetings, places

urlpatterns = [
    path("lembaga/", places.directory, name="directory"),
    path("lembaga/baru/", places.place_new, name="place_new"),
    path("lembaga/<uuid:pk>/", places.place_detail, name="place_detail"),
    path("lembaga/<uuid:pk>/ubah/", places.place_edit, name="place_edit"),
    path("lembaga/<uuid:pk>/aktif/", places.place_active, name="place_active"),
    path("lembaga/<uuid:pk>/cetak/", places.place_sheet, name="place_sheet"),
    path("pertemuan/", meetings.meeting_list, name="meeting_list"),
    path("pertemuan/baru/", meetings.meeting_new, name="meeting_new"),
    path("pertemuan/<uuid:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("pertemuan/<uuid:pk>/ubah/", meetings.meeting_edit, name="meeting_edit"),
    path("pertemuan/<uuid:pk>/hadir/", meeting_attendance.meeting_hold, name="meeting_hold"),
    path("pertemuan/<uuid:pk>/batal/", meetings.meeting_cancel, name="meeting_cancel"),
    path("pertemuan/<uuid:pk>/cetak/", meeting_attendance.meeting_sheet, name="meeting_sheet"),
]
