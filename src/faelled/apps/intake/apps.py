from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "faelled.apps.intake"
    label = "intake"

    def ready(self) -> None:
        from faelled.apps.intake import cosigning, effects, guest_panel, pages, upkeep

        cosigning.register()
        effects.register()
        guest_panel.register()
        pages.register()
        upkeep.register()
