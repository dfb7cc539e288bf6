"""A tree of text DCR as a graph: templates used, loops run, choices made.

A spawn becomes a template of ours. Its `if`s over what is known only when the step is taken are
answered once for each way they can turn out: a template for each, spawned under the guard that says
so. Names are those of the file; where two bodies use the same one, the later gets a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from faelled.lib.dcr.formats.tdcr.data import VALUES, coming_in, given
from faelled.lib.dcr.formats.tdcr.lexer import broken
from faelled.lib.dcr.formats.tdcr.said import (
    NOT_YET,
    Binding,
    Code,
    EventName,
    Fields,
    Known,
    Reader,
)
from faelled.lib.dcr.formats.tdcr.tree import (
    EventDecl,
    Expression,
    File,
    ForEach,
    If,
    Parameter,
    Path,
    Rule,
    Statement,
    Template,
    Use,
)
from faelled.lib.dcr.graph import Event, EventType, Graph, Initial, Kind, Relation
from faelled.lib.dcr.guards import names as names_in
from faelled.lib.dcr.guards import parse
from faelled.lib.dcr.guards.renaming import renamed
from faelled.lib.dcr.values import Value

MOST_EVENTS = 2_000
MOST_WAYS = 64
MOST_USES = 5_000
MOST_INSIDE = 60

CHOICE_TOO_SOON = (
    "»if« kan ikke afgøres her: svaret kendes først i sagen. Skriv »if« inde i det, som et trin"
    " laver (-->>), eller som betingelse på reglerne."
)

Names = dict[str, Binding]


@dataclass
class _Way:
    """One way the choices inside a spawn turn out: those decided before, and those met."""

    decided: list[bool]
    met: list[tuple[str, bool]] = field(default_factory=list)

    def decide(self, condition: str) -> bool:
        for known, answer in self.met:
            if known == condition:
                return answer
        answer = self.decided[len(self.met)] if len(self.met) < len(self.decided) else True
        self.met.append((condition, answer))
        return answer

    def others(self) -> list[list[bool]]:
        """The ways not taken, from the first choice that was not decided before."""
        answers = [answer for _, answer in self.met]
        return [[*answers[:at], False] for at in range(len(self.decided), len(answers))]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a body stands: the template of ours around it, and the ways of its spawn."""

    parent: str | None = None
    way: _Way | None = None


def expanded(file: File, id: str) -> Graph:
    """The graph; GraphError with the first thing that is wrong."""
    templates = {template.name: template for template in file.templates}
    if len(templates) < len(file.templates):
        raise broken("To skabeloner har samme navn.", file.templates[-1].line)
    return _Expansion(templates).graph(file, id)


