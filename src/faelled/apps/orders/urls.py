"""Addresses of orders, below ``/bestillinger/``."""

from django.urls import path

from faelled.apps.orders import views

app_name = "orders"
urlpatterns = [
    path("", views.order_list, name="list"),
    path("liste.csv", views.export, name="export"),
    path("ny/", views.new_order, name="new"),
    path("modtageenhed/", views.intake, name="intake"),
    path("nabo/", views.take_message, name="neighbour"),
    path("<uuid:uuid>/", views.order_detail, name="order"),
    path("<uuid:uuid>/svaret/", views.draft, name="draft"),
    path("<uuid:uuid>/sagen/", views.open_source, name="open_source"),
    path("<uuid:uuid>/<str:event_id>/", views.step, name="step"),
]
