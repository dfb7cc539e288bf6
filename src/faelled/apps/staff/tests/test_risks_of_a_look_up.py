"""What makes a look-up likelier to be drawn, and what does not."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from faelled.apps.staff.halves import last_half_year
from faelled.apps.staff.risks import (
    RISKS,
    CaseFacts,
    Look,
    PersonFacts,
    Reader,
    reasons_of,
    weight_of,
)
from faelled.lib.dates import COPENHAGEN

ANNA = Reader(1, "dam", frozenset({10}))
OWN, FOREIGN = CaseFacts(10), CaseFacts(20)
DAM, FRIIS = PersonFacts("dam", None), PersonFacts("friis", None)
DAY, BEFORE = date(2026, 3, 3), date(2026, 3, 2)
# Has a child with a Dam.
PETER = PersonFacts("lund", None, kin=(DAM,))
# A Tuesday morning.
LOOK = Look(datetime(2026, 3, 3, 10, tzinfo=COPENHAGEN), "case-work", (ANNA,))


def at(month: int, day: int, hour: int, minute: int) -> Look:
    return replace(LOOK, at=datetime(2026, month, day, hour, minute, tzinfo=COPENHAGEN))


@pytest.mark.parametrize(
    ("look", "reasons"),
    [
        (replace(LOOK, cases=(OWN,), persons=(FRIIS,)), []),
        (replace(LOOK, purpose="break-glass", cases=(OWN,)), ["broken-glass"]),
        (replace(LOOK, cases=(FOREIGN,)), ["other-unit"]),
        (replace(LOOK, cases=(replace(FOREIGN, employees=frozenset({1})),)), []),
        (replace(LOOK, cases=(replace(FOREIGN, units=frozenset({10})),)), []),
        (replace(LOOK, persons=(DAM,)), ["own-surname"]),
        (replace(LOOK, cases=(OWN,), persons=(DAM,)), []),
        (replace(LOOK, cases=(FOREIGN,), persons=(DAM,)), ["own-surname", "other-unit"]),
        (replace(LOOK, persons=(PersonFacts("bo", date(2026, 3, 3)),)), ["protected"]),
        (replace(LOOK, persons=(PersonFacts("bo", date(2026, 3, 2)),)), []),
        (replace(LOOK, persons=(PETER,)), ["kin"]),
        (replace(LOOK, cases=(OWN,), persons=(PETER,)), []),
        (replace(LOOK, persons=(replace(PETER, surname="dam"),)), ["own-surname"]),
        (replace(LOOK, persons=(replace(PETER, kin=(FRIIS,)),)), []),
        (replace(LOOK, persons=(replace(PETER, protected_until=DAY),)), ["protected"]),
        (replace(LOOK, persons=(replace(PETER, kin=(PersonFacts("dam", DAY),)),)), []),
        (replace(LOOK, persons=(replace(PETER, kin=(PersonFacts("dam", BEFORE),)),)), ["kin"]),
        (replace(LOOK, persons=(PETER,) * 6), []),
        (replace(LOOK, cases=(FOREIGN,) * 3, persons=(DAM,) * 3), []),
        (replace(LOOK, often=True), ["often"]),
        (at(3, 3, 21, 59), []),
        (at(3, 3, 22, 0), ["night"]),
        (at(3, 3, 5, 59), ["night"]),
        (at(3, 1, 10, 0), ["day-off"]),
        (at(12, 25, 23, 0), ["night", "day-off"]),
    ],
)
def test_what_it_meets(look: Look, reasons: list[str]) -> None:
    assert reasons_of(look) == reasons


def test_the_absent_leaders_cases_are_not_foreign_to_the_stand_in() -> None:
    bo = Reader(2, "lind", frozenset({20}))
    assert reasons_of(replace(LOOK, readers=(ANNA, bo), cases=(FOREIGN,))) == []


def test_every_risk_adds_to_one() -> None:
    assert weight_of([]) == 1
    assert weight_of(list(RISKS)) == 1 + sum(risk.weight for risk in RISKS.values())


@pytest.mark.parametrize(
    ("day", "half"),
    [
        (date(2026, 11, 24), (date(2026, 1, 1), date(2026, 7, 1))),
        (date(2026, 7, 1), (date(2026, 1, 1), date(2026, 7, 1))),
        (date(2026, 6, 30), (date(2025, 7, 1), date(2026, 1, 1))),
    ],
)
def test_the_half_year_that_has_ended(day: date, half: tuple[date, date]) -> None:
    assert last_half_year(day) == half
