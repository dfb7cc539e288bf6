"""What a chain's matter asks of who decides it, as fields on the chain's page.

Their names there begin with ``svar-``, so that a graph's field never is one of the page's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict

from faelled.apps.decisions.actions.acting import PLAIN
from faelled.apps.decisions.chains.errors import MatterUnavailable
from faelled.apps.decisions.matters import MATTERS, Answers
from faelled.apps.decisions.models import Chain
from faelled.lib.dcr import Field, FieldType

PREFIX = "svar-"


@dataclass(frozen=True, slots=True)
class AskedField:
    """One field with what was typed and what is wrong with it."""

    field: Field
    typed: str | Sequence[str]
    required: bool
    error: str


def asked_fields(
    chain: Chain, answers: Answers, errors: Mapping[str, str], *, now: datetime
) -> list[AskedField]:
    """The fields as the page draws them; none where the matter cannot be read."""
    try:
        states = MATTERS[chain.source].asked(chain, answers, now=now)
    except MatterUnavailable:
        return []
    return [
        AskedField(
            replace(one.field, id=PREFIX + one.field.id),
            _typed(one.field, answers),
            one.required,
            errors.get(one.field.id, ""),
        )
        for one in states
        if one.field.type in PLAIN
    ]


def answers_in(post: QueryDict) -> Answers:
    """``{"cost": ["4.000"]}`` of a post with ``svar-cost=4.000``."""
    rows = post.lists()
    return {name.removeprefix(PREFIX): texts for name, texts in rows if name.startswith(PREFIX)}


def on_page(errors: Mapping[str, str]) -> dict[str, str | list[str]]:
    """The errors under the names that the fields have on the page."""
    return {PREFIX + name: said for name, said in errors.items()}


def _typed(field: Field, answers: Answers) -> str | Sequence[str]:
    texts = answers.get(field.id, ())
    return texts if field.type is FieldType.CHOICES else (texts[0] if texts else "")
