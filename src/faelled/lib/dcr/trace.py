"""Walk a graph through a list of steps and tell the marking after each: `faelled graph run`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from faelled.lib.dates.calendar import danish_calendar
from faelled.lib.dcr.duration import COPENHAGEN, Duration, DurationError, parse
from faelled.lib.dcr.engine import Engine, NotEnabled
from faelled.lib.dcr.errors import BadValue, DcrError, UnknownEvent
from faelled.lib.dcr.formats.typed_text import value_from_text
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.values import Json, Value

Time = datetime | Duration

_CALENDAR = danish_calendar()


class TraceError(DcrError, ValueError):
    """The trace itself cannot be read; the message says where, in Danish."""


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step to try. `value` is text or data; `at` a moment, or a duration from the start."""

    event: str
    value: str | Value = None
    at: Time | None = None


def parse_trace(text: str, graph: Graph) -> list[TraceStep]:
    """Read `a,b@P1D,c=3`: ids by comma, each with a time behind `@` and data behind `=`.

    A comma inside quotes or brackets separates nothing; what is an event id as it stands is one.

    >>> parse_trace('a, b@P1D={"n": 1, "m": 2}', Graph("g", "1", "G"))[1].value
    '{"n": 1, "m": 2}'
    """
    return [_step(part, graph) for part in _parts(text)]


def parse_times(text: str, graph: Graph, steps: Sequence[TraceStep]) -> list[TraceStep]:
    """Give steps their times: `t1,t2,...` in order, or `event@t` for the next such step."""
    timed = list(steps)
    for number, part in enumerate(_parts(text)):
        event, sign, time = part.rpartition("@")
        wanted = [at for at, step in enumerate(timed) if step.event == event and step.at is None]
        places = wanted[:1] if sign else [number]
        if not places or places[0] >= len(timed):
            raise TraceError(f"Tiden »{part}« hører ikke til noget trin.")
        step = timed[places[0]]
        timed[places[0]] = TraceStep(step.event, step.value, _time(time))
    return timed


def run_trace(
    engine: Engine,
    graph: Graph,
    steps: Sequence[TraceStep],
    *,
    start: datetime,
    role: str | None = None,
) -> list[dict[str, Json]]:
    """One object for each step, with the marking after it.

    A step that is not possible, unknown, or has data that do not fit is refused with its reasons;
    the marking stays as it was and the run goes on. Roles are asked about only when one is given.
    No time passes but by the steps' own times, which never run backwards (else TraceError).
    """
    roles = None if role is None else frozenset({role})
    marking, now = engine.initial(start), start
    told: list[dict[str, Json]] = []
    for step in steps:
        now = _moment(step.at, start, now)
        line: dict[str, Json] = {"event": step.event}
        try:
            value = _value(graph, step)
            marking = engine.execute(marking, step.event, at=now, roles=roles, value=value)
            line["executed"] = True
        except NotEnabled as refusal:
            line |= _refused([reason.to_json() for reason in refusal.reasons])
        except UnknownEvent:
            line |= _refused([{"code": "unknown-event", "text": _unknown(graph, step.event)}])
        except BadValue as error:
            line |= _refused([{"code": "bad-value", "text": str(error), "source": error.field}])
        told.append(line | told_marking(engine, marking, at=now, roles=roles))
    return told


def told_marking(
    engine: Engine, marking: Marking, *, at: datetime, roles: frozenset[str] | None = None
) -> dict[str, Json]:
    """A marking for people and machines: sorted ids, and whether the case may end here."""
    return {
        "enabled": [*sorted(engine.enabled(marking, at=at, roles=roles))],
        "done": [*sorted(marking.executed)],
        "pending": [*sorted(marking.pending)],
        "included": [*sorted(engine.included(marking))],
        "accepting": engine.accepting(marking),
    }


def _refused(reasons: Sequence[Mapping[str, Json]]) -> dict[str, Json]:
    return {"executed": False, "reasons": [dict(reason) for reason in reasons]}


def _unknown(graph: Graph, event: str) -> str:
    if any(group.id == event for group in graph.groups):
        return f"»{event}« er en gruppe af trin og kan ikke selv udføres."
    return str(UnknownEvent(event))


def _value(graph: Graph, step: TraceStep) -> Value:
    if isinstance(step.value, str):
        return value_from_text(graph.event(step.event), step.value)
    return step.value


def _moment(at: Time | None, start: datetime, now: datetime) -> datetime:
    if at is None:
        return now
    moment = at
    if isinstance(moment, Duration):
        moment = moment.add_to(start, zone=COPENHAGEN, calendar=_CALENDAR)
    if moment < now:
        raise TraceError(f"Tiden løber baglæns: {moment.isoformat()} er før {now.isoformat()}.")
    return moment


def _step(part: str, graph: Graph) -> TraceStep:
    if _bare(part) in graph:
        return TraceStep(_bare(part))
    head, sign, value = part.partition("=")
    # An id may itself hold a sign of ours; the longest id that the graph knows wins.
    known = max((e.id for e in graph.events if part.startswith(f"{e.id}=")), key=len, default="")
    if known:
        return TraceStep(known, _bare(part[len(known) + 1 :]))
    data = _bare(value) if sign else None
    event, at_sign, time = head.strip().rpartition("@")
    if at_sign:
        return TraceStep(_bare(event), data, _time(time))
    return TraceStep(_bare(head), data)


def _bare(text: str) -> str:
    """Without the double quotes around it."""
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _time(text: str) -> Time:
    try:
        return parse(text)
    except DurationError:
        pass
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise TraceError(f"»{text}« er hverken et tidspunkt eller en varighed.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=COPENHAGEN)


def _parts(text: str) -> list[str]:
    """Split at commas outside quotes and brackets."""
    parts, depth, quote, start = [], 0, "", 0
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign == '"':
            quote = sign
        elif sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
        elif sign == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]
