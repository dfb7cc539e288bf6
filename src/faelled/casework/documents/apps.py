from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "faelled.casework.documents"
    label = "documents"
