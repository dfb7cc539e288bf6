"""The sums of optimal costs on which two other tools agree, and every trace proven."""

from pathlib import Path

import pytest

from faelled.lib.dcr.alignment import Aligner
from faelled.lib.dcr.discovery.discover import Mode, discover
from faelled.lib.dcr.logs import read_log
from faelled.lib.dcr.logs.load import load_log


@pytest.mark.realdata
@pytest.mark.parametrize(("number", "sum_of_costs"), [(2, 81), (3, 45), (4, 23), (5, 45), (6, 42)])
def test_thirty_traces_cost_what_they_should(data: Path, number: int, sum_of_costs: int) -> None:
    """Log 2 is ours alone: neither tool came to its end."""
    logs = data / "logs" / "pdc2019"
    with (logs / f"Training_{number}.xes.gz").open("rb") as file:
        graph = discover(load_log(file, file.name), Mode.PUBLISHED, "log")
    aligner = Aligner(graph)
    with (logs / f"GroundTruth_{number}.xes.gz").open("rb") as file:
        cases = [case for case, _ in zip(read_log(file, file.name), range(30), strict=False)]
    found = [aligner.align([event.activity for event in case.events]) for case in cases]
    assert all(one.proven for one in found)
    assert sum(one.cost for one in found) == sum_of_costs
    assert max(one.searched for one in found) < 5_000
