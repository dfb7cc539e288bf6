"""Addresses of the pages about the people at work."""

from django.urls import path

from faelled.apps.staff.views import absences

app_name = "staff"
urlpatterns = [
    path("fravaer/", absences.absences, name="absences"),
    path("fravaer/nyt/<uuid:uuid>/", absences.new_absence, name="new_absence"),
    path("fravaer/<int:pk>/afslut/", absences.end_absence, name="end_absence"),
]
