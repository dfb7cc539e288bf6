from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "faelled.casework.cases"
    label = "cases"
