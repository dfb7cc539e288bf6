from django.apps import AppConfig
from django.core.checks import register


class ConnectConfig(AppConfig):
    name = "faelled.base.connect"
    label = "connect"

    def ready(self) -> None:
        from faelled.base.connect.oidc.checks import check_settings

        register(check_settings)
