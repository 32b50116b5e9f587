from referrals.urls import answering, directory, sending, services

urlpatterns = [
    *sending.urlpatterns,
    *answering.urlpatterns,
    *directory.urlpatterns,
    *services.urlpatterns,
]
