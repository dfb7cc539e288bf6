"""A whole log, case by case, and the count of what the rules said to it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from faelled.base.access.actor import Actor
from faelled.casework.cases.actions.log_people import LogPeople
from faelled.casework.cases.actions.replay import replay_case
from faelled.casework.cases.models import CaseType
from faelled.casework.cases.past import PastCase, PastStep, Replayed
from faelled.casework.cases.placing import placement_of_new
from faelled.casework.processes.engines import graph_for
from faelled.lib.dates import local_day
from faelled.lib.dcr import Event, Graph
from faelled.lib.dcr.logs import LogEvent, LogTrace
from faelled.lib.dcr.values import Json


@dataclass
class Tally:
    """What was taken and what was refused: by the log's own name of the activity."""

    cases: int = 0
    whole: int = 0  # cases of which every step was accepted
    empty: int = 0  # cases of the log in which nothing was done at a known time
    not_done: int = 0  # events that say begun or planned, not done
    undated: int = 0
    overdue: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, replayed: Replayed) -> None:
        self.cases += 1
        self.whole += not replayed.refused
        self.overdue += replayed.overdue
        self.accepted.update(step.name for step in replayed.accepted)
        for refusal in replayed.refused:
            self.refused[refusal.step.name] += 1
            self.reasons.update((refusal.step.name, reason) for reason in refusal.reasons)

    def to_json(self) -> dict[str, Json]:
        names = sorted(self.accepted.keys() | self.refused.keys())
        taken, refused = self.accepted.total(), self.refused.total()
        return {
            "cases": self.cases,
            "whole_cases": self.whole,
            "empty_cases": self.empty,
            "steps": taken + refused,
            "accepted": taken,
            "refused": refused,
            "late": self.overdue,
            "not_done": self.not_done,
            "undated": self.undated,
            "activities": [
                {
                    "activity": name,
                    "accepted": self.accepted[name],
                    "refused": self.refused[name],
                    "reasons": {
                        reason: count
                        for (other, reason), count in sorted(self.reasons.items())
                        if other == name
                    },
                }
                for name in names
            ],
        }


def replay_log(
    traces: Iterable[LogTrace],
    case_type: CaseType,
    version_id: int,
    people: LogPeople,
    *,
    by: Actor,
    now: datetime,
    limit: int | None = None,
) -> Tally:
    """Every case of the log, at most ``limit``. Each is whole or not there, so a run that is
    broken off has done the first of them. The same log once more makes its cases once more.
    """
    graph, tally = graph_for(version_id), Tally()
    names = events_by_name(graph)
    placed = placement_of_new(case_type, graph, today=local_day(now))
    for trace in islice(traces, limit):
        steps = tuple(_steps(trace, names, people, tally))
        if not steps:
            tally.empty += 1
            continue
        title = f"{graph.case_title or graph.title} {trace.id}"
        past = PastCase(title, steps[0].at, steps)
        tally.add(replay_case(case_type, version_id, placed, past, by=by, now=now))
    return tally


def events_by_name(graph: Graph) -> Mapping[str, Event]:
    """The graph's events by what a log may call them: its own words first, then label and id."""
    found = {event.id: event for event in graph.events}
    found |= {event.label: event for event in graph.events}
    return found | {name: event for event in graph.events for name in event.log_names}


def _steps(
    trace: LogTrace, names: Mapping[str, Event], people: LogPeople, tally: Tally
) -> Iterator[PastStep]:
    """What was done in a case, by time; what the log puts at one moment stays in its order."""
    done = [event for event in trace.events if event.completes]
    tally.not_done += len(trace.events) - len(done)
    timed = [(event.at, event) for event in done if event.at is not None]
    tally.undated += len(done) - len(timed)
    for at, event in sorted(timed, key=lambda pair: pair[0]):
        yield _step(event, at, names.get(event.activity), people)


def _step(event: LogEvent, at: datetime, step: Event | None, people: LogPeople) -> PastStep:
    by = people.actor(event, step.roles if step else ())
    return PastStep(event.activity, step.id if step else "", at, by)
