"""An expression in Danish words, with the labels of the fields and answers it speaks of."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from faelled.lib.dcr.copies import TRIGGER
from faelled.lib.dcr.duration import Duration
from faelled.lib.dcr.expand import place_of
from faelled.lib.dcr.graph import Event, Field, FieldType, Graph, Kind
from faelled.lib.dcr.guards import GuardError, parse
from faelled.lib.dcr.guards.tree import (
    Call,
    Chain,
    Compare,
    Items,
    Literal,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    OverRows,
)
from faelled.lib.dcr.values import Scalar

_COMPARED = {
    "=": "er",
    "!=": "ikke er",
    "<": "er mindre end",
    "<=": "er højst",
    ">": "er mere end",
    ">=": "er mindst",
    "in": "er en af",
    "contains": "rummer",
}
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_LOGIC = {"and": "og", "or": "eller"}
_CALLED = {
    "given": "er udfyldt",
    "hash": "aftryk af",
    "abs": "størrelsen af",
    "count": "antallet af",
    "date": "datoen",
    "min": "det mindste af",
    "max": "det største af",
}
_OVER_ROWS = {
    "sum": "summen af",
    "any": "mindst én gang gælder, at",
    "all": "hver gang gælder, at",
}
_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
    "oktober", "november", "december",
)  # fmt: skip


def expression_in_words(graph: Graph, text: str, within: Event | None = None) -> str:
    """The expression as people say it; an expression that cannot be read is given as it stands.

    `within`: the event whose fields may be named by their bare ids (show_if, required_if).

    >>> from faelled.lib.dcr.graph import Event, Field, FieldType
    >>> hours = Field("hours", "Timer", FieldType.INTEGER)
    >>> graph = Graph("g", "1", "G", events=(Event("apply", "Søg", fields=(hours,)),))
    >>> expression_in_words(graph, "apply.hours > 10 and not(given(apply.hours))")
    '»Timer« er mere end 10 og »Timer« ikke er udfyldt'
    """
    try:
        return _Words(graph, within).truth(parse(text).tree)
    except GuardError:
        return text


class _Words:
    def __init__(self, graph: Graph, within: Event | None) -> None:
        self._graph, self._within = graph, within
        self._known = {event.id for event in graph.events} | set(graph.initial.values)

    def truth(self, node: Node) -> str:
        """A whole expression: a bare yes-or-no name is asked about."""
        return f"{self.say(node)} er ja" if self._is_yes_or_no(node) else self.say(node)

    def say(self, node: Node) -> str:
        match node:
            case Literal(value=value):
                return _literal(value)
            case Name(name=name):
                return f"»{self._label(name)}«"
            case Not() | Negative():
                return self._turned(node)
            case Logic(word=word, operands=operands):
                return f" {_LOGIC[word]} ".join(self._operand(operand) for operand in operands)
            case Compare():
                return self._compared(node)
            case Chain(first=first, rest=rest):
                return self.say(first) + "".join(
                    f" {sign} {self._part(operand)}" for sign, operand, _ in rest
                )
            case Call() | OverRows():
                return self._called(node)
            case Items(parts=parts):
                return ", ".join(self.say(part) for part in parts)
            case _:
                return "nu"

    def _called(self, node: Call | OverRows) -> str:
        if isinstance(node, OverRows):
            said = self.say(node.body) if node.function == "sum" else self.truth(node.body)
            return f"{_OVER_ROWS[node.function]} {said}"
        said = ", ".join(self.say(argument) for argument in node.arguments)
        word = _CALLED[node.function]
        return f"{said} {word}" if node.function == "given" else f"{word} {said}"

    def _turned(self, node: Not | Negative) -> str:
        if isinstance(node, Not):
            return self._negated(node.operand)
        return f"minus {self.say(node.operand)}"

    def _part(self, node: Node) -> str:
        said = self.say(node)
        return f"({said})" if isinstance(node, (Logic, Chain)) else said

    def _operand(self, node: Node) -> str:
        return self.truth(node) if isinstance(node, Name) else self._part(node)

    def _is_yes_or_no(self, node: Node) -> bool:
        field = self._field(node)
        return field is not None and field.type is FieldType.BOOLEAN

    def _negated(self, operand: Node) -> str:
        match operand:
            case Name():
                return f"{self.say(operand)} er nej"
            case Compare(sign=sign) if sign in _OPPOSITE:
                return self.say(replace(operand, sign=_OPPOSITE[sign]))
            case Call(function="given", arguments=arguments):
                return f"{self.say(arguments[0])} ikke er udfyldt"
            case _:
                return f"ikke {self._part(operand)}"

    def _compared(self, node: Compare) -> str:
        """Answers are told by their labels: »Udfald« er »Bevilget«, not 'granted'."""
        field = self._field(node.left)
        left, sign = self.say(node.left), _COMPARED[node.sign]
        right = _answer(field, node.right) or self.say(node.right)
        return f"{left} {sign} {right}"

    def _field(self, node: Node) -> Field | None:
        if not isinstance(node, Name):
            return None
        event, part = self._event(node.name)
        if event is None:
            return None
        if part is None:
            return event.fields[0] if event.scalar and event.fields else None
        return _part_of(event, part)

    def _event(self, name: str) -> tuple[Event | None, str | None]:
        if self._within and _part_of(self._within, name):
            return self._within, name
        owner, part = place_of(name, self._known)
        if owner == TRIGGER and owner not in self._known:
            return self._trigger(part), part
        return (self._graph.event(owner) if owner in self._graph else None), part

    def _trigger(self, part: str | None) -> Event | None:
        """The step whose value `trigger` is: of several that make copies, one with such a field."""
        sources = {rule.source for rule in self._graph.relations if rule.kind is Kind.SPAWN}
        makers = [event for event in self._graph.events if event.id in sources]
        fitting = [event for event in makers if part is None or _part_of(event, part)]
        return next(iter(fitting or makers), None)

    def _label(self, name: str) -> str:
        event, part = self._event(name)
        if event is None:
            return name
        field = _part_of(event, part or "")
        return field.label if field else event.label


def _part_of(event: Event, name: str) -> Field | None:
    """A field of the event, or with `group.field` one of a group's rows."""
    first, _, rest = name.partition(".")
    field = next((field for field in event.fields if field.id == first), None)
    if field is None or not rest:
        return field
    return next((part for part in field.fields if part.id == rest), None)


def _answer(field: Field | None, node: Node) -> str | None:
    if field is None:
        return None
    labels = {option.value: f"»{option.label}«" for option in field.options}
    if isinstance(node, Items):
        answers = [_answer(field, part) for part in node.parts]
        return " eller ".join(answer for answer in answers if answer) or None
    return labels.get(str(node.value)) if isinstance(node, Literal) else None


def _literal(value: Scalar) -> str:
    match value:
        case bool():
            return "ja" if value else "nej"
        case int() | Decimal():
            return f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
        case Duration():
            return value.in_words()
        case date():
            return f"{value.day}. {_MONTHS[value.month - 1]} {value.year}"
        case _:
            return f"»{value}«"
