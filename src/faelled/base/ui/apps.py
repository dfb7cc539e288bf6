from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "faelled.base.ui"
    label = "ui"

    def ready(self) -> None:
        from faelled.base.ui import upkeep

        upkeep.register()
