"""Small logs made up for a test: cases as rows of a table."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO

from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.load import load_log

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday


@dataclass(frozen=True)
class Case:
    """`steps`: activity, person and hours after the first; `about`: the case's own attributes."""

    steps: Sequence[tuple[str, str, float]]
    about: Mapping[str, str] = field(default_factory=dict)


def told(cases: Sequence[Case]) -> bytes:
    """The cases as CSV."""
    names = list(dict.fromkeys(name for case in cases for name in case.about))
    text = StringIO()
    table = csv.writer(text)
    table.writerow(
        ["case:concept:name", "concept:name", "time:timestamp", "org:resource"]
        + [f"case:{name}" for name in names]
    )
    for number, case in enumerate(cases):
        for activity, person, hours in case.steps:
            at = (BEGIN + timedelta(hours=hours)).isoformat()
            about = [case.about.get(name, "") for name in names]
            table.writerow([f"c{number}", activity, at, person, *about])
    return text.getvalue().encode()


def log_of(cases: Sequence[Case]) -> EventLog:
    return load_log(BytesIO(told(cases)), "made.csv")


def steps(text: str, people: str = "") -> list[tuple[str, str, float]]:
    """
    >>> steps("a b", "x")
    [('a', 'x', 0.0), ('b', 'x', 1.0)]
    """
    names = people.split() or ["x"]
    words = text.split()
    return [(word, names[min(at, len(names) - 1)], float(at)) for at, word in enumerate(words)]
