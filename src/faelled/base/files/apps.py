from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "faelled.base.files"
    label = "files"
