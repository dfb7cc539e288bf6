"""The map of a version's graph for the template `processes/_map.html`, with or without a case."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from faelled.casework.processes.engines import engine_for, written_graph_for
from faelled.lib.dcr import Engine, Kind, Marking
from faelled.lib.dcr.copies import read_name
from faelled.lib.dcr.map import BOX_WIDTH, Box, MapLayout, Standing, Status, layout, marked

WHO_LETTERS = 23
PILL_LETTER, PILL_PAD = 6.6, 18


@dataclass(frozen=True, slots=True)
class ShownBox:
    """A box with its words: who may do it, and where it stands, said and not only coloured."""

    box: Box
    who: str
    said: str

    @property
    def tone(self) -> str:
        return self.box.standing.status if self.box.standing else "plain"

    @property
    def pill_width(self) -> int:
        return round(len(self.said) * PILL_LETTER + PILL_PAD)

    @property
    def pill_x(self) -> int:
        return BOX_WIDTH - self.pill_width - 8


@dataclass(frozen=True, slots=True)
class MapRow:
    """The same step in the table beside the picture."""

    shown: ShownBox
    lane: str
    roles: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ProcessMap:
    """What `_map.html` draws and lists. `in_case`: a case is laid over the process."""

    title: str
    picture: MapLayout
    boxes: tuple[ShownBox, ...]
    rows: tuple[MapRow, ...]
    in_case: bool

    @property
    def keys(self) -> tuple[Key, ...]:
        """The legend: the kinds of line that the way is drawn with."""
        drawn = {line.rule.kind for line in self.picture.lines if line.rule.main}
        taken = [Key("taken", _("vejen, der er gået"))] if self.in_case else []
        return (*taken, *_keys(_WAY_WORDS, drawn))

    @property
    def extras(self) -> tuple[Key, ...]:
        """The kinds of which there is more than the way shows; each can be switched on."""
        return _keys(
            _EXTRA_WORDS, {line.rule.kind for line in self.picture.lines if not line.rule.main}
        )


_WAY_WORDS = {
    Kind.RESPONSE: _lazy("skal ske bagefter"),
    Kind.CONDITION: _lazy("skal være sket først"),
    Kind.SPAWN: _lazy("begynder et nyt forløb"),
    Kind.INCLUDE: _lazy("åbner for"),
}
_EXTRA_WORDS = {
    Kind.RESPONSE: _lazy("flere, der skal ske bagefter"),
    Kind.CONDITION: _lazy("flere, der skal være sket først"),
    Kind.SPAWN: _lazy("flere forløb, der begynder"),
    Kind.INCLUDE: _lazy("flere, der bliver åbnet"),
    Kind.MILESTONE: _lazy("må ikke mangle"),
    Kind.EXCLUDE: _lazy("lukker"),
    Kind.CANCEL: _lazy("ophæver pligten til"),
    Kind.UPDATE: _lazy("skriver værdien af"),
}


def _keys(words: Mapping[Kind, object], drawn: Set[Kind]) -> tuple[Key, ...]:
    return tuple(Key(kind.value, str(text)) for kind, text in words.items() if kind in drawn)


def process_map(version_id: int) -> ProcessMap:
    """The process alone."""
    graph = written_graph_for(version_id)
    return _shown(graph.title, layout(graph), in_case=False)


def marked_map(version_id: int, marking: Mapping[str, Any], *, at: datetime) -> ProcessMap:
    """The process with the case's marking (`Marking.to_json()`) laid over it at the moment `at`."""
    graph, engine = written_graph_for(version_id), engine_for(version_id)
    standings = _standings(engine, Marking.from_json(marking), at)
    return _shown(graph.title, marked(layout(graph), standings), in_case=True)


def _standings(engine: Engine, m: Marking, at: datetime) -> dict[str, Standing]:
    """Each step of the process; one that a case has several copies of stands as the first that
    asks for something, by the order of the statuses."""
    possible = set(engine.enabled(m, at=at))
    overdue = {due.event for due in engine.overdue(m, at=at)}
    included = engine.included(m)
    taken = sorted(m.executed, key=lambda id: m.executed[id])
    order = {id: number for number, id in enumerate(taken, start=1)}
    copies: dict[str, list[str]] = {event.id: [] for event in engine.graph.events}
    for event in engine.events(m):
        name = read_name(event.id) if m.instances else None
        copies[name.event if name else event.id].append(event.id)
    found = {}
    for id, ids in copies.items():
        table = (
            (Status.OVERDUE, any(copy in overdue for copy in ids)),
            (Status.PENDING, any(copy in included and copy in m.pending for copy in ids)),
            (Status.DONE, any(copy in m.executed for copy in ids)),
            (Status.POSSIBLE, any(copy in possible for copy in ids)),
            (Status.AWAY, included.isdisjoint(ids)),
        )
        status = next((status for status, holds in table if holds), Status.WAITING)
        last = max((order[copy] for copy in ids if copy in order), default=None)
        found[id] = Standing(status, not possible.isdisjoint(ids), last is not None, last)
    return found


def _shown(title: str, picture: MapLayout, *, in_case: bool) -> ProcessMap:
    boxes = tuple(ShownBox(box, _who(box.roles), _said(box.standing)) for box in picture.boxes)
    labels = {box.id: box.label for box in picture.boxes}
    ways = [line.rule for line in picture.lines if line.rule.main]
    rows = tuple(
        MapRow(
            shown,
            picture.lanes[shown.box.lane].label,
            _("sker af sig selv") if shown.box.by_itself else ", ".join(shown.box.roles),
            _labels(labels, (way.source for way in ways if way.target == shown.box.id)),
            _labels(labels, (way.target for way in ways if way.source == shown.box.id)),
        )
        for shown in sorted(boxes, key=lambda shown: (shown.box.lane, shown.box.x, shown.box.y))
    )
    return ProcessMap(title, picture, boxes, rows, in_case)


def _labels(labels: Mapping[str, str], ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(labels[id] for id in dict.fromkeys(ids))


def _who(roles: tuple[str, ...]) -> str:
    """The first role, and that there are more; short enough for the box."""
    if not roles:
        return ""
    more = _(" m.fl.") if len(roles) > 1 else ""
    room = WHO_LETTERS - len(more)
    first = roles[0] if len(roles[0]) <= room else f"{roles[0][: room - 1]}…"
    return first + more


def _said(standing: Standing | None) -> str:
    if standing is None or standing.status is Status.WAITING:
        return ""
    if standing.status is Status.PENDING and not standing.possible:
        return _("Mangler")
    words = {
        Status.OVERDUE: _("Overskredet"),
        Status.PENDING: _("Skal ske"),
        Status.POSSIBLE: _("Kan ske nu"),
        Status.DONE: _("Gjort"),
        Status.AWAY: _("Ikke med"),
    }
    return words[standing.status]
