"""A column with data that is ciphertext in the database, and in a dump, whatever it holds."""

import json
from typing import Any

from django.db import models

from faelled.base.audit.guarding import Guard
from faelled.base.people.boxes import Box


class SealedField(models.TextField[Any, Any]):
    """Every column whose text is sealed in a `Box` is one of these, so that a change of keys finds
    it (``actions.seal_anew``). ``guard``: the triggers that keep its table as it is.
    """

    guard: Guard | None = None


class SealedJSONField(SealedField):
    """A dict of JSON in Python; one sealed text in the database, "" for an empty one.

    ``SealedJSONField("faelled letters", default=dict)``: what is sealed for one use opens for no
    other. It cannot be searched, and reading costs an opening: defer it where nobody reads it.
    """

    def __init__(self, use: str, *args: Any, guard: Guard | None = None, **kwargs: Any) -> None:
        self.box, self.guard = Box(use.encode()), guard
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.box.use.decode(), *args], kwargs

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        return json.loads(self.box.open(value)) if value else {}

    def get_prep_value(self, value: Any) -> str:
        return self.box.seal(json.dumps(value)) if value else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))
