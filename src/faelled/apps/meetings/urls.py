"""Addresses of the meetings."""

from django.urls import path

from faelled.apps.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.meeting_list, name="list"),
    path("liste/<slug:which>/", views.meeting_list, name="listed"),
    path("nyt/", views.new, name="new"),
    path("nu/", views.start_now, name="start_now"),
    path("<uuid:uuid>/", views.meeting, name="meeting"),
    path("<uuid:uuid>/ret/", views.change, name="change"),
    path("<uuid:uuid>/trin/<slug:event_id>/", views.take_step, name="step"),
    path("<uuid:uuid>/deltagere/", views.add_person, name="add_person"),
    path("<uuid:uuid>/deltagere/<int:attendee>/fjern/", views.remove_person, name="remove_person"),
    path("<uuid:uuid>/punkt/", views.item, name="new_item"),
    path("<uuid:uuid>/punkt/<uuid:item>/", views.item, name="item"),
    path("<uuid:uuid>/punkt/<uuid:item>/beslutning/", views.decide, name="decide"),
    path("<uuid:uuid>/punkt/<uuid:item>/<slug:change>/", views.change_item, name="change_item"),
    path("<uuid:uuid>/dagsorden.pdf", views.agenda, name="agenda"),
    path("<uuid:uuid>/dagsorden-<slug:edition>.pdf", views.agenda, name="agenda_edition"),
    path("<uuid:uuid>/bilag/<uuid:document>/", views.document, name="document"),
]
