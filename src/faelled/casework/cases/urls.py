"""Addresses of the work list and the case page."""

from django.urls import path

from faelled.casework.cases import views

app_name = "cases"
urlpatterns = [
    path("", views.case_list, name="list"),
    path("soeg/", views.case_search, name="search"),
    path("ny/", views.new_case, name="new"),
    path("typer/", views.case_types, name="types"),
    path("noedadgang/", views.break_in, name="break_glass"),
    path("noedadgang/gennemsyn/", views.break_in_review, name="break_glass_review"),
    path("<uuid:uuid>/", views.case_detail, name="case"),
    path("<uuid:uuid>/kort/", views.case_map, name="map"),
    path("<uuid:uuid>/journal/", views.case_journal, name="journal"),
    path("<uuid:uuid>/opslag/", views.case_looks, name="looks"),
    path("<uuid:uuid>/trin/<str:event_id>/", views.step, name="step"),
    path("<uuid:uuid>/trin/<str:event_id>/felter/", views.step_fields, name="step_fields"),
    path("<uuid:uuid>/notat/", views.note, name="note"),
    path("<uuid:uuid>/tag/", views.take_case, name="take"),
    path("<uuid:uuid>/fordel/", views.assign_case, name="assign"),
    path("<uuid:uuid>/emne/", views.subject, name="subject"),
    path("<uuid:uuid>/part/", views.add_party, name="party"),
    path("<uuid:uuid>/part/<int:party>/ud/", views.leave, name="leave"),
    path("<uuid:uuid>/adgang/<int:row>/slut/", views.end_access, name="let_out"),
    path("<uuid:uuid>/status/<str:change>/", views.change_status, name="status"),
]
