from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "faelled.base.people"
    label = "people"
