from django.urls import path

from basodara import home

urlpatterns = [
    path("", home.my_work, name="my_work"),
    path("hari-ini/", home.today, name="today"),
]
