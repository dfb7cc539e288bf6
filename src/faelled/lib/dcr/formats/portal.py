"""Read the DCR portal's XML exports.

What differs from our own format, and how it is read:

* An event with `type="nesting"`, or one that merely holds other events, is a group.
* A sub-process keeps its inner events (their `parent` is the sub-process); the inner relations and
  the inner marking join the graph's. The engine says so when it cannot run one.
* `time` is the delay of a condition and the deadline of a response; a bare number is days (the
  portal's own simulation of a deadline "20" falls twenty days ahead); a name is the data event
  that holds the time. On other relations it means nothing and is left out.
* A guard that is nothing but a duration is the delay of its condition.
* An event's phase is its first phase, else its first filter group, else that of the group around
  it. A group whose event type ends in "Phase" is a phase of that name.
"""

import re
import unicodedata
from dataclasses import replace

from lxml import etree

from faelled.lib.dcr.formats.bounds import refuse_giants
from faelled.lib.dcr.formats.portal_events import Reading, plain_text, read_events
from faelled.lib.dcr.formats.portal_marking import read_marking
from faelled.lib.dcr.formats.portal_relations import read_relations
from faelled.lib.dcr.formats.problems import GraphError, Problem
from faelled.lib.dcr.formats.safe_xml import parse_xml
from faelled.lib.dcr.graph import Graph, Phase, Role
from faelled.lib.dcr.map_rules import drawn_rules

__all__ = ["UNTITLED", "loads", "read", "slug"]

UNTITLED = "Uden titel"
_PHASES = "specification/resources/custom/phases/phase"


def loads(data: bytes) -> Graph:
    """The graph of an export; GraphError with every problem found, in Danish.

    The id is the title in lower case with hyphens, the version is the portal's revision number.

    >>> loads(b"<dcrgraph title='My Graph'/>").id
    'my-graph'
    """
    return read(parse_xml(data))[0]


def read(root: etree._Element) -> tuple[Graph, Reading]:
    """The graph of a parsed export, and where each part of it stands in the tree."""
    name = etree.QName(root).localname
    if root.tag != "dcrgraph":
        problem = Problem("", root.sourceline, f"Filen begynder med <{name}>, ikke <dcrgraph>.")
        raise GraphError([problem])
    reading = Reading()
    read_events(root, reading)
    refuse_giants(len(reading.events) + len(reading.groups))
    read_relations(root, reading)
    initial = read_marking(root, reading)
    reading.problems.raise_if_any()
    title = root.get("title", "").strip() or UNTITLED
    graph = Graph(
        id=slug(title),
        version=_version(root),
        title=title,
        language=_text(root, "graphLanguage").partition("-")[0] or "da",
        source="DCR-portalen",
        summary=plain_text(_text(root, "graphDetails")),
        phases=tuple(Phase(name, name) for name in reading.phases),
        roles=tuple(Role(name, name) for name in reading.roles),
        events=tuple(reading.marked_scalar(initial.values)),
        groups=tuple(reading.groups.values()),
        relations=tuple(reading.relations),
        initial=initial,
    )
    listed = root.find(_PHASES) is not None
    return graph if listed else _with_phases_in_order(graph), reading


def _with_phases_in_order(graph: Graph) -> Graph:
    """Phases that the export does not list are put in the order their first steps come."""
    rank = drawn_rules(replace(graph, phases=())).rank
    first = {
        phase.id: min(rank[event.id] for event in graph.events if event.phase == phase.id)
        for phase in graph.phases
    }
    return replace(graph, phases=tuple(sorted(graph.phases, key=lambda phase: first[phase.id])))


def _text(root: etree._Element, name: str) -> str:
    return (root.findtext(f"specification/resources/custom/{name}") or "").strip()


def _version(root: etree._Element) -> str:
    revision = root.find("meta/revision")
    return (revision.get("id") if revision is not None else None) or root.get("version") or "1"


def slug(title: str) -> str:
    """ "Ærø: sag 2" -> "aeroe-sag-2"; Danish letters as they are spelled out."""
    lower = title.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    ascii_only = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-") or "graf"
