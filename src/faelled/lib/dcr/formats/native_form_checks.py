"""What must hold of a step's form: pages, rows, ways out, known answers, and what expressions name.

Said when a graph is read, so that nobody meets it while filling in.
"""

from collections.abc import Iterable, Mapping

from faelled.lib.dcr.copies import TRIGGER
from faelled.lib.dcr.field_order import rings
from faelled.lib.dcr.form import MOST_ROWS, ExitKind, Field, FieldType
from faelled.lib.dcr.formats.native_parts import Draft
from faelled.lib.dcr.formats.toml_tables import Table
from faelled.lib.dcr.graph import Event, Kind
from faelled.lib.dcr.guards import GuardError, names, parse

# What an answer can be filled in from, beside `case.<step>.<field>`: of whom, and what type it has.
SOURCES: Mapping[str, FieldType] = {
    "person.name": FieldType.TEXT,
    "person.birth_date": FieldType.DATE,
    "person.address": FieldType.TEXT,
    "child.name": FieldType.TEXT,
    "child.birth_date": FieldType.DATE,
    "child.address": FieldType.TEXT,
    "child.other_holder": FieldType.BOOLEAN,
}
FROM_CASE = "case."
_TEXTS = frozenset({FieldType.TEXT, FieldType.LONGTEXT})
_NOT_IN_ROWS = frozenset({FieldType.GROUP})
_NOT_WORKED_OUT = frozenset({FieldType.GROUP, FieldType.FILE, FieldType.CPR, FieldType.CHOICES})
_NOT_FILLED_IN = frozenset({FieldType.GROUP, FieldType.FILE, FieldType.CPR})
Known = Mapping[str, frozenset[str]]


def check_forms(draft: Draft) -> None:
    """Report what is wrong with the forms of the draft's events."""
    known = names_of(draft)
    for table, event in draft.events:
        _check_event(table, event)
    for table, event, section in draft.sections:
        if all(field.section != section.id for field in event.fields):
            table.wrong("id", f"Siden »{section.id}« har ingen felter.")
        check_expression(table, "show_if", section.show_if, _beside(known, event.fields))
    for table, event, way in draft.exits:
        check_expression(table, "when", way.when, _beside(known, event.fields))
        if way.kind is ExitKind.STOP and not way.instead:
            table.wrong(
                "instead", "En side, der standser, skal sige, hvor man så går hen: instead."
            )
    for table, event, field in draft.fields:
        _check_section(table, event, field)
        _check_rows(table, field)
        _check_known(table, field, draft)
        _check_field_expressions(table, field, _beside(known, event.fields))
    for table, event, group, field in draft.row_fields:
        _check_row_field(table, field)
        beside = _beside(_beside(known, event.fields), group.fields)
        _check_field_expressions(table, field, beside)


def names_of(draft: Draft) -> Known:
    """What expressions can name: steps with their fields, `group.field` too, and variables."""
    known: dict[str, frozenset[str]] = {event.id: _parts(event.fields) for _, event in draft.events}
    makers = {rule.source for _, rule in draft.relations if rule.kind is Kind.SPAWN}
    if makers and TRIGGER not in known:
        known[TRIGGER] = frozenset().union(*(known.get(id, frozenset()) for id in makers))
    return {name: frozenset() for name in draft.values} | known


def check_expression(table: Table, key: str, text: str | None, known: Known) -> None:
    """An expression can be read, names what exists, and reads rows only inside sum, any, all."""
    if not text:
        return
    try:
        expr = parse(text)
    except GuardError as error:
        table.wrong(key, str(error))
        return
    for name in sorted(names(expr) - known.keys()):
        first, _, rest = name.partition(".")
        if first not in known:
            table.wrong(key, f"»{first}« er hverken et trin, en variabel eller et felt.")
        elif rest and rest not in known[first]:
            table.wrong(key, f"»{first}« har intet felt »{rest}«.")
        elif _in_a_row(first, rest, known) and name not in expr.in_rows:
            table.wrong(key, f"»{name}« har et svar i hver række: brug sum(), any() eller all().")


def _in_a_row(first: str, rest: str, known: Known) -> bool:
    """`children.age` beside the group, `apply.children.age` elsewhere."""
    return "." in rest or (bool(rest) and _ROWS in known[first])


_ROWS = "*"


def _parts(fields: Iterable[Field]) -> frozenset[str]:
    inner = {f"{field.id}.{part.id}" for field in fields for part in field.fields}
    return frozenset(inner | {field.id for field in fields})


