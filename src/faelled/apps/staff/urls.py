"""Addresses of the pages about the people at work."""

from django.urls import path

from faelled.apps.staff.views import absences, controls, grants, lookups, people

app_name = "staff"
urlpatterns = [
    path("", people.employees, name="employees"),
    path("<uuid:uuid>/", people.employee, name="employee"),
    path("<uuid:uuid>/fjern/", people.remove_right, name="remove_right"),
    path("<uuid:uuid>/foreslaa/<str:kind>/", grants.propose, name="propose"),
    path("forslag/", grants.grants, name="grants"),
    path("forslag/<uuid:uuid>/", grants.grant, name="grant"),
    path("forslag/<uuid:uuid>/ret/", grants.change, name="change_grant"),
    path("forslag/<uuid:uuid>/send-tilbage/", grants.return_it, name="return_grant"),
    path("forslag/<uuid:uuid>/<str:decision>/", grants.decide, name="decide"),
    path("opslag/", lookups.report, name="lookups"),
    path("opslag/csv/", lookups.export, name="lookups_csv"),
    path("kontrol/", controls.control_list, name="controls"),
    path("kontrol/<uuid:uuid>/", controls.control, name="control"),
    path("kontrol/<uuid:uuid>/opslag/<int:position>/", controls.sample, name="sample"),
    path("kontrol/<uuid:uuid>/csv/", controls.export, name="control_csv"),
    path("kontrol/<uuid:uuid>/afslut/", controls.finish, name="finish_control"),
    path("fravaer/", absences.absences, name="absences"),
    path("fravaer/nyt/<uuid:uuid>/", absences.new_absence, name="new_absence"),
    path("fravaer/<int:pk>/afslut/", absences.end_absence, name="end_absence"),
]
