"""Guidance: how often the next step is foretold, on later cases than it learnt from.

The logs in `FAELLED_DATA`. The graph is mined (as published) from the cases that ended before the
moment; what it does not allow is an error. What others reach is quoted from
shared/reference/dcr.md (2.6), and worked out here again on the same cases.
Run with `python -m bench.dcr_next`.
"""

from datetime import timedelta

from bench.dcr_logs import Row, load
from faelled.lib.dcr.discovery.discover import Mode, discover
from faelled.lib.dcr.guidance.baseline import over_folds
from faelled.lib.dcr.guidance.history import Course, courses_of
from faelled.lib.dcr.guidance.measure import Measured, measure
from faelled.lib.dcr.logs.frames import EventLog

TARGETS = {"receipt": 0.855, "helpdesk": 0.840}
QUOTED = {"receipt": "0.855", "helpdesk": "0.840"}
PARTS = (1 / 2, 2 / 3, 4 / 5)  # of the cases had begun when learning ended; the first is the figure


def split(log: EventLog, courses: list[Course], part: float) -> Measured:
    """Learn until this part of the cases had begun."""
    until = courses[int(len(courses) * part)].begun
    ended = {course.id for course in courses if course.ended < until}
    rows = [row for row, id in enumerate(log.cases["id"].to_list()) if id in ended]
    found = measure(discover(log.part(rows), Mode.PUBLISHED, "Lært"), courses, until)
    assert found is not None
    print(
        f"  until {until:%Y-%m-%d}: {found.cases} later cases, {found.steps} steps: "
        f"{found.accuracy:.4f}; learning on {found.learning_on:.4f}; back-off "
        f"{found.reference:.4f}; ceiling {found.ceiling:.4f}; barred by the graph {found.barred}; "
        f"half-life {found.way.half_life}, who {found.way.who}"
    )
    told = found.told
    assert told is not None
    print(
        f"    time left, asked {told.asked} times: off by {days(told.error):.2f} days (naive "
        f"{days(told.naive_error):.2f}), {told.within:.3f} within the 80 % told; risk of more than "
        f"{days(told.span):.1f} days: Brier {told.brier:.4f} (naive {told.naive_brier:.4f}); "
        f"{found.sight}"
    )
    bins = ", ".join(f"{one.told:.2f}/{one.came:.2f} ({one.cases})" for one in told.bins)
    print(f"    risk told/came (cases): {bins}")
    return found


def days(span: timedelta) -> float:
    return span / timedelta(days=1)


def calibration(name: str, part: str, found: Measured) -> list[Row]:
    """The time left and the risk, each beside what the naive answer makes of it."""
    told = found.told
    assert told is not None
    off, naive = days(told.error), days(told.naive_error)
    return [
        (f"time left: {name}, {part}, off by; naive as target", off, "days", f"<= {naive:.3f}"),
        (
            f"risk: {name}, {part}, Brier; naive as target",
            told.brier,
            "",
            f"<= {told.naive_brier:.3f}",
        ),
    ]


def figures() -> list[Row]:
    """Name, value, unit and target of every figure measured here."""
    rows: list[Row] = []
    for name, target in TARGETS.items():
        log = load(f"{name}.xes.gz")
        courses = courses_of(log)
        print(
            f"  {name}: back-off over five folds {over_folds(courses):.4f} (quoted {QUOTED[name]})"
        )
        found = [split(log, courses, part) for part in PARTS]
        rows += [
            (f"next step: {name}, later half of the cases", found[0].accuracy, "", f">= {target}"),
            (f"next step: {name}, the same, learning on", found[0].learning_on, "", f">= {target}"),
            (f"next step: {name}, last third of the cases", found[1].accuracy, "", f">= {target}"),
            (f"next step: {name}, last fifth of the cases", found[2].accuracy, "", f">= {target}"),
        ]
        for part, one in zip(("later half", "last third", "last fifth"), found, strict=True):
            rows += calibration(name, part, one)
    return rows


if __name__ == "__main__":
    for name, value, unit, target in figures():
        print(f"{name:60} {value:14,.4f} {unit:8} target {target}")
