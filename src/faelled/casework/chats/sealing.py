"""What is written in a chat is ciphertext in the database, whatever it holds."""

from typing import Any

from django.db.models import Model

from faelled.base.people.boxes import Box
from faelled.base.people.sealed_json import SealedField

CHATS = Box(b"faelled chats")


class SealedWordsField(SealedField):
    """Text in Python, ciphertext in the database and in a dump."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str:
        return CHATS.open(value) if value else ""

    def get_prep_value(self, value: Any) -> str:
        return CHATS.seal(str(value))

    def value_to_string(self, obj: Model) -> str:
        return CHATS.seal(str(self.value_from_object(obj)))
