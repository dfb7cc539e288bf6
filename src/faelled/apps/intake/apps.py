from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "faelled.apps.intake"
    label = "intake"
