from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "faelled.apps.decisions"
    label = "decisions"
