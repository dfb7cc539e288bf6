from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "faelled.base.access"
    label = "access"
