from django.urls import path

from faelled.base.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("log-ind/", views.log_in, name="log_in"),
    path("log-ind/<uuid:public_id>/", views.log_in_as, name="log_in_as"),
    path("log-ud/", views.log_out, name="log_out"),
    path("bliv-logget-ind/", views.stay, name="stay"),
    path("sprog/", views.set_language, name="set_language"),
]
