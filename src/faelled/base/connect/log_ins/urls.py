from django.urls import path

from faelled.base.connect.log_ins import views

urlpatterns = [
    path("mine-log-ind/", views.log_ins, name="log-ins"),
    path("mine-log-ind/afslut/", views.end_log_in, name="end-log-in"),
]
