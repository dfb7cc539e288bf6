"""Addresses of the leader's screens, below ``/til-godkendelse/``."""

from django.urls import path

from faelled.apps.decisions.views import (
    approvals,
    chains,
    changing,
    gate,
    letters,
    proposing,
    rules,
    starting,
)

app_name = "decisions"
urlpatterns = [
    path("", approvals.waiting, name="waiting"),
    path("besvaret/", approvals.answered, name="answered"),
    path("paa-vegne-af/", approvals.stand_in, name="stand_in"),
    path("kopier/", chains.copies, name="copies"),
    path("mine/", chains.mine, name="mine"),
    path("sluse/", gate.gate, name="gate"),
    path("sluse/<uuid:uuid>/", gate.gate_rules, name="gate_rules"),
    path("ny/", starting.new, name="new"),
    path("ny/uden-sag/", proposing.propose, name="propose"),
    path("ny/sag/<uuid:uuid>/<str:event_id>/", starting.new_for_case, name="new_for_case"),
    path("ny/sagssystem/<str:id>/", starting.new_for_foreign, name="new_for_foreign"),
    path("skabeloner/", rules.templates, name="templates"),
    path("skabeloner/regler/", rules.rules, name="rules"),
    path("skabeloner/<uuid:uuid>/ud/", rules.retire, name="retire"),
    path("kaede/<uuid:uuid>/", chains.chain, name="chain"),
    path("kaede/<uuid:uuid>/aendr/", changing.change, name="change"),
    path(
        "kaede/<uuid:uuid>/dokument/<str:document>/",
        chains.chain_document,
        name="chain_document",
    ),
    path(
        "kaede/<uuid:uuid>/brev/<uuid:document>/<int:number>/",
        letters.chain_letter,
        name="chain_letter",
    ),
    path("<uuid:uuid>/<str:event_id>/", approvals.approval, name="approval"),
    path(
        "<uuid:uuid>/<str:event_id>/brev/<uuid:document>/<int:number>/",
        letters.letter,
        name="letter",
    ),
]
