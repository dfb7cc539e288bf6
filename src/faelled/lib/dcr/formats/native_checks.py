"""What must hold between the parts of a native graph file: names exist, once, and fit their use."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from faelled.lib.dcr.formats.native_form_checks import check_expression, check_forms, names_of
from faelled.lib.dcr.formats.native_parts import Draft
from faelled.lib.dcr.formats.toml_tables import Table
from faelled.lib.dcr.graph import Event, EventType, Field, FieldType, Kind, Relation

_ONLY_ON = {
    "delay": Kind.CONDITION,
    "delay_from": Kind.CONDITION,
    "deadline": Kind.RESPONSE,
    "deadline_from": Kind.RESPONSE,
    "restart": Kind.RESPONSE,
    "value": Kind.UPDATE,
}
_KIND_WORDS = {
    Kind.CONDITION: "en betingelse (-->*)",
    Kind.RESPONSE: "en pligt (*-->)",
    Kind.UPDATE: "en opdatering (-->=)",
}
_NUMBERS = {FieldType.INTEGER, FieldType.DECIMAL, FieldType.AMOUNT}
_BOUNDS: dict[FieldType, Callable[[str], object]] = {
    **dict.fromkeys(_NUMBERS, Decimal),
    FieldType.DATE: date.fromisoformat,
    FieldType.DATETIME: datetime.fromisoformat,
}


def check(draft: Draft) -> None:
    """Report every broken name, double id and misplaced key of the draft."""
    _once(((table, item.id) for table, item in draft.phases), "Fasen")
    _once(((table, item.id) for table, item in draft.roles), "Rollen")
    groups = [(table, item.id) for table, item in draft.groups]
    _once([*groups, *((table, item.id) for table, item in draft.events)], "Trinnet")
    _check_parents(draft)
    roles = {item.id for _, item in draft.roles}
    phases = {item.id for _, item in draft.phases}
    for table, event in draft.events:
        _check_event(table, event, roles, phases)
    for table, _event, field in draft.fields:
        _check_field(table, field)
    for table, _event, _group, field in draft.row_fields:
        _check_field(table, field)
    check_forms(draft)
    ends = {item.id for _, item in draft.events} | {item.id for _, item in draft.groups}
    templates = {item.id for _, item in draft.events if item.type is EventType.TEMPLATE}
    for table, rule in draft.relations:
        _check_relation(table, rule, ends)
        if rule.kind is Kind.SPAWN and rule.target in ends - templates:
            message = f'»{rule.target}« er ikke en skabelon (type = "template") og kan ikke dannes.'
            table.wrong("is", message)
    _check_expressions(draft)


def _once(items: Iterable[tuple[Table, str]], what: str) -> None:
    seen: set[str] = set()
    for table, id in items:
        if id and id in seen:
            table.wrong("id", f"{what} »{id}« findes to gange.")
        seen.add(id)


def _check_parents(draft: Draft) -> None:
    """Groups, sub-processes and templates can hold others; nothing lies within itself."""
    holders: dict[str, str | None] = {item.id: item.parent for _, item in draft.groups}
    holders |= {e.id: e.parent for _, e in draft.events if e.type is not EventType.ACTIVITY}
    templates = {item.id for _, item in draft.events if item.type is EventType.TEMPLATE}
    steps = {item.id for _, item in draft.events} - holders.keys()
    placed = [(table, "parent", item.id, item.parent) for table, item in draft.groups]
    placed += [(table, "group", item.id, item.parent) for table, item in draft.events]
    for table, key, id, parent in placed:
        if parent in steps:
            table.wrong(key, f"»{parent}« er et trin og kan ikke have andre trin i sig.")
        elif parent and parent not in holders:
            table.wrong(key, f"Gruppen »{parent}« findes ikke.")
        if id in holders and _goes_round(id, holders):
            what = "Gruppen" if key == "parent" else "Delprocessen"
            table.wrong(key, f"{what} »{id}« ligger inden i sig selv.")
        if templates and "#" in id:
            table.wrong("id", f"»{id}« må ikke rumme tegnet #, når processen har en skabelon.")


def _goes_round(id: str, holders: Mapping[str, str | None]) -> bool:
    above, steps = holders[id], 0
    while above and above != id and steps <= len(holders):
        above, steps = holders.get(above), steps + 1
    return bool(above)


def _check_event(table: Table, event: Event, roles: set[str], phases: set[str]) -> None:
    if event.phase and event.phase not in phases:
        table.wrong("phase", f"Fasen »{event.phase}« findes ikke.")
    for key, used in (("roles", event.roles), ("read_roles", event.read_roles)):
        for role in used:
            if role not in roles:
                listed = f" Grafens roller er: {', '.join(sorted(roles))}." if roles else ""
                table.wrong(key, f"Rollen »{role}« findes ikke.{listed}")
    if event.scalar and len(event.fields) > 1:
        table.wrong("scalar", "Et trin med én værdi kan kun have ét felt.")


def _check_field(table: Table, field: Field) -> None:
    chooses = field.type in (FieldType.CHOICE, FieldType.CHOICES)
    if chooses and not field.options:
        table.wrong("options", "Et valg skal have mindst én mulighed.")
    if field.options and not chooses:
        table.wrong("options", 'Kun felter med type "choice" eller "choices" har muligheder.')
    if len({option.value for option in field.options}) < len(field.options):
        table.wrong("options", "To muligheder har samme value.")
    for key, bound in (("min", field.min), ("max", field.max)):
        read = _BOUNDS.get(field.type)
        if bound is None:
            continue
        if read is None:
            # Of texts a bound limits the length.
            read = int
        try:
            read(bound)
        except (ValueError, InvalidOperation):
            table.wrong(key, f"»{bound}« kan ikke være en grænse for et felt af denne type.")


def _check_relation(table: Table, rule: Relation, ends: set[str]) -> None:
    for id in (rule.source, rule.target):
        if id not in ends:
            table.wrong("is", f"Trinnet »{id}« findes ikke.")
    for key, kind in _ONLY_ON.items():
        if getattr(rule, key) not in (None, False) and rule.kind is not kind:
            table.wrong(key, f"»{key}« kan kun stå på {_KIND_WORDS[kind]}.")
    for key in ("delay", "deadline"):
        if getattr(rule, key) is not None and getattr(rule, f"{key}_from") is not None:
            table.wrong(key, f"Skriv enten »{key}« eller »{key}_from«, ikke begge.")
    if rule.kind is Kind.UPDATE and rule.value is None:
        table.wrong("value", "En opdatering skal sige hvilken værdi: value = ...")


def _check_expressions(draft: Draft) -> None:
    """Guards, values and computations are read, and every name in them is known."""
    known = names_of(draft)
    for table, rule in draft.relations:
        for key in ("guard", "value"):
            check_expression(table, key, getattr(rule, key), known)
        for key in ("delay_from", "deadline_from"):
            name = getattr(rule, key)
            if name is not None and name not in known and name.partition(".")[0] not in known:
                table.wrong(key, f"»{name}« er hverken et trin eller en variabel.")
    for table, event in draft.events:
        check_expression(table, "computation", event.computation, known)
