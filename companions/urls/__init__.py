from companions.urls import assigning, companions, handover, home, places, training

urlpatterns = [
    *assigning.urlpatterns,
    *companions.urlpatterns,
    *handover.urlpatterns,
    *home.urlpatterns,
    *training.urlpatterns,
    *places.urlpatterns,
]
