"""The relations of a portal export."""

from dataclasses import replace

from lxml import etree

from faelled.lib.dcr.duration import Duration, DurationError, parse
from faelled.lib.dcr.formats.portal_events import Reading, expressions, plain_text
from faelled.lib.dcr.graph import Kind, Relation

PATHS = {
    "conditions/condition": Kind.CONDITION,
    "responses/response": Kind.RESPONSE,
    "coresponses/coresponse": Kind.CANCEL,
    "coresponces/coresponce": Kind.CANCEL,  # as DCR-js spells it
    "excludes/exclude": Kind.EXCLUDE,
    "includes/include": Kind.INCLUDE,
    "milestones/milestone": Kind.MILESTONE,
    "updates/update": Kind.UPDATE,
    "spawns/spawn": Kind.SPAWN,
    "templateSpawns/templateSpawn": Kind.SPAWN,
}


def read_relations(root: etree._Element, reading: Reading) -> None:
    """Every relation of `root` (a dcrgraph) and of the sub-processes inside it."""
    known = expressions(root, reading)
    for path, kind in PATHS.items():
        for element in root.iterfind(f"specification/constraints/{path}"):
            _read_relation(element, kind, known, reading)
    for inner in inner_graphs(root):
        read_relations(inner, reading)


def inner_graphs(root: etree._Element) -> list[etree._Element]:
    """The graphs that stand right inside this one (sub-processes, templates)."""
    resources = "specification/resources"
    inner = list(root.iterfind(f"{resources}/subProcesses/subProcess/dcrgraph"))
    events = root.find(f"{resources}/events")
    if events is not None:
        templates = [item for item in events.iter("template") if _graph_around(item) is root]
        inner += [graph for item in templates for graph in item.iterfind("dcrgraph")]
    return inner


def _graph_around(element: etree._Element) -> etree._Element:
    return next(element.iterancestors("dcrgraph"))


def _read_relation(
    element: etree._Element, kind: Kind, known: dict[str, str], reading: Reading
) -> None:
    source, target = element.get("sourceId", ""), element.get("targetId", "")
    path = f"{etree.QName(element).localname}.{source}->{target}"
    for id in (source, target):
        if id not in reading.events and id not in reading.groups:
            reading.problems.add(path, f"Trinnet »{id}« findes ikke.", element.sourceline)
    guard, value = (
        _expression(element, name, known, path, reading)
        for name in ("expressionId", "valueExpressionId")
    )
    why = plain_text(element.get("description", ""))
    rule = Relation(kind, source, target, guard=guard, value=value, why=why)
    if kind is Kind.CONDITION and guard and (delay := _as_duration(guard)):
        rule = replace(rule, guard=None, delay=delay)
    reading.relations.append(_timed(rule, element, path, reading))
    reading.rules.append(element)


def _expression(
    element: etree._Element, name: str, known: dict[str, str], path: str, reading: Reading
) -> str | None:
    id = element.get(name, "")
    if id and id not in known:
        reading.problems.add(path, f"Udtrykket »{id}« findes ikke.", element.sourceline)
    return known.get(id) or None


def _timed(rule: Relation, element: etree._Element, path: str, reading: Reading) -> Relation:
    time = element.get("time", "").strip()
    if not time or rule.kind not in (Kind.CONDITION, Kind.RESPONSE):
        return rule
    is_delay = rule.kind is Kind.CONDITION
    duration = _as_duration(time)
    if duration is not None:
        return replace(rule, delay=duration) if is_delay else replace(rule, deadline=duration)
    if time in reading.events or time in reading.variables:
        return replace(rule, delay_from=time) if is_delay else replace(rule, deadline_from=time)
    message = f"Tiden »{time}« er hverken en varighed eller et trin."
    reading.problems.add(path, message, element.sourceline)
    return rule


def _as_duration(text: str) -> Duration | None:
    try:
        return parse(text)
    except DurationError:
        return None
