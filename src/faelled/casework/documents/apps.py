from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "faelled.casework.documents"
    label = "documents"

    def ready(self) -> None:
        from faelled.casework.documents import effects, jobs, panel

        effects.register()
        jobs.register()
        panel.register()
