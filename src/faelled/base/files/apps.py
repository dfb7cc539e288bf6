from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "faelled.base.files"
    label = "files"

    def ready(self) -> None:
        from faelled.base.files.fake import FakeScanner
        from faelled.base.files.scanning import SCANNERS

        SCANNERS.register("fake", FakeScanner())
