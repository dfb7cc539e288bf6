from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "faelled.base.jobs"
    label = "jobs"
