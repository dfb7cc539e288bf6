"""``faelled dcr migrate OLD NEW LOG``: what becomes of the cases of a log under a changed graph?

A case of the log is read as a run of the old graph: each activity the event it fits there. What
does not fit the old graph is counted and left out. Lines without a time cannot be placed.
"""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from faelled.lib.dates.calendar import danish_calendar
from faelled.lib.dates.duration import COPENHAGEN
from faelled.lib.dcr.commands.codes import FOUND, OK
from faelled.lib.dcr.commands.files import BadInput, graph_in, log_in
from faelled.lib.dcr.commands.log_arguments import add_columns, columns_of
from faelled.lib.dcr.commands.telling import number, tell
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.logs import read_log
from faelled.lib.dcr.logs.records import LogTrace
from faelled.lib.dcr.migration import Migration, migrate
from faelled.lib.dcr.replay import Recorded, Settings, replay
from faelled.lib.dcr.sentences import moment
from faelled.lib.dcr.values import Json, instant_to_text

SHOWN = 20  # cases and reasons in the text; --json has all


@dataclass(frozen=True, slots=True)
class Moved:
    """One case of the log. `left_out`: its lines that the old graph does not take."""

    case: str
    left_out: int
    migration: Migration


def add(parser: ArgumentParser) -> None:
    parser.add_argument("old", type=Path, metavar="OLD", help="Grafen, som sagerne har fulgt.")
    parser.add_argument("new", type=Path, metavar="NEW", help="Den ændrede graf.")
    parser.add_argument("log", type=Path, metavar="LOG", help="Loggen: .xes, .csv, evt. .gz.")
    add_columns(parser)
    parser.add_argument(
        "--at", default="", metavar="TID", help="Hvornår der ses efter; ellers sagens sidste trin."
    )
    parser.add_argument(
        "--renamed", default="", metavar="NAVNE", help="Trin med nyt navn: gammelt=nyt,andet=nyt2."
    )


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    old, new = graph_in(args.old), graph_in(args.new)
    renamed, at = _renamed(args.renamed, old, new), _moment(args.at)
    engines = tuple(Engine(graph, calendar=danish_calendar()) for graph in (old, new))
    cases: list[Moved] = []
    undated = 0
    with log_in(args.log) as file:
        for trace in read_log(file, args.log.name, columns=columns_of(args.columns)):
            undated += sum(event.at is None for event in trace.events)
            moved = _moved(engines[0], engines[1], trace, at, renamed)
            if moved is not None:
                cases.append(moved)
    if not cases:
        raise BadInput(f"{args.log}: ingen sag har trin med en tid.")
    told: dict[str, Json] = {
        "cases": len(cases),
        "whole": sum(case.migration.whole for case in cases),
        "undated": undated,
        "left_out": sum(case.left_out for case in cases),
        "changes": _changes(cases[0].migration),
        "migrations": [_case(case) for case in cases],
    }
    tell(args, out, told, _lines(cases, old, new, undated))
    return OK if all(case.migration.whole for case in cases) else FOUND


def _renamed(text: str, old: Graph, new: Graph) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        before, _, after = part.partition("=")
        if before not in old or after not in new:
            raise BadInput(f"--renamed: »{part}« er ikke et gammelt trin, = og et nyt.")
        found[before] = after
    return found


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"--at: »{text}« er ikke en tid, fx 2027-01-01T09:00.") from error
    return at if at.tzinfo else at.replace(tzinfo=COPENHAGEN)


def _moved(
    old: Engine, new: Engine, trace: LogTrace, at: datetime | None, renamed: dict[str, str]
) -> Moved | None:
    steps = [
        Recorded(event.activity, event.at)
        for event in trace.events
        if event.at is not None and event.completes
    ]
    if not steps:
        return None
    steps.sort(key=lambda step: step.at)
    fitted = replay(old, steps, start=steps[0].at, settings=Settings(most=1))
    history = [Recorded(events[0], steps[place].at) for place, events in fitted.taken]
    seen = max(at or steps[-1].at, steps[-1].at)
    found = migrate(old, new, history, start=steps[0].at, at=seen, renamed=renamed)
    return Moved(trace.id, len(steps) - len(history), found)


def _changes(found: Migration) -> Json:
    made = found.changes
    return {
        "added": [*made.added],
        "removed": [*made.removed],
        "renamed": {**made.renamed},
        "altered": [*made.altered],
        "rules_added": len(made.rules_added),
        "rules_removed": len(made.rules_removed),
    }


def _case(case: Moved) -> Json:
    found = case.migration
    return {
        "case": case.case,
        "left_out": case.left_out,
        "whole": found.whole,
        "carried": len(found.carried),
        "lost": [
            {
                "step": lost.step,
                "event": lost.event,
                "cause": lost.cause.value,
                "text": lost.text,
                "reasons": [reason.to_json() for reason in lost.why.reasons] if lost.why else [],
            }
            for lost in found.lost
        ],
        "new_duties": {id: _text(due) for id, due in found.new_duties.items()},
        "lifted": [*found.lifted],
        "moved": {duty.event: [_text(duty.before), _text(duty.after)] for duty in found.moved},
        "overdue": [due.event for due in found.overdue],
        "opened": [*found.opened],
        "closed": [*found.closed],
        "values_lost": [*found.values_lost],
        "may_close": found.may_close,
        "marking": found.marking.to_json(),
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else instant_to_text(at)


def _lines(cases: list[Moved], old: Graph, new: Graph, undated: int) -> Iterator[str]:
    whole = sum(case.migration.whole for case in cases)
    yield f"{number(len(cases))} sager; {number(whole)} flytter helt med."
    left_out = sum(case.left_out for case in cases)
    if left_out:
        yield f"{number(left_out)} linjer passer ikke til den gamle graf og er ikke talt med."
    if undated:
        yield f"{number(undated)} linjer har ingen tid og er ikke talt med."
    refusals = Counter(
        f"»{old.event(lost.event).label}«: {lost.text}"
        for case in cases
        for lost in case.migration.lost
    )
    if refusals:
        yield "Trin, der går tabt (antal):"
        yield from (f"  {number(count)}  {text}" for text, count in refusals.most_common(SHOWN))
    yield from _left(len(refusals), "grunde")
    for case in cases[:SHOWN]:
        yield from _case_lines(case, old, new)
    yield from _left(len(cases), "sager")


def _left(count: int, what: str) -> Iterator[str]:
    if count > SHOWN:
        yield f"... og {number(count - SHOWN)} {what} til; alt står i svaret med --json."


def _case_lines(case: Moved, old: Graph, new: Graph) -> Iterator[str]:
    found = case.migration
    for event, due in found.new_duties.items():
        yield f"{case.case}: »{new.event(event).label}« skal nu gøres{_by(due)}."
    for event in found.lifted:
        yield f"{case.case}: »{old.event(event).label}« skal ikke længere gøres."
    for duty in found.moved:
        before, after = _by(duty.before) or ", uden frist", _by(duty.after) or ", uden frist"
        label = new.event(duty.event).label
        yield f"{case.case}: »{label}« skal stadig gøres{after} (før{before})."
    for late in found.overdue:
        yield f"{case.case}: fristen for »{new.event(late.event).label}« er overskredet."
    for event in found.values_lost:
        yield f"{case.case}: svaret på »{old.event(event).label}« går tabt."


def _by(due: datetime | None) -> str:
    return "" if due is None else f", senest {moment(due, COPENHAGEN)}"
