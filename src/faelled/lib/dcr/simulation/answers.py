"""Answers for what an event asks: near the values that guards compare with, so that every way
through them is walked at times."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from random import Random

from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.graph import Event, Field, FieldType, Graph
from faelled.lib.dcr.guards import GuardError, parse
from faelled.lib.dcr.guards.tree import Literal, Node, children
from faelled.lib.dcr.values import Part, Row, Scalar, Value

WORDS = ("ja", "nej", "ved ikke")
NUMBERS = (0, 100)  # where neither the field nor a guard says more
DAYS = 60  # either way from now
Maker = Callable[[Random, Field, Sequence[Scalar], datetime], Scalar]


class Answers:
    """Draws answers for the events of one graph; no guard is promised to hold."""

    def __init__(self, graph: Graph) -> None:
        self._compared: dict[str, list[Scalar]] = {}
        texts = [text for rule in graph.relations for text in (rule.guard, rule.value) if text]
        texts += [field.show_if for event in graph.events for field in event.fields]
        texts += [field.required_if for event in graph.events for field in event.fields]
        for text in filter(None, texts):
            self._read(text)

    def _read(self, text: str) -> None:
        """What an expression compares with belongs to each name in it."""
        try:
            found = parse(text)
        except GuardError:
            return
        values = list(_literals(found.tree))
        for name in found.names:
            self._compared.setdefault(name, []).extend(values)

    def draw(self, event: Event, random: Random, at: datetime) -> Value:
        """An answer that the engine takes; None where the event asks for nothing."""
        if event.computation is not None:
            return None
        if not event.fields:
            return self._free(event, random)
        if event.scalar:
            field = event.fields[0]
            return _answer(random, field, self._values(event, field), at)
        return {
            field.id: _answer(random, field, self._values(event, field), at)
            for field in event.fields
        }

    def names(self, events: Iterable[Event]) -> tuple[str, ...]:
        """The attributes that the answers to these events are told by (see `told`)."""
        found: dict[str, None] = {}
        for event in events:
            fields = [field.id for field in event.fields]
            found.update(dict.fromkeys(fields or [event.id] * (event.id in self._compared)))
        return tuple(found)

    def _values(self, event: Event, field: Field) -> list[Scalar]:
        names = (f"{event.id}.{field.id}", field.id, event.id)
        return [value for name in names for value in self._compared.get(name, ())]

    def _free(self, event: Event, random: Random) -> Scalar:
        """An event without fields gives a value only where a guard reads it."""
        values = self._compared.get(event.id)
        if values is None:
            return None
        numbers = [value for value in values if _is_number(value)]
        if numbers:
            return _near(random, numbers)
        texts = [value for value in values if isinstance(value, str)]
        if texts:
            return random.choice(texts)
        return random.random() < 0.5


def told(event: Event, value: Value) -> dict[str, str]:
    """The answers as attributes of a log: by field, one value by the event's own id.

    >>> told(Event("a", "A"), True), told(Event("a", "A"), {"n": 3, "m": None})
    ({'a': 'true'}, {'n': '3'})
    """
    parts: Mapping[str, Part]
    if isinstance(value, Mapping):
        parts = value
    else:
        parts = {event.fields[0].id if event.fields else event.id: value}
    return {name: _text_of(part) for name, part in parts.items() if part is not None}


def _text_of(value: Part) -> str:
    match value:
        case bool():
            return str(value).lower()
        case date():  # and datetime
            return value.isoformat()
        case tuple():
            return "; ".join(
                part if isinstance(part, str) else ", ".join(map(str, part.values()))
                for part in value
            )
        case _:
            return str(value)


def _answer(random: Random, field: Field, values: Sequence[Scalar], at: datetime) -> Part:
    if field.type is FieldType.GROUP:
        rows = random.randint(0, 2)
        return tuple(_row(random, field, values, at) for _ in range(rows))
    return MAKERS[field.type](random, field, values, at)


def _row(random: Random, group: Field, values: Sequence[Scalar], at: datetime) -> Row:
    return {part.id: MAKERS[part.type](random, part, values, at) for part in group.fields}


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _near(random: Random, numbers: Sequence[Scalar]) -> int:
    """One of the numbers, or one less or more."""
    return int(Decimal(str(random.choice(numbers)))) + random.randint(-1, 1)


def _text(random: Random, field: Field, values: Sequence[Scalar], at: datetime) -> str:
    texts = [value for value in values if isinstance(value, str)]
    return random.choice(texts or WORDS)


def _number(random: Random, field: Field, values: Sequence[Scalar], at: datetime) -> int:
    """Within what the field takes; near what guards compare with, if they do."""
    low, high = _bound(field.min, NUMBERS[0]), _bound(field.max, NUMBERS[1])
    high = max(low, high)
    numbers = [value for value in values if _is_number(value)]
    if not numbers:
        return random.randint(low, high)
    near = _near(random, numbers)
    near = near if field.min is None else max(near, low)
    return near if field.max is None else min(near, high)


def _bound(text: str | None, otherwise: int) -> int:
    try:
        return otherwise if text is None else int(Decimal(text))
    except (InvalidOperation, ValueError):
        return otherwise


def _choice(random: Random, field: Field, values: Sequence[Scalar], at: datetime) -> str:
    options = [option.value for option in field.options]
    return random.choice(options) if options else _text(random, field, values, at)


def _choices(
    random: Random, field: Field, values: Sequence[Scalar], at: datetime
) -> tuple[str, ...]:
    return tuple(option.value for option in field.options if random.random() < 0.5)


def _moment(random: Random, field: Field, values: Sequence[Scalar], at: datetime) -> datetime:
    return at + timedelta(days=random.randint(-DAYS, DAYS))


def _day(random: Random, field: Field, values: Sequence[Scalar], at: datetime) -> date:
    return _moment(random, field, values, at).date()


MAKERS: Mapping[FieldType, Maker] = {
    FieldType.TEXT: _text,
    FieldType.LONGTEXT: _text,
    FieldType.INTEGER: _number,
    FieldType.DECIMAL: _number,
    FieldType.AMOUNT: _number,
    FieldType.BOOLEAN: lambda random, *_rest: random.random() < 0.5,
    FieldType.DATE: _day,
    FieldType.DATETIME: _moment,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.CPR: lambda random, *_rest: f"0101{random.randint(0, 99):02}0000",
    FieldType.FILE: lambda random, *_rest: f"bilag-{random.randint(1, 999)}.pdf",
    FieldType.DURATION: lambda random, *_rest: Duration(days=random.randint(1, DAYS)),
}


def _literals(tree: Node) -> Iterable[Scalar]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Literal):
            yield node.value
        waiting.extend(children(node))
