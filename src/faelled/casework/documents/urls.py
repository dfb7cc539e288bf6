"""Addresses of documents."""

from django.urls import path

from faelled.casework.documents import views

app_name = "documents"
urlpatterns = [
    path("sager/<uuid:uuid>/dokumenter/", views.case_documents, name="list"),
    path("sager/<uuid:uuid>/dokumenter/nyt/", views.new_document, name="new"),
    path("dokumenter/<uuid:uuid>/", views.document_detail, name="document"),
    path("dokumenter/<uuid:uuid>/fil/<int:number>/", views.download, name="file"),
    path("dokumenter/<uuid:uuid>/udgave/", views.new_version, name="version"),
    path("dokumenter/<uuid:uuid>/send/", views.send, name="send"),
    path("dokumenter/<uuid:uuid>/slet/", views.remove, name="remove"),
    path("dokumenter/<uuid:uuid>/<str:change>/", views.change, name="change"),
    path("mine-dokumenter/<uuid:uuid>/", views.own_document, name="own"),
]
