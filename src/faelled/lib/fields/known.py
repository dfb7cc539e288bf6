"""Answers that somebody knows already, put into a form before it is walked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from faelled.lib.dcr.graph import Field
from faelled.lib.fields.rows import Raw


@dataclass(frozen=True, slots=True)
class Given:
    """An answer from a source. `texts` are as they are typed; `source` says in words where they are
    from. `withheld`: the source has it, and it may not be shown here (a protected address).
    """

    texts: tuple[str, ...]
    source: str
    withheld: bool = False


def with_known(
    fields: Sequence[Field], raw: Raw, known: Mapping[str, Given]
) -> tuple[tuple[Field, ...], dict[str, Sequence[str]]]:
    """The fields and the post as they are walked, with what is known by field id.

    A locked field has the register's answer, whatever was sent. What is withheld is not asked for
    and not stored. Where the register knows nothing, people answer themselves. An open field is
    filled in until somebody has been there: also one that was emptied counts as answered.
    """
    found = dict(raw)
    asked = []
    for field in fields:
        given = known.get(field.id) if field.prefill else None
        asked.append(_field(field, given))
        if field.locked and given is not None:
            found[field.id] = () if given.withheld else given.texts
        elif given is not None and not given.withheld and field.id not in found:
            found[field.id] = given.texts
    return tuple(asked), found


def _field(field: Field, given: Given | None) -> Field:
    if not field.locked:
        return field
    if given is None:
        return replace(field, locked=False)
    return replace(field, required=False, required_if="") if given.withheld else field
