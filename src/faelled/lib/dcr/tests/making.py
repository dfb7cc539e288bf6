"""Small graphs for tests, said briefly."""

from datetime import UTC, datetime, timedelta

from faelled.lib.dates.calendar import danish_calendar
from faelled.lib.dcr.duration import Duration
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.graph import Event, Graph, Group, Initial, Kind, Relation, Role
from faelled.lib.dcr.timing import Mode

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CALENDAR = danish_calendar()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ONE_DAY, THREE_DAYS, FIVE_DAYS = Duration(days=1), Duration(days=3), Duration(days=5)


def rule(
    text: str,
    guard: str | None = None,
    delay: Duration | None = None,
    deadline: Duration | None = None,
    value: str | None = None,
    *,
    restart: bool = False,
    why: str = "",
) -> Relation:
    """`rule("a condition b")`."""
    source, kind, target = text.split()
    return Relation(
        Kind(kind), source, target, guard, delay, deadline, value, restart=restart, why=why
    )


def made(
    events: str | tuple[Event, ...],
    *rules: Relation,
    out: str = "",
    initial: Initial | None = None,
    groups: tuple[Group, ...] = (),
) -> Graph:
    """A graph of these events, all included but those in `out`."""
    all_events = (
        tuple(Event(id, f"Trin {id}") for id in events.split())
        if isinstance(events, str)
        else events
    )
    start = initial or Initial()
    included = frozenset(event.id for event in all_events) - set(out.split())
    return Graph(
        "made",
        "1",
        "Lavet til en prøve",
        events=all_events,
        relations=rules,
        groups=groups,
        roles=(Role("citizen", "Borger"), Role("caseworker", "Sagsbehandler")),
        initial=Initial(start.executed, start.pending, start.included or included, start.values),
    )


def engine_of(graph: Graph, mode: Mode = Mode.OPERATION) -> Engine:
    return Engine(graph, calendar=CALENDAR, mode=mode)


def engine(
    events: str | tuple[Event, ...],
    *rules: Relation,
    out: str = "",
    initial: Initial | None = None,
    groups: tuple[Group, ...] = (),
    mode: Mode = Mode.OPERATION,
) -> Engine:
    return engine_of(made(events, *rules, out=out, initial=initial, groups=groups), mode)
