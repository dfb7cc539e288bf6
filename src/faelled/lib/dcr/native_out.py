"""Write a graph as native TOML, in the order a reader wants: head, phases, roles, steps, rules."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from faelled.lib.dcr.arrows import write_arrow
from faelled.lib.dcr.graph import (
    Citation,
    Effect,
    Event,
    EventType,
    Field,
    FieldType,
    Graph,
    Group,
    Relation,
)
from faelled.lib.dcr.values import Value

_HEAD = (
    "id", "version", "title", "language", "source", "licence", "summary", "kle", "facet",
    "case_title",
)  # fmt: skip
_BASIC_ESCAPES = {
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f",
}  # fmt: skip

Pair = tuple[str, str]


def dumps(graph: Graph) -> str:
    """The graph's file. `loads(dumps(graph)) == graph` for every graph that can be read."""
    blocks = [_lines(_texts(graph, _HEAD))]
    variables = {name: value for name, value in graph.initial.values.items() if name not in graph}
    if variables:
        pairs = [(_key(name), _value(value)) for name, value in variables.items()]
        blocks.append("[variables]\n" + _lines(pairs))
    for kind, parts in (("phases", graph.phases), ("roles", graph.roles)):
        blocks += [f"[[{kind}]]\n" + _lines(_texts(part, ("id", "label"))) for part in parts]
    blocks += ["[[groups]]\n" + _lines(_group(part)) for part in graph.groups]
    blocks += [_event(graph, event) for event in graph.events]
    blocks += ["[[relations]]\n" + _lines(_relation(rule)) for rule in graph.relations]
    return "\n".join(blocks)


def _group(group: Group) -> list[Pair]:
    pairs = _texts(group, ("id", "label", "parent"))
    return pairs + _list("roles", group.roles)


def _event(graph: Graph, event: Event) -> str:
    pairs = _texts(event, ("id", "label"))
    pairs += _list("roles", event.roles) + _list("read_roles", event.read_roles)
    pairs += [("group", _quoted(event.parent))] if event.parent else []
    pairs += _texts(event, ("phase", "computation"))
    pairs += [("type", _quoted(event.type))] if event.type is not EventType.ACTIVITY else []
    pairs += _flag("scalar", event.scalar)
    pairs += _initial(graph, event.id)
    pairs += _list("log_names", event.log_names)
    pairs += _cites(event.cites) + _texts(event, ("help",))
    if event.effects:
        pairs.append(("effects", "[" + ", ".join(map(_effect, event.effects)) + "]"))
    block = "[[events]]\n" + _lines(pairs)
    return block + "".join("[[events.fields]]\n" + _lines(_field(item)) for item in event.fields)


def _initial(graph: Graph, id: str) -> Iterable[Pair]:
    initial = graph.initial
    if id not in initial.included:
        yield "included", "false"
    for key, times in (("pending", initial.pending), ("executed", initial.executed)):
        if id in times:
            time = times[id]
            yield key, "true" if time is None else _value(time)
    if initial.values.get(id) is not None:
        yield "value", _value(initial.values[id])


def _effect(effect: Effect) -> str:
    pairs = {"kind": effect.kind, **effect.options}
    return "{ " + ", ".join(f"{_key(name)} = {_quoted(pairs[name])}" for name in pairs) + " }"


def _field(field: Field) -> list[Pair]:
    pairs = _texts(field, ("id", "label"))
    pairs += [("type", _quoted(field.type))] if field.type is not FieldType.TEXT else []
    pairs += _flag("required", field.required)
    pairs += _texts(field, ("show_if", "required_if", "min", "max"))
    if field.options:
        options = (_lines_inline(_texts(option, ("value", "label"))) for option in field.options)
        pairs.append(("options", "[" + ", ".join(options) + "]"))
    return [
        *pairs,
        *_texts(field, ("help",)),
        *_cites(field.cites),
        *_flag("summary", field.summary),
    ]


def _relation(rule: Relation) -> list[Pair]:
    pairs = [("is", _quoted(write_arrow(rule.kind, rule.source, rule.target)))]
    for key, duration in (("delay", rule.delay), ("deadline", rule.deadline)):
        pairs += [(key, _value(duration))] if duration is not None else []
    pairs += _texts(rule, ("delay_from", "deadline_from", "guard", "value"))
    return [*pairs, *_flag("restart", rule.restart), *_cites(rule.cites), *_texts(rule, ("why",))]


def _texts(part: object, names: Iterable[str]) -> list[Pair]:
    """The named attributes that say something."""
    values = ((name, getattr(part, name)) for name in names)
    return [(name, _quoted(value)) for name, value in values if value]


def _flag(name: str, value: bool) -> list[Pair]:
    return [(name, "true")] if value else []


def _list(name: str, texts: Iterable[str]) -> list[Pair]:
    written = ", ".join(_quoted(text) for text in texts)
    return [(name, f"[{written}]")] if written else []


def _cites(cites: Iterable[Citation]) -> list[Pair]:
    """A citation with a text of its own, or of unusual form, is written in full."""
    written = [
        _quoted(str(cite))
        if Citation.parse(str(cite)) == cite
        else _lines_inline(_texts(cite, ("act", "section", "text")))
        for cite in cites
    ]
    return [("cites", "[" + ", ".join(written) + "]")] if written else []


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return _number(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[" + ", ".join(_quoted(item) for item in value) + "]"
    if isinstance(value, Mapping):
        pairs = [(_key(name), _value(item)) for name, item in value.items() if item is not None]
        return _lines_inline(pairs)
    return _quoted(str(value))


def _number(value: int | Decimal) -> str:
    """TOML tells 5 from 5.0; a decimal keeps its point."""
    text = f"{value:f}"
    return text if isinstance(value, int) or "." in text else f"{text}.0"


def _quoted(text: str) -> str:
    escaped = "".join(
        _BASIC_ESCAPES.get(
            sign, f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else sign
        )
        for sign in text
    )
    return f'"{escaped}"'


def _key(name: str) -> str:
    return (
        name
        if name and all(c.isascii() and (c.isalnum() or c in "_-") for c in name)
        else _quoted(name)
    )


def _lines(pairs: Iterable[Pair]) -> str:
    return "".join(f"{name} = {value}\n" for name, value in pairs)


def _lines_inline(pairs: Iterable[Pair]) -> str:
    return "{ " + ", ".join(f"{name} = {value}" for name, value in pairs) + " }"
