"""The names are allauth's: it builds the address to come back to from them."""

from django.urls import path

from faelled.base.connect.oidc import views

urlpatterns = [
    path("oidc/<slug:provider_id>/", views.log_in, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/retur/", views.callback, name="openid_connect_callback"),
]
