from django.urls import path

from faelled.base.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.settings_page, name="settings"),
    path("enhed/", views.add, name="add"),
    path("enhed/<uuid:uuid>/fjern/", views.remove, name="remove"),
]
