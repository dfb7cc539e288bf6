from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "faelled.apps.intake"
    label = "intake"

    def ready(self) -> None:
        from faelled.apps.intake import pages, upkeep

        pages.register()
        upkeep.register()
