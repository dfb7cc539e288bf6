"""A column whose values come out sealed (``access.protected.ProtectedText``)."""

from typing import Any

from django.db import models

from faelled.base.access.protected import ProtectedText, Seal

SEAL = Seal(__name__)


class SealedTextField(models.TextField[Any, Any]):
    """Text in the database, ProtectedText in Python: a row never gives the plain text away."""

    def from_db_value(
        self, value: str | None, expression: object, connection: object
    ) -> ProtectedText | None:
        return None if value is None else ProtectedText(value)

    def to_python(self, value: Any) -> ProtectedText | None:
        if value is None or isinstance(value, ProtectedText):
            return value
        return ProtectedText(str(value))

    def get_prep_value(self, value: Any) -> str | None:
        sealed = self.to_python(value)
        return None if sealed is None else sealed.for_storage(SEAL)

    def value_to_string(self, obj: models.Model) -> str:
        # Serializers (dumpdata) ask here; a dump of addresses is a leak.
        return str(self.value_from_object(obj))
