"""Addresses of the leader's screens, below ``/til-godkendelse/``."""

from django.urls import path

from faelled.apps.decisions import views

app_name = "decisions"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("besvaret/", views.answered, name="answered"),
    path("paa-vegne-af/", views.stand_in, name="stand_in"),
    path("<uuid:uuid>/<str:event_id>/", views.approval, name="approval"),
]
