"""Answers that have not been sent are ciphertext in the database, whatever they hold."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model

from faelled.base.people.boxes import Box, SealBroken
from faelled.base.people.sealed_json import SealedField

Answers = Mapping[str, Sequence[str]]
DRAFTS = Box(b"faelled drafts of citizens")

__all__ = ["SealBroken", "SealedAnswersField", "seal", "unseal"]


def seal(answers: Answers) -> str:
    """One text for the database: ``unseal(seal({"hours": ["12"]})) == {"hours": ["12"]}``."""
    return DRAFTS.seal(json.dumps({name: list(texts) for name, texts in answers.items()}))


def unseal(text: str) -> dict[str, list[str]]:
    """What `seal` was given; SealBroken, which never holds the text, when it does not open."""
    plain = json.loads(DRAFTS.open(text))
    return {str(name): [str(one) for one in texts] for name, texts in plain.items()}


class SealedAnswersField(SealedField):
    """``dict[field id, list of texts]`` in Python, ciphertext in the database."""

    def from_db_value(
        self, value: str | None, expression: object, connection: object
    ) -> dict[str, list[str]]:
        return unseal(value) if value else {}

    def get_prep_value(self, value: Any) -> str:
        return seal(value)

    def value_to_string(self, obj: Model) -> str:
        # Serializers (dumpdata) ask here: a dump holds ciphertext too.
        return seal(self.value_from_object(obj))
