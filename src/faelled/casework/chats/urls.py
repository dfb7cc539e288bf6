"""Addresses of the chats."""

from django.urls import path

from faelled.casework.chats import views

app_name = "chats"
urlpatterns = [
    path("", views.chat_list, name="list"),
    path("om/<str:subject>/", views.begin, name="begin"),
    path("<uuid:uuid>/", views.chat, name="chat"),
    path("<uuid:uuid>/nye/", views.new_messages, name="new"),
    path("<uuid:uuid>/skriv/", views.say, name="say"),
    path("<uuid:uuid>/inviter/", views.invite, name="invite"),
    path("<uuid:uuid>/notat/", views.note, name="note"),
]
