from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "faelled.apps.intake"
    label = "intake"

    def ready(self) -> None:
        from faelled.apps.intake import effects, pages, upkeep

        effects.register()
        pages.register()
        upkeep.register()
