"""Which cases are bad: expressions over attributes and what follows from the events."""

import pytest

from faelled.lib.dcr.contrast.bad import BadLabel, labels
from faelled.lib.dcr.contrast.case_values import case_values
from faelled.lib.dcr.contrast.contrast import labelled
from faelled.lib.dcr.contrast.tests.making import Case, log_of, steps
from faelled.lib.dcr.guards import GuardError

CASES = [
    Case(
        [*steps("a b", people), ("c", people.split()[-1], hours)],
        {"channel": channel, "due": due, "done": "2026-03-05", "odd:name": odd},
    )
    for people, hours, channel, due, odd in (
        ("x", 24.0, "Post", "2026-03-04", "true"),
        ("x y", 48.0, "Desk", "2026-03-06", "false"),
        ("x y z", 72.0, "Post", "", "true"),
        ("x", 96.0, "Desk", "2026-03-09", "false"),
    )
]
VALUES = case_values(log_of(CASES))


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("duration > 2", [False, False, True, True]),
        ("duration > p50(duration)", [False, False, True, True]),
        ("channel = 'Post' and persons >= 3", [False, False, True, False]),
        ("done > due", [True, False, None, False]),
        ("handovers > 0", [False, True, True, False]),
        ("not(`odd:name`)", [False, True, False, True]),
        ("channel = 'p50(duration)' or events > 2 and persons = 1", [True, False, False, True]),
    ],
)
def test_expressions(text: str, bad: list[bool | None]) -> None:
    assert list(labels(text, VALUES, len(CASES)).bad) == bad


def test_what_defines_bad_is_no_rule() -> None:
    assert labels("duration > p50(duration) or channel = 'x'", VALUES, 4).names == {
        "duration",
        "channel",
    }
    cases = [case for case in CASES for _ in range(12)]
    kinds = {rule.parts[0] for rule in labelled(log_of(cases), "channel = 'Post'").table.rules}
    assert "channel" not in kinds


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("weight > 2", "intet, der hedder »weight«"),
        ("now > due", "intet nu"),
        ("persons", "ja eller nej"),
        ("persons > 99", "deler ikke"),
        ("persons > p50(channel)", "navn på tal"),
        ("persons >", "mangler en værdi"),
        ("__import__('os')", "ingen funktion"),
    ],
)
def test_an_expression_that_cannot_be_used_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises((BadLabel, GuardError), match=why):
        labels(text, VALUES, len(CASES))


def test_too_few_cases_are_refused() -> None:
    with pytest.raises(BadLabel, match="mindst 10"):
        labelled(log_of(CASES), "duration > 2")
