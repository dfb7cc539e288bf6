from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "faelled.web"
    label = "web"
