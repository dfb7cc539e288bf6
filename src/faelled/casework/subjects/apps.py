from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "faelled.casework.subjects"
    label = "subjects"
