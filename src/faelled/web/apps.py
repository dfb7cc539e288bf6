from django.apps import AppConfig
from django.core.checks import register


class WebConfig(AppConfig):
    name = "faelled.web"
    label = "web"

    def ready(self) -> None:
        from faelled.web import footer, offline_pages, scanner
        from faelled.web.operate.checks import check_deployment

        register(check_deployment, deploy=True)
        footer.register()
        offline_pages.register()
        scanner.register()
