from django.apps import AppConfig


class ConnectConfig(AppConfig):
    name = "faelled.base.connect"
    label = "connect"
