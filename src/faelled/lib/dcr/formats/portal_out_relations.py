"""Relations merged into a portal export."""

from collections import defaultdict
from collections.abc import Mapping

from lxml import etree

from faelled.lib.dcr.formats.portal_events import Reading
from faelled.lib.dcr.formats.portal_tree import add, as_markup, at, drop, put, scope_of
from faelled.lib.dcr.graph import Graph, Kind, Relation

_WHERE: Mapping[Kind, tuple[str, str]] = {
    Kind.CONDITION: ("conditions", "condition"),
    Kind.RESPONSE: ("responses", "response"),
    Kind.CANCEL: ("coresponses", "coresponse"),
    Kind.EXCLUDE: ("excludes", "exclude"),
    Kind.INCLUDE: ("includes", "include"),
    Kind.MILESTONE: ("milestones", "milestone"),
    Kind.UPDATE: ("updates", "update"),
}
_SPAWNS = {"subProcess": ("spawns", "spawn"), "event": ("templateSpawns", "templateSpawn")}
_EXPRESSIONS = "specification/resources/expressions"

Ends = tuple[Kind, str, str]


def merge_relations(reading: Reading, root: etree._Element, before: Graph, graph: Graph) -> None:
    """Make the tree's relations those of `graph`; those that stay keep all else they have."""
    old: dict[Ends, list[tuple[Relation, etree._Element]]] = defaultdict(list)
    for rule, element in zip(before.relations, reading.rules, strict=True):
        if root in element.iterancestors():  # not gone with the sub-process it stood in
            old[_ends(rule)].append((rule, element))
    said = [_taken(old[_ends(rule)], rule) for rule in graph.relations]
    written: list[etree._Element] = []
    for rule, same in zip(graph.relations, said, strict=True):
        if same is not None:
            written.append(same)
            continue
        near = old[_ends(rule)]
        known, element = near.pop(0) if near else (None, _added(reading, root, rule))
        _merge(element, known, rule)
        written.append(element)
    for _rule, element in (pair for pairs in old.values() for pair in pairs):
        _drop_rule(element)
    _order_updates(
        [
            element
            for rule, element in zip(graph.relations, written, strict=True)
            if rule.kind is Kind.UPDATE
        ]
    )


def _ends(rule: Relation) -> Ends:
    return rule.kind, rule.source, rule.target


def _taken(near: list[tuple[Relation, etree._Element]], rule: Relation) -> etree._Element | None:
    """The element that says this very rule, taken out of those left."""
    for place, (known, element) in enumerate(near):
        if known == rule:
            del near[place]
            return element
    return None


def _added(reading: Reading, root: etree._Element, rule: Relation) -> etree._Element:
    source, target = reading.places[rule.source], reading.places[rule.target]
    scope = scope_of(source) if scope_of(source) is scope_of(target) else root
    group, tag = _SPAWNS[str(target.tag)] if rule.kind is Kind.SPAWN else _WHERE[rule.kind]
    more = {"spawnType": "instance"} if rule.kind is Kind.SPAWN else {}
    return add(
        at(scope, f"specification/constraints/{group}"),
        tag,
        sourceId=rule.source,
        targetId=rule.target,
        filterLevel="1",
        description="",
        time="",
        groups="",
        **more,
    )


def _merge(element: etree._Element, known: Relation | None, rule: Relation) -> None:
    if known is None or known.why != rule.why:
        put(element, "description", as_markup(rule.why))
    if _time(known) != _time(rule):
        put(element, "time", _time(rule))
    for name, before, now in (
        ("expressionId", known.guard if known else None, rule.guard),
        ("valueExpressionId", known.value if known else None, rule.value),
    ):
        if before != now or (now is None and _is_delay(element, name)):
            _put_expression(element, name, now)


def _time(rule: Relation | None) -> str:
    if rule is None:
        return ""
    length = rule.deadline if rule.delay is None else rule.delay
    kept = rule.delay_from or rule.deadline_from
    return length.format() if length is not None else kept or ""


def _is_delay(element: etree._Element, name: str) -> bool:
    """Whether what stands for a guard is the delay, which is in `time` now."""
    return bool(element.get(name)) and bool(element.get("time"))


def _put_expression(element: etree._Element, name: str, text: str | None) -> None:
    """Point to an expression of this text: its own, changed, or a new one."""
    scope = scope_of(element)
    _drop_expression(element, name)
    if text is None:
        return
    written = at(scope, _EXPRESSIONS)
    taken = {item.get("id") for item in written.iterfind("expression")}
    ends = f"{element.get('sourceId')}-path-{element.get('targetId')}"
    stem = f"{ends}--{etree.QName(element).localname}"
    stem += "" if name == "expressionId" else "--value"
    number, id = 1, stem
    while id in taken:
        number += 1
        id = f"{stem}-{number}"
    add(written, "expression", id=id, value=text)
    element.set(name, id)


def _drop_expression(element: etree._Element, name: str) -> None:
    """Take away what the attribute points to, if nothing else does."""
    id = element.attrib.pop(name, None)
    scope = scope_of(element)
    names = ("expressionId", "valueExpressionId", "computation")
    if not id or any(item.get(name) == id for item in scope.iter() for name in names):
        return
    for item in scope.findall(f"{_EXPRESSIONS}/expression"):
        if item.get("id") == id:
            drop(item)


def _drop_rule(element: etree._Element) -> None:
    for name in ("expressionId", "valueExpressionId"):
        _drop_expression(element, name)
    drop(element)


def _order_updates(updates: list[etree._Element]) -> None:
    """Of two updates of one target the last listed counts, so their order is the graph's."""
    for scope in {scope_of(element) for element in updates}:
        mine = [element for element in updates if scope_of(element) is scope]
        if scope.findall("specification/constraints/updates/update") != mine:
            for element in mine:
                at(scope, "specification/constraints/updates").append(element)
