from django.urls import path

from companions.views import assigning, gaps, register_names

urlpatterns = [
    path("klien/<uuid:pk>/pendamping/", assigning.companion_assign, name="companion_assign"),
    path("klien/<uuid:pk>/pendamping/keinginan/", assigning.companion_wish, name="companion_wish"),
    path("klien/<uuid:pk>/pendamping/halangan/", assigning.barrier_new, name="barrier_new"),
    path("klien/<uuid:pk>/pendamping/kata/", assigning.word_new, name="word_new"),
    path("halangan/<uuid:pk>/cabut/", assigning.barrier_lift, name="barrier_lift"),
    path("penugasan/<uuid:pk>/akhiri/", assigning.assignment_end, name="assignment_end"),
    path("pendamping/tanpa/", gaps.gap_list, name="gap_list"),
    path("pendamping/nama-daftar/", register_names.register_names, name="register_names"),
]