class _Expansion:
    def __init__(self, templates: Mapping[str, Template]) -> None:
        self._templates = templates
        self._events: dict[str, Event] = {}
        self._relations: list[Relation] = []
        self._included: set[str] = set()
        self._pending: dict[str, None] = {}
        self._values: dict[str, Value] = {}
        self._ringless: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._used = self._depth = 0

    def graph(self, file: File, id: str) -> Graph:
        for template in file.templates:
            self._refuse_ring(template.name, (), template.line)
        self._body(file.body, {}, _Place())
        return Graph(
            id,
            "1",
            id,
            source="Tekst-DCR",
            events=tuple(self._events.values()),
            relations=tuple(self._relations),
            initial=Initial({}, self._pending, frozenset(self._included), self._values),
        )

    def _refuse_ring(self, name: str, above: tuple[str, ...], line: int) -> None:
        if name in above:
            raise broken(f"Skabelonen »{name}« bruger sig selv.", line, name)
        template = self._templates.get(name)
        if template is None or name in self._ringless:
            return
        if len(above) >= MOST_INSIDE:
            raise broken(f"Der er mere end {MOST_INSIDE} lag i hinanden.", line, name)
        for use in _uses(template.body):
            self._refuse_ring(use.template, (*above, name), use.line)
        self._ringless.add(name)

    def _reader(self, names: Mapping[str, Binding], place: _Place, *, folds: bool = True) -> Reader:
        return Reader(names, place.parent or "", folds)

    def _body(self, body: tuple[Statement, ...], outer: Names, place: _Place) -> Names:
        """Make what the body says; the names that are known in it afterwards."""
        names, own = dict(outer), set[str]()
        self._depth += 1
        if self._depth > MOST_INSIDE:
            line = body[0].line if body else 1
            raise broken(f"Der er mere end {MOST_INSIDE} lag i hinanden.", line)
        declared = [item for item in body if isinstance(item, EventDecl)]
        for item in declared:
            _new(item.id, own, item.line)
            names[item.id] = EventName(self._free(item.id, item.line), item.label)
        for item in declared:
            self._event(item, names, place)
        for use in body:
            if isinstance(use, Use):
                for name, exported in self._use(use, names, place).items():
                    _new(name, own, use.line)
                    names[name] = exported
        for other in body:
            self._other(other, names, place)
        self._depth -= 1
        return names

    def _other(self, item: Statement, names: Names, place: _Place) -> None:
        match item:
            case If():
                self._if(item, names, place)
            case ForEach():
                self._foreach(item, names, place)
            case Rule(kind=Kind.SPAWN):
                self._spawn(item, names, place)
            case Rule():
                self._rule(item, names, place)
            case _:
                pass

    def _free(self, name: str, line: int) -> str:
        """The name, or with a number where it is taken."""
        if len(self._events) >= MOST_EVENTS:
            raise broken(f"Filen giver mere end {MOST_EVENTS} trin.", line)
        id = name
        while id in self._events:
            self._numbers[name] = self._numbers.get(name, 1) + 1
            id = f"{name}_{self._numbers[name]}"
        self._events[id] = Event(id, name)
        return id

    def _event(self, item: EventDecl, names: Names, place: _Place) -> None:
        bound = names[item.id]
        assert isinstance(bound, EventName)
        data = coming_in(item.type)
        if item.value is not None:
            said = self._reader(names, place).said(item.value)
            data = given(said, item.line)
            if isinstance(said, Known):
                names[item.id] = replace(bound, value=said)
        self._events[bound.id] = Event(
            bound.id,
            item.label,
            parent=place.parent,
            fields=tuple(
                replace(field, label=item.label) if data.scalar else field for field in data.fields
            ),
            computation=data.computation,
            scalar=data.scalar,
        )
        if item.included:
            self._included.add(bound.id)
        if item.pending:
            self._pending[bound.id] = None
        if data.value is not None:
            self._values[bound.id] = data.value

    def _use(self, use: Use, names: Names, place: _Place) -> dict[str, EventName]:
        template = self._templates.get(use.template)
        if template is None:
            raise broken(f"Skabelonen »{use.template}« findes ikke.", use.line)
        self._used += 1
        if self._used > MOST_USES:
            raise broken(f"Skabeloner bruges mere end {MOST_USES} gange.", use.line)
        inside = self._arguments(template, use, names, place)
        made = self._body(template.body, inside, place)
        given = _exports(template, made)
        if len(use.exports) > len(given):
            message = f"»{template.name}« giver kun {len(given)} trin fra sig."
            raise broken(message, use.line)
        return dict(zip(use.exports, given, strict=False))

    def _arguments(self, template: Template, use: Use, names: Names, place: _Place) -> Names:
        said = dict(use.arguments)
        wrong = [name for name in said if name not in {item.name for item in template.parameters}]
        if wrong:
            raise broken(f"»{template.name}« har ingen parameter »{wrong[0]}«.", use.line)
        inside: Names = {}
        for item in template.parameters:
            value = said.get(item.name, item.default)
            if value is None:
                raise broken(f"»{template.name}« mangler »{item.name}«.", use.line)
            inside[item.name] = self._argument(item, value, use.line, names, place)
        return inside

    def _argument(
        self, item: Parameter, value: Expression, line: int, names: Names, place: _Place
    ) -> Binding:
        """A step of the label that is asked for, or a value."""
        if item.type.name in VALUES:
            said = self._reader(names, place).said(value)
            if isinstance(said, Fields):
                raise broken("En sammensat værdi kan ikke gives videre.", line)
            return said
        bound = names.get(value.names[0]) if isinstance(value, Path) else None
        if not isinstance(bound, EventName) or bound.label != item.type.name:
            raise broken(f"»{item.name}« skal være et trin af slagsen »{item.type.name}«.", line)
        return bound

    def _if(self, item: If, names: Names, place: _Place) -> None:
        said = self._reader(names, place).said(item.condition)
        match said:
            case Known(value=bool(truth)):
                self._body(item.then if truth else item.otherwise, names, place)
            case Code(text=text) if place.way is not None:
                chosen = item.then if place.way.decide(text) else item.otherwise
                self._body(chosen, names, place)
            case _:
                raise broken(CHOICE_TOO_SOON, item.line)

    def _foreach(self, item: ForEach, names: Names, place: _Place) -> None:
        said = self._reader(names, place).said(item.over)
        if not isinstance(said, Known) or not isinstance(said.value, list):
            raise broken(f"Det, »foreach« går igennem, {NOT_YET}", item.line)
        for value in said.value:
            self._body(item.body, {**names, item.name: Known(value)}, place)

    def _rule(self, rule: Rule, names: Names, place: _Place) -> None:
        guard = self._guard(rule, names, place)
        for source in rule.sources:
            for target in rule.targets:
                ends = [_event_named(name, names, rule.line).id for name in (source, target)]
                self._relations.append(Relation(rule.kind, ends[0], ends[1], guard))

    def _guard(self, rule: Rule, names: Names, place: _Place) -> str | None:
        if rule.guard is None:
            return None
        return self._reader(names, place, folds=False).code(rule.guard)

    def _spawn(self, rule: Rule, names: Names, place: _Place) -> None:
        guard = self._guard(rule, names, place)
        for name in rule.sources:
            source = _event_named(name, names, rule.line).id
            waiting: list[list[bool]] = [[]]
            ways = 0
            while waiting:
                ways += 1
                if ways > MOST_WAYS:
                    raise broken(f"Der er mere end {MOST_WAYS} udfald af »if«.", rule.line)
                way = _Way(waiting.pop(0))
                self._template(rule, source, guard, names, replace(place, way=way))
                waiting += way.others()

    def _template(
        self, rule: Rule, source: str, guard: str | None, names: Names, place: _Place
    ) -> None:
        """One template of ours and the spawn that makes it. What it carries is the step's data."""
        way = place.way
        assert way is not None
        made_by = self._events[source]
        id = self._free(f"{source}_spawn", rule.line)
        self._events[id] = Event(
            id,
            made_by.label,
            parent=place.parent,
            fields=made_by.fields,
            scalar=made_by.scalar,
            type=EventType.TEMPLATE,
        )
        self._included.add(id)
        before = set(self._events)
        self._body(rule.body, names, replace(place, parent=id))
        texts = [guard] if guard else []
        for condition, answer in way.met:
            text = renamed(condition, {id: source})
            owners = {name.partition(".")[0] for name in names_in(parse(text))}
            if owners & (self._events.keys() - before):
                raise broken("»if« kan ikke spørge til det, som først laves.", rule.line)
            texts.append(text if answer else f"not({text})")
        both = texts[0] if len(texts) == 1 else " and ".join(f"({text})" for text in texts)
        self._relations.append(Relation(Kind.SPAWN, source, id, both or None))


