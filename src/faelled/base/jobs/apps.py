from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "faelled.base.jobs"
    label = "jobs"

    def ready(self) -> None:
        from faelled.base.jobs import upkeep

        upkeep.register()
