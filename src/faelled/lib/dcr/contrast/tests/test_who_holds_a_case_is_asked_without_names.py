"""How practised and busy the holder of a case is, and who does it; nobody is named."""

from random import Random

from faelled.lib.dcr.contrast.contrast import contrast, labelled
from faelled.lib.dcr.contrast.practice import FIRST, others_held, practice_rules
from faelled.lib.dcr.contrast.rule import Rule
from faelled.lib.dcr.contrast.table import AT_END, NEVER
from faelled.lib.dcr.contrast.tests.making import Case, log_of
from faelled.lib.dcr.logs.frames import EventLog

DAY = 24.0


def begun(holder: str, day: float, days: float = 1.0, doer: str = "") -> Case:
    """A case of two steps, held by one and done by the same or another."""
    who = doer or holder
    at = day * DAY
    made = [("take", who, at), ("decide", who, at + days * DAY)]
    return Case(made, {"owner": holder})


def owners(log: EventLog) -> list[str | None]:
    return [str(name) for name in log.cases["owner"].to_list()]


def test_the_cases_of_the_thirty_days_before_and_those_still_running_are_counted() -> None:
    log = log_of(
        [
            begun("Anna", 0, days=60),
            begun("Anna", 5),
            begun("Anna", 20, days=45),
            begun("Bo", 40),
            begun("Anna", 40),
            begun("Anna", 41.5),
        ]
    )
    lately, at_once = others_held(log, owners(log))
    # Nothing is said of the first thirty days: what Anna had before the log began is not known.
    assert lately.tolist() == [-1, -1, -1, 0, 1, 2]
    assert at_once.tolist() == [-1, -1, -1, 0, 2, 2]


def test_a_case_that_ends_as_another_begins_still_runs_and_one_begun_with_it_is_not_before() -> (
    None
):
    log = log_of([begun("Anna", 0), begun("Anna", 35, 5), begun("Anna", 40), begun("Anna", 40)])
    lately, at_once = others_held(log, owners(log))
    assert lately.tolist()[2:] == [1, 1] and at_once.tolist()[2:] == [1, 1]


def test_cases_without_a_holder_or_a_moment_break_nothing() -> None:
    log = log_of([begun("Anna", 0), begun("Anna", 40), begun("Anna", 41)])
    lately, at_once = others_held(log, [None, "Anna", None])
    assert (lately.tolist(), at_once.tolist()) == ([-1, 0, -1], [-1, 0, -1])
    timeless = EventLog(log.events.with_columns(at=None), log.cases, log.activities)
    assert others_held(timeless, owners(log))[0].tolist() == [-1, -1, -1]


def test_who_holds_the_case_does_it_or_not() -> None:
    cases = [
        begun("Anna", 0),
        begun("Anna", 1, doer="Bo"),
        begun("Bo", 2),
        begun("Bo", 3, 1, "Anna"),
    ]
    half = Case([("take", "Bo", 90.0), ("decide", "Anna", 91.0)], {"owner": "Anna"})
    log = log_of([*cases, half, half])
    table = practice_rules(log, {"owner": owners(log)})
    when = dict(zip(table.rules, table.when.tolist(), strict=True))
    role = "den, der står som »owner«,"
    assert when[Rule("own hands", (role, "take"))] == [NEVER, 1, NEVER, 1, 1, 1]
    assert when[Rule("takes part", (role,))] == [NEVER, AT_END, NEVER, AT_END, NEVER, NEVER]


def test_the_unpractised_are_found_and_nobody_is_named() -> None:
    rng, cases = Random(5), []
    people = {"Anna": 0.6, "Bo": 0.3, **{f"person-{one}": 0.01 for one in range(10)}}
    for number in range(400):
        [holder] = rng.choices(list(people), list(people.values()))
        made = begun(holder, number / 2, rng.uniform(0.5, 2), doer=rng.choice(list(people)))
        bad = holder not in {"Anna", "Bo"} or rng.random() < 0.02
        cases.append(Case(made.steps, {"owner": holder, "good": str(not bad).lower()}))
    told = contrast(labelled(log_of(cases), "not(good)"))
    sentence = told.rules[0].rule.sentence
    assert sentence.startswith("Den, der står som »owner«, har fået mindst ")
    assert sentence.endswith(" andre sager i de 30 dage før.")
    assert told.rules[0].evidence.in_time == 1.0  # known before the first step
    assert told.held_back.balanced > 0.75
    tried = labelled(log_of(cases), "not(good)").table.rules
    assert not any(person in rule.sentence for rule in tried for person in people)


def test_an_attribute_that_may_not_be_used_is_not_asked_who_holds_the_case() -> None:
    rng = Random(6)
    pair = ("Anna", "Bo")
    cases = [begun(rng.choice(pair), day, day % 5, rng.choice(pair)) for day in range(90)]
    log = log_of(cases)
    roles = {
        rule.parts[0]
        for rule in labelled(log, "duration > 2").table.rules
        if rule.kind == "practised"
    }
    shut = labelled(log, "duration > 2", without=["owner"]).table.rules
    assert FIRST in roles and "den, der står som »owner«," in roles
    assert not any("owner" in rule.sentence for rule in shut)