def _beside(known: Known, fields: Iterable[Field]) -> Known:
    """The names as one of these fields may write them: its siblings by their bare ids."""
    siblings = {
        field.id: frozenset({_ROWS, *(part.id for part in field.fields)} if field.fields else ())
        for field in fields
    }
    return {**known, **siblings}


def _check_event(table: Table, event: Event) -> None:
    for key, what, ids in (
        ("fields", "felter", [field.id for field in event.fields]),
        ("sections", "sider", [section.id for section in event.sections]),
        ("exits", "udgange", [way.id for way in event.exits]),
    ):
        if len(set(ids)) < len(ids):
            table.wrong(key, f"To {what} har samme id.")
    for ring in rings(event.asked):
        table.wrong("fields", f"Felterne venter på hinanden i ring: {' → '.join(ring)}.")
    if event.scalar and event.fields and event.fields[0].type is FieldType.GROUP:
        table.wrong("scalar", "Et trin med én værdi kan ikke have en gruppe.")


def _check_section(table: Table, event: Event, field: Field) -> None:
    sections = {section.id for section in event.sections}
    if field.section and field.section not in sections:
        table.wrong("section", f"Siden »{field.section}« findes ikke.")
    if sections and not field.section:
        table.wrong("section", f"»{field.id}« står ikke på nogen side: section mangler.")


def _check_rows(table: Table, field: Field) -> None:
    if field.type is not FieldType.GROUP:
        for key, given in (("fields", field.fields), ("each", field.each)):
            if given:
                table.wrong(key, 'Kun et felt med type "group" har rækker.')
        return
    if not field.fields:
        table.wrong("fields", "En gruppe skal have mindst ét felt.")
    if len({part.id for part in field.fields}) < len(field.fields):
        table.wrong("fields", "To felter i en række har samme id.")
    for key, bound in (("min", field.min), ("max", field.max)):
        if bound and not (bound.isdecimal() and int(bound) <= MOST_ROWS):
            table.wrong(key, f"En gruppe kan have fra 0 til {MOST_ROWS} rækker.")
    if any(True for _ in rings(field.fields)):
        table.wrong("fields", "Rækkens felter venter på hinanden i ring.")


def _check_row_field(table: Table, field: Field) -> None:
    if field.type in _NOT_IN_ROWS:
        table.wrong("type", f'"{field.type}" kan ikke stå i en gruppe.')
    for key in ("section", "prefill", "locked", "summary"):
        if getattr(field, key):
            table.wrong(key, f"»{key}« kan ikke stå på et felt i en gruppe.")
    _check_worked_out(table, field)


def _check_known(table: Table, field: Field, draft: Draft) -> None:
    _check_worked_out(table, field)
    if field.locked and not field.prefill:
        table.wrong("locked", "Et låst felt skal sige, hvor svaret kommer fra: prefill.")
    if not field.prefill:
        return
    if field.value:
        table.wrong("value", "Skriv enten »value« eller »prefill«, ikke begge.")
    kind = _source_type(field.prefill, draft)
    if field.type in _NOT_FILLED_IN:
        table.wrong("prefill", f'Et felt af type "{field.type}" kan ikke være udfyldt på forhånd.')
    elif kind is None:
        table.wrong("prefill", f"»{field.prefill}« kendes ikke. {_sources_in_words()}")
    elif kind is not field.type and not {kind, field.type} <= _TEXTS:
        table.wrong("prefill", f"»{field.prefill}« er af type {kind}, ikke {field.type}.")


def _source_type(prefill: str, draft: Draft) -> FieldType | None:
    if not prefill.startswith(FROM_CASE):
        return SOURCES.get(prefill)
    step, _, part = prefill.removeprefix(FROM_CASE).rpartition(".")
    events = (event for _, event in draft.events if event.id == step)
    fields = (field for event in events for field in event.fields if field.id == part)
    return next((field.type for field in fields), None)


def _sources_in_words() -> str:
    return f"Vælg en af: {', '.join(SOURCES)}, eller case.<trin>.<felt>."


def _check_worked_out(table: Table, field: Field) -> None:
    if not field.value:
        return
    if field.required or field.required_if:
        table.wrong("value", "Et felt, der regnes ud, kan ikke kræves udfyldt.")
    if field.type in _NOT_WORKED_OUT:
        table.wrong("value", f'Et felt af type "{field.type}" kan ikke regnes ud.')


def _check_field_expressions(table: Table, field: Field, known: Known) -> None:
    for key in ("show_if", "required_if", "value"):
        check_expression(table, key, getattr(field, key), known)
