from django.urls import path

from faelled.base.ui import phone, views

app_name = "ui"
urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("log-ind/", views.log_in, name="log_in"),
    path("log-ind/<uuid:public_id>/", views.log_in_as, name="log_in_as"),
    path("log-ud/", views.log_out, name="log_out"),
    path("bliv-logget-ind/", views.stay, name="stay"),
    path("app.webmanifest", phone.manifest, name="manifest"),
    path("service-worker.js", phone.service_worker, name="service_worker"),
    path("uden-forbindelse/", phone.offline, name="offline"),
    path("denne-enhed/", phone.device, name="device"),
    path("sprog/", views.set_language, name="set_language"),
]
