"""Addresses of the leader's screens, below ``/til-godkendelse/``."""

from django.urls import path

from faelled.apps.decisions import chain_views, rules_views, start_views, views

app_name = "decisions"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("besvaret/", views.answered, name="answered"),
    path("paa-vegne-af/", views.stand_in, name="stand_in"),
    path("kopier/", chain_views.copies, name="copies"),
    path("mine/", chain_views.mine, name="mine"),
    path("ny/", start_views.new, name="new"),
    path("ny/sag/<uuid:uuid>/<str:event_id>/", start_views.new_for_case, name="new_for_case"),
    path("ny/sagssystem/<str:id>/", start_views.new_for_foreign, name="new_for_foreign"),
    path("skabeloner/", rules_views.templates, name="templates"),
    path("skabeloner/regler/", rules_views.rules, name="rules"),
    path("skabeloner/<uuid:uuid>/ud/", rules_views.retire, name="retire"),
    path("kaede/<uuid:uuid>/", chain_views.chain, name="chain"),
    path(
        "kaede/<uuid:uuid>/dokument/<str:document>/",
        chain_views.chain_document,
        name="chain_document",
    ),
    path("<uuid:uuid>/<str:event_id>/", views.approval, name="approval"),
]
