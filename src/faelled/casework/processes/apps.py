from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "faelled.casework.processes"
    label = "processes"
