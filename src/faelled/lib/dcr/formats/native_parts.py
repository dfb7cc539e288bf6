"""The parts of a native graph file: each reads one table and reports what is wrong in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as kept
from datetime import UTC, datetime
from typing import Any

from faelled.lib.dcr.arrows import ArrowError, parse_arrow
from faelled.lib.dcr.duration import Duration, DurationError, parse
from faelled.lib.dcr.form import Exit, Section
from faelled.lib.dcr.formats.bounds import MOST_RELATIONS
from faelled.lib.dcr.formats.native_forms import (
    applicants,
    choice,
    citations,
    field,
    section,
    way_out,
)
from faelled.lib.dcr.formats.native_values import event_value_from_toml
from faelled.lib.dcr.formats.toml_tables import Table
from faelled.lib.dcr.graph import (
    Effect,
    Event,
    EventType,
    Field,
    Graph,
    Group,
    Initial,
    Kind,
    Phase,
    Relation,
    Role,
)
from faelled.lib.dcr.values import Value


@dataclass
class Draft:
    """A graph being read: each part beside its table, so that the checks know the line."""

    root: Table
    phases: list[tuple[Table, Phase]] = kept(default_factory=list)
    roles: list[tuple[Table, Role]] = kept(default_factory=list)
    groups: list[tuple[Table, Group]] = kept(default_factory=list)
    events: list[tuple[Table, Event]] = kept(default_factory=list)
    fields: list[tuple[Table, Event, Field]] = kept(default_factory=list)
    row_fields: list[tuple[Table, Event, Field, Field]] = kept(default_factory=list)
    sections: list[tuple[Table, Event, Section]] = kept(default_factory=list)
    exits: list[tuple[Table, Event, Exit]] = kept(default_factory=list)
    relations: list[tuple[Table, Relation]] = kept(default_factory=list)
    executed: dict[str, datetime | Duration | None] = kept(default_factory=dict)
    pending: dict[str, datetime | Duration | None] = kept(default_factory=dict)
    included: set[str] = kept(default_factory=set)
    values: dict[str, Value] = kept(default_factory=dict)
    _extra: list[Table] = kept(default_factory=list)

    def tables(self) -> Iterator[Table]:
        """Every table read, once each."""
        pairs = (self.phases, self.roles, self.groups, self.events, self.relations)
        seen = [self.root, *(table for pair in pairs for table, _ in pair), *self._extra]
        return iter({id(table): table for table in seen}.values())

    def also(self, table: Table) -> Table:
        """Remember a table inside another, so that its keys are checked too."""
        self._extra.append(table)
        return table

    def graph(self, head: Mapping[str, str]) -> Graph:
        """The frozen graph."""
        return Graph(
            id=head["id"],
            version=head["version"],
            title=head["title"],
            language=head["language"],
            source=head["source"],
            licence=head["licence"],
            summary=head["summary"],
            kle=head["kle"],
            facet=head["facet"],
            case_title=head["case_title"],
            phases=tuple(part for _, part in self.phases),
            roles=tuple(part for _, part in self.roles),
            groups=tuple(part for _, part in self.groups),
            events=tuple(part for _, part in self.events),
            relations=tuple(part for _, part in self.relations),
            initial=Initial(self.executed, self.pending, frozenset(self.included), self.values),
        )


def group(table: Table) -> Group:
    """One `[[groups]]` table."""
    id = table.required_text("id")
    parent = table.text("parent") or None
    return Group(id, table.text("label", id), parent, table.texts("roles"))


def event(table: Table, draft: Draft) -> None:
    """One `[[events]]` table: the event, its fields and its part of the initial marking."""
    id = table.required_text("id")
    inner = [(draft.also(part), field(part, draft.also)) for part in table.tables("fields")]
    pages = [(draft.also(part), section(part)) for part in table.tables("sections")]
    ways = [(draft.also(part), way_out(part, draft.also)) for part in table.tables("exits")]
    made = Event(
        id,
        table.required_text("label"),
        roles=table.texts("roles"),
        read_roles=table.texts("read_roles"),
        parent=table.text("group") or None,
        phase=table.text("phase"),
        fields=tuple(part for _, part in inner),
        cites=citations(table),
        help=table.text("help"),
        effects=tuple(_effect(draft.also(part)) for part in table.tables("effects", name="kind")),
        computation=table.text("computation") or None,
        scalar=table.flag("scalar", False),
        type=choice(table, "type", EventType, EventType.ACTIVITY),
        log_names=table.texts("log_names"),
        sections=tuple(part for _, part in pages),
        exits=tuple(part for _, part in ways),
        applicant=applicants(table),
    )
    draft.events.append((table, made))
    draft.sections.extend((part, made, item) for part, item in pages)
    draft.exits.extend((part, made, item) for part, item in ways)
    for part, item in inner:
        draft.fields.append((part, made, item))
        rows = zip(part.tables("fields"), item.fields, strict=True)
        draft.row_fields.extend((below, made, item, sub) for below, sub in rows)
    if table.flag("included", True):
        draft.included.add(id)
    for key, times in (("pending", draft.pending), ("executed", draft.executed)):
        value = table.raw(key)
        if value is not None and value is not False:
            times[id] = _moment(table, key, value)
    value = table.raw("value")
    if value is not None:
        try:
            draft.values[id] = event_value_from_toml(made, value)
        except DurationError as error:
            table.wrong("value", str(error))


def _moment(table: Table, key: str, value: Any) -> datetime | Duration | None:
    """`true` = without a time, a text = an offset from the start, a date-time = that moment."""
    if value is True:
        return None
    if isinstance(value, datetime):
        if value.tzinfo is None:
            table.wrong(key, "Tidspunktet mangler tidszone, fx 2027-01-04T09:00:00+01:00.")
        return value.astimezone(UTC)
    if isinstance(value, str):
        return _parsed_duration(table, key, value)
    table.wrong(key, 'Her skal stå true, false, en varighed som "P4W" eller et tidspunkt.')
    return None


def _effect(table: Table) -> Effect:
    kind = table.required_text("kind")
    options = {key: str(table.raw(key)) for key in table.keys if key != "kind"}
    return Effect(kind, options)


def relations(table: Table, draft: Draft) -> None:
    """One `[[relations]]` table: a relation for each pair of its line."""
    line = table.required_text("is")
    rule = Relation(
        Kind.CONDITION,
        "",
        "",
        guard=table.text("guard") or None,
        delay=_duration(table, "delay"),
        deadline=_duration(table, "deadline"),
        value=table.bound("value"),
        restart=table.flag("restart", False),
        cites=citations(table),
        why=table.text("why"),
        delay_from=table.text("delay_from") or None,
        deadline_from=table.text("deadline_from") or None,
    )
    try:
        arrow = parse_arrow(line)
    except ArrowError as error:
        draft.also(table)
        if line:
            table.wrong("is", str(error))
        return
    if len(draft.relations) + len(arrow.sources) * len(arrow.targets) > MOST_RELATIONS:
        draft.also(table).wrong(
            "is", f"Filen er for stor: den har mere end {MOST_RELATIONS} regler."
        )
        return
    for source in arrow.sources:
        for target in arrow.targets:
            pair = replace(rule, kind=arrow.kind, source=source, target=target)
            draft.relations.append((table, pair))


def _duration(table: Table, key: str) -> Duration | None:
    value = table.raw(key)
    return None if value is None else _parsed_duration(table, key, value)


def _parsed_duration(table: Table, key: str, value: Any) -> Duration | None:
    try:
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise DurationError('Her skal stå en varighed, fx "P14D".')
        return parse(value)
    except DurationError as error:
        table.wrong(key, str(error))
        return None