def _exports(template: Template, made: Mapping[str, Binding]) -> list[EventName]:
    """The steps that a template gives from itself, of the labels that it promised."""
    if len(template.labels) != len(template.exports):
        message = "Der gives ikke så mange trin, som der er lovet."
        raise broken(message, template.line, template.name)
    found: list[EventName] = []
    for name, label in zip(template.exports, template.labels, strict=True):
        bound = made.get(name)
        if not isinstance(bound, EventName) or bound.label != label:
            message = f"»{name}« er ikke et trin af slagsen »{label}«."
            raise broken(message, template.line, template.name)
        found.append(bound)
    return found


def _event_named(name: str, names: Mapping[str, Binding], line: int) -> EventName:
    bound = names.get(name)
    if not isinstance(bound, EventName):
        raise broken(f"Trinnet »{name}« findes ikke.", line)
    return bound


def _new(name: str, own: set[str], line: int) -> None:
    if name in own:
        raise broken(f"»{name}« findes allerede.", line)
    own.add(name)


def _uses(body: tuple[Statement, ...]) -> list[Use]:
    """Every use of a template in a body, also inside its loops, choices and spawns."""
    found: list[Use] = []
    for item in body:
        match item:
            case Use():
                found.append(item)
            case If(then=then, otherwise=otherwise):
                found += _uses(then) + _uses(otherwise)
            case ForEach(body=inner) | Rule(body=inner):
                found += _uses(inner)
            case _:
                pass
    return found
