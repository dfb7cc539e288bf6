"""A draft that is written again: its form begins with what stood in it, so nobody types it anew."""

from collections.abc import Iterator, Mapping, Sequence

from faelled.lib.dcr import Event, Field, FieldType, Graph, Marking, Value, rows_of
from faelled.lib.fields import as_input
from faelled.lib.fields.rows import name_in

APPROVE = "approve"
# A file lies among the case's documents already, and a sealed number is opened for no form.
STAYS_AWAY = (FieldType.FILE, FieldType.CPR)


def as_it_stood(
    graph: Graph, marking: Marking, event: Event, roles: frozenset[str]
) -> Mapping[str, Sequence[str]] | None:
    """The texts of a draft that was written and not approved since, as a post would have them; None
    for every other step, and for who may not read its answers.

    Case: Bo sends a draft back for its hours, and Anna changes the hours. A draft that was approved
    is no draft any more: a new decision in the same case begins empty. So does a step that only is
    done more than once, like a note: its last text is about something else.
    """
    at = marking.executed.get(event.id)
    approved = [
        marking.executed.get(one.id)
        for one in graph.events
        for effect in one.effects
        if effect.kind == APPROVE and graph.beside(one.id, effect.options.get("of", "")) == event.id
    ]
    if at is None or not approved or any(given is not None and given >= at for given in approved):
        return None
    if event.read_roles and roles.isdisjoint(event.read_roles):
        return None
    value = marking.values.get(event.id)
    record = value if isinstance(value, Mapping) else {}
    if event.scalar and event.fields:
        record = {event.fields[0].id: value}  # type: ignore[dict-item]
    return dict(_texts(event.fields, record)) or None


def _texts(
    fields: Sequence[Field], record: Mapping[str, Value], group: str = "", key: str = ""
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for field in fields:
        if not field.typed or field.type in STAYS_AWAY:
            continue
        value = record.get(field.id)
        name = name_in(group, key, field.id) if group else field.id
        # What a register knows was taken out by hand, and is not filled in again.
        texts = as_input(field, value) or (("",) if field.prefill else ())
        if texts:
            yield name, texts
        for number, row in enumerate(rows_of(value)):
            yield from _texts(field.fields, row, field.id, str(number))
