"""One page: a list of fifty rows for whoever is signed in."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import Group
from django.shortcuts import render
from django.urls import path

ROWS = 50


@login_required
def rows(request):
    return render(request, "rows.html", {"rows": Group.objects.order_by("name")[:ROWS]})


urlpatterns = [path("", rows)]
