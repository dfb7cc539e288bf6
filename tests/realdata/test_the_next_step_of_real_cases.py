"""Receipt and helpdesk: the next step of the later half of the cases (shared/reference/dcr.md 2.6).

The graph is mined from the cases that had ended; what it does not allow is never suggested.
"""

from io import BytesIO
from pathlib import Path

import pytest

from faelled.lib.dates.calendar import danish_calendar
from faelled.lib.dcr.conformance.conform import Conformer
from faelled.lib.dcr.discovery.discover import Mode, discover
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.guidance.baseline import over_folds
from faelled.lib.dcr.guidance.history import courses_of
from faelled.lib.dcr.guidance.measure import measure
from faelled.lib.dcr.logs.load import load_log
from faelled.lib.dcr.logs.write import write_xes
from faelled.lib.dcr.simulation.learned import plan_like
from faelled.lib.dcr.simulation.simulate import simulate

pytestmark = pytest.mark.realdata


@pytest.mark.parametrize(("name", "target"), [("receipt", 0.855), ("helpdesk", 0.840)])
def test_the_next_step_is_foretold_in_later_cases(data: Path, name: str, target: float) -> None:
    path = data / "logs" / f"{name}.xes.gz"
    with path.open("rb") as file:
        log = load_log(file, path.name)
    courses = courses_of(log)
    assert over_folds(courses) == pytest.approx(target, abs=0.002)  # counted as others count
    until = courses[len(courses) // 2].begun
    ended = {course.id for course in courses if course.ended < until}
    rows = [row for row, id in enumerate(log.cases["id"].to_list()) if id in ended]
    found = measure(discover(log.part(rows), Mode.PUBLISHED, name), courses, until)
    assert found is not None
    assert target < found.accuracy < found.learning_on
    assert found.reference < found.accuracy


def test_a_log_made_up_after_receipt_follows_its_graph(data: Path) -> None:
    path = data / "logs" / "receipt.xes.gz"
    with path.open("rb") as file:
        log = load_log(file, path.name)
    graph, courses = discover(log, Mode.PUBLISHED, "receipt"), courses_of(log)
    plan = plan_like(graph, courses, courses[-1].begun)
    cases = list(simulate(Engine(graph, calendar=danish_calendar()), plan, 300, seed=2))
    assert all(case.finished for case in cases)
    out = BytesIO()
    write_xes((case.trace for case in cases), out)
    found = Conformer(graph).conform(load_log(BytesIO(out.getvalue()), "made-up.xes"))
    assert (found.cases, found.fitness) == (300, 1.0)
