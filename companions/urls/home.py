from django.urls import path

from companions.views import absence

urlpatterns = [path("cuti-saya/", absence.my_absence, name="my_absence")]
