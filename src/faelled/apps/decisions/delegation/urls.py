"""Addresses of delegation, below ``/kompetence/``."""

from django.urls import path

from faelled.apps.decisions.delegation import views

app_name = "delegation"
urlpatterns = [
    path("", views.who, name="who"),
    path("plan/", views.plans, name="plans"),
    path("plan/ny/", views.upload, name="upload"),
    path("plan/<int:number>/", views.plan, name="plan"),
    path("plan/<int:number>/fil/", views.source, name="source"),
    path("plan/<int:number>/i-kraft/", views.put_in_force, name="put_in_force"),
    path("sag/<uuid:uuid>/<str:event_id>/", views.send, name="send"),
    path("sag/<uuid:uuid>/<str:event_id>/tilpas/", views.follow, name="follow"),
]
