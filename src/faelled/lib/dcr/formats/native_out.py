"""Write a graph as native TOML, in the order a reader wants: head, phases, roles, steps, rules."""

from collections.abc import Iterable

from faelled.lib.dcr.arrows import write_arrow
from faelled.lib.dcr.formats.native_forms_out import form_blocks
from faelled.lib.dcr.formats.toml_out import (
    Pair,
    cites,
    flag,
    lines,
    listed,
    name_out,
    quoted,
    texts,
    time_out,
    value_out,
)
from faelled.lib.dcr.graph import (
    Effect,
    Event,
    EventType,
    Graph,
    Group,
    Relation,
)

_HEAD = (
    "id", "version", "title", "language", "source", "licence", "summary", "kle", "facet",
    "case_title",
)  # fmt: skip


def dumps(graph: Graph) -> str:
    """The graph's file. `loads(dumps(graph)) == graph` for every graph that can be read."""
    blocks = [lines(texts(graph, _HEAD))]
    variables = {name: value for name, value in graph.initial.values.items() if name not in graph}
    if variables:
        pairs = [(name_out(name), value_out(value)) for name, value in variables.items()]
        blocks.append("[variables]\n" + lines(pairs))
    for kind, parts in (("phases", graph.phases), ("roles", graph.roles)):
        blocks += [f"[[{kind}]]\n" + lines(texts(part, ("id", "label"))) for part in parts]
    blocks += ["[[groups]]\n" + lines(_group(part)) for part in graph.groups]
    blocks += [_event(graph, event) for event in graph.events]
    blocks += ["[[relations]]\n" + lines(_relation(rule)) for rule in graph.relations]
    return "\n".join(blocks)


def _group(group: Group) -> list[Pair]:
    pairs = texts(group, ("id", "label", "parent"))
    return pairs + listed("roles", group.roles)


def _event(graph: Graph, event: Event) -> str:
    pairs = texts(event, ("id", "label"))
    pairs += listed("roles", event.roles) + listed("read_roles", event.read_roles)
    pairs += [("group", quoted(event.parent))] if event.parent else []
    pairs += texts(event, ("phase", "computation"))
    pairs += [("type", quoted(event.type))] if event.type is not EventType.ACTIVITY else []
    pairs += flag("scalar", event.scalar)
    pairs += _initial(graph, event.id)
    pairs += listed("log_names", event.log_names) + listed("applicant", event.applicant)
    pairs += cites(event.cites) + texts(event, ("help",))
    if event.effects:
        pairs.append(("effects", "[" + ", ".join(map(_effect, event.effects)) + "]"))
    block = "[[events]]\n" + lines(pairs)
    return block + form_blocks(event)


def _initial(graph: Graph, id: str) -> Iterable[Pair]:
    initial = graph.initial
    if id not in initial.included:
        yield "included", "false"
    for key, times in (("pending", initial.pending), ("executed", initial.executed)):
        if id in times:
            time = times[id]
            yield key, "true" if time is None else time_out(time)
    if initial.values.get(id) is not None:
        yield "value", value_out(initial.values[id])


def _effect(effect: Effect) -> str:
    pairs = {"kind": effect.kind, **effect.options}
    return "{ " + ", ".join(f"{name_out(name)} = {quoted(pairs[name])}" for name in pairs) + " }"


def _relation(rule: Relation) -> list[Pair]:
    pairs = [("is", quoted(write_arrow(rule.kind, rule.source, rule.target)))]
    for key, duration in (("delay", rule.delay), ("deadline", rule.deadline)):
        pairs += [(key, time_out(duration))] if duration is not None else []
    pairs += texts(rule, ("delay_from", "deadline_from", "guard", "value"))
    return [*pairs, *flag("restart", rule.restart), *cites(rule.cites), *texts(rule, ("why",))]
