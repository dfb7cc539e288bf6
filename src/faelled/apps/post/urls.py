"""Addresses of received post, below ``/post/``."""

from django.urls import path

from faelled.apps.post import views

app_name = "post"
urlpatterns = [
    path("", views.post_list, name="list"),
    path("<uuid:uuid>/", views.message, name="message"),
    path("<uuid:uuid>/fil/<int:number>/", views.attached, name="file"),
    path("<uuid:uuid>/set/", views.seen, name="seen"),
    path("<uuid:uuid>/<str:change>/", views.change, name="change"),
]
