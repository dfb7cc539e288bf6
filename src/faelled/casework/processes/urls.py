from django.urls import path

from faelled.casework.processes import publish_views, views

app_name = "processes"
urlpatterns = [
    path("", views.process_list, name="list"),
    path("udgiv/", publish_views.process_publish, name="publish"),
    path("<slug:key>/<int:number>/", views.process_version, name="version"),
    path("<slug:key>/<int:number>/proev/", views.process_try, name="try"),
    path("<slug:key>/<int:number>/mod/<int:other>/", views.process_compare, name="compare"),
    path("<slug:key>/<int:number>/kilde/", views.process_source, name="source"),
    path("<slug:key>/<int:number>/proever/", views.process_tests, name="tests"),
]
