"""The logs at hand: the frames hold what the reader of single cases gives, event for event."""

from pathlib import Path

import polars as pl
import pytest

from faelled.lib.dcr.logs import read_log
from faelled.lib.dcr.logs.load import load_log

pytestmark = pytest.mark.realdata

SIZES = {  # events, cases, variants, activities: shared/reference/dcr.md 2.2 and 2.3
    "running-example.xes": (42, 6, 6, 8),
    "repairExample.xes.gz": (11_855, 1_104, 77, 8),
    "receipt.xes.gz": (8_577, 1_434, 116, 27),
    "receipt.csv": (8_577, 1_434, 116, 27),
    "helpdesk.xes.gz": (21_348, 4_580, 226, 14),
    "pdc2019/Training_2.xes.gz": (13_293, 700, None, 46),
    "bpic2012.xes.gz": (262_200, 13_087, 4_366, 24),
}


@pytest.mark.parametrize("name", SIZES)
def test_a_log(data: Path, name: str) -> None:
    with (data / "logs" / name).open("rb") as file:
        log = load_log(file, name)
    events, cases, variants, activities = SIZES[name]
    assert (log.events.height, log.cases.height, len(log.activities)) == (events, cases, activities)
    assert variants is None or len(log.variants()) == variants
    words = pl.col("resource", "group", "lifecycle").cast(pl.String).fill_null("")
    rows = log.events.with_columns(words).iter_rows()
    ids = log.cases["id"].to_list()
    with (data / "logs" / name).open("rb") as file:
        for number, trace in enumerate(read_log(file, name)):
            assert ids[number] == trace.id
            for event in trace.events:
                told = (
                    number,
                    event.activity,
                    event.at,
                    event.resource,
                    event.group,
                    event.lifecycle,
                )
                case, activity, *rest = next(rows)
                assert (case, log.activities[activity], *rest) == told
    assert next(rows, None) is None
