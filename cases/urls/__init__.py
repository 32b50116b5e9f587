"""Addresses of a case. Paths carry ids alone: no name, no health word."""

from cases.urls import clients, register, visits

urlpatterns = [*clients.urlpatterns, *visits.urlpatterns, *register.urlpatterns]
