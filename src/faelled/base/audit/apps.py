from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "faelled.base.audit"
    label = "audit"
