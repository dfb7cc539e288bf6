from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "faelled.base.ui"
    label = "ui"
