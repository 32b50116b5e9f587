from django.urls import path

from companions.views import handover, offers

urlpatterns = [
    path("pendamping/<uuid:pk>/serah-terima/", handover.handover_new, name="handover_new"),
    path("pendamping/<uuid:pk>/ambil-alih/", handover.handover_take_over, name="handover_take_over"),
    path("serah-terima/", handover.handover_list, name="handover_list"),
    path("serah-terima/<uuid:pk>/", handover.handover_detail, name="handover_detail"),
    path("tawaran/", offers.offers, name="offers"),
    path("tawaran/<uuid:pk>/terima/", offers.offer_accept, name="offer_accept"),
    path("tawaran/<uuid:pk>/tolak/", offers.offer_decline, name="offer_decline"),
    path("tawaran/<uuid:pk>/tarik/", handover.offer_take_back, name="offer_take_back"),
]
