"""Rules outside a template count its copies, and a case never has more of them than it may."""

from collections.abc import Mapping

import pytest

from faelled.lib.dcr.engine import Engine, NotEnabled
from faelled.lib.dcr.graph import Event, EventType, Field, FieldType, Graph, Relation
from faelled.lib.dcr.guard_words import expression_in_words
from faelled.lib.dcr.guards import Unset, evaluate, parse
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.reasons import ReasonCode
from faelled.lib.dcr.tests.making import CALENDAR, NOON, engine_of, made, rule
from faelled.lib.dcr.values import Copies, Value

NUMBER = Field("hours", "Timer", FieldType.INTEGER)
DONE = Field("done", "Færdig", FieldType.BOOLEAN)
CALL = Event("call", "Bestil besøg", fields=(Field("n", "N", FieldType.INTEGER),), scalar=True)
VISIT = Event("visit", "Besøg", type=EventType.TEMPLATE)
REPORT = Event("report", "Skriv rapport", parent="visit", fields=(NUMBER, DONE))
NOTE = Event(
    "note", "Notat", parent="visit", fields=(Field("n", "N", FieldType.INTEGER),), scalar=True
)
LETTER = Event("letter", "Brev", type=EventType.TEMPLATE, parent="visit")
SEND = Event("send", "Send", parent="letter")
DECIDE = Event("decide", "Afgør")
LATER = Event("later", "Se på det igen")
EVENTS = (CALL, VISIT, REPORT, NOTE, LETTER, SEND, DECIDE, LATER)
SPAWNS = (rule("call spawn visit"), rule("report spawn letter"))


def graph(*rules: Relation) -> Graph:
    return made(EVENTS, *SPAWNS, *rules, out="later")


def done(
    run: Engine, *steps: str, values: Mapping[str, Value] | None = None, m: Marking | None = None
) -> Marking:
    marking = m or run.initial(NOON)
    for step in steps:
        marking = run.execute(marking, step, at=NOON, value=(values or {}).get(step))
    return marking


def includes_later(guard: str, *steps: str, values: Mapping[str, Value] | None = None) -> bool:
    """Whether a decision after these steps brings `later` into the case."""
    run = engine_of(graph(rule("decide include later", guard)))
    return "later" in done(run, *steps, "decide", values=values).included


@pytest.mark.parametrize(
    ("guard", "none", "two"),
    [
        ("count(visit) > 1", False, True),
        ("count(visit) = 0", True, False),
        ("count(report) = 2", False, True),
        ("sum(report.hours) > 8", False, True),
        ("sum(report.hours) = 0", True, False),
        ("any(report.hours > 5)", False, True),
        ("all(report.done)", True, False),
        ("sum(note.n) = 3", False, True),
    ],
)
def test_a_rule_outside_goes_through_the_copies(guard: str, none: bool, two: bool) -> None:
    values: dict[str, Value] = {
        "visit#1.report": {"hours": 7, "done": True},
        "visit#2.report": {"hours": 2, "done": False},
        "visit#2.note": 3,
    }
    steps = ("call", "call", *values)
    assert includes_later(guard) is none
    assert includes_later(guard, *steps, values=values) is two


def test_what_is_not_filled_in_yet_leaves_it_to_the_other_copies() -> None:
    values: dict[str, Value] = {"visit#1.report": {"hours": 7}}
    steps = ("call", "call", *values)
    assert includes_later("any(report.hours > 5)", *steps, values=values)
    assert not includes_later("all(report.hours > 5)", *steps, values=values)


def test_a_condition_on_the_number_opens_when_there_are_enough() -> None:
    run = engine_of(
        graph(rule("later condition decide", "count(visit) < 2"), rule("call include later"))
    )
    one = done(run, "call")
    assert not run.check(one, "decide", at=NOON)
    assert run.check(done(run, "call", m=one), "decide", at=NOON)


def test_inside_a_copy_only_what_lies_in_that_copy_is_counted() -> None:
    run = engine_of(graph(rule("note include later", "count(letter) = 2")))
    marking = done(run, "call", "call", "visit#1.report", "visit#1.report", "visit#2.report")
    assert "later" not in done(run, "visit#2.note", m=marking).included
    assert "later" in done(run, "visit#1.note", m=marking).included


def test_outside_a_template_its_values_are_many_and_none_of_them_is_the_value() -> None:
    scope: Mapping[str, Value] = {"report": Copies(({"hours": 3},))}
    assert evaluate(parse("sum(report.hours)"), scope.__getitem__, now=NOON) == 3
    with pytest.raises(Unset):
        evaluate(parse("report > 2"), scope.__getitem__, now=NOON)
    assert evaluate(parse("given(report)"), scope.__getitem__, now=NOON) is False


def test_more_copies_than_a_form_has_rows_are_summed_too() -> None:
    many: Mapping[str, Value] = {"report": Copies({"hours": 1} for _ in range(60))}
    assert evaluate(parse("sum(report.hours)"), many.__getitem__, now=NOON) == 60


def test_a_computation_counts_the_copies_there_are_by_now() -> None:
    total = Event("total", "I alt", computation="count(visit)", fields=(NUMBER,), scalar=True)
    run = engine_of(made((*EVENTS, total), *SPAWNS))
    assert done(run, "call", "total", "call", "total").values["total"] == 2


def test_a_rule_that_counts_is_said_in_words() -> None:
    said = expression_in_words(graph(), "count(visit) > 1 and sum(report.hours) > 8")
    assert said == "antallet af »Besøg« er mere end 1 og summen af »Timer« er mere end 8"


# As many as there may be


def bounded(most: int, *rules: Relation) -> Engine:
    return Engine(graph(*rules), calendar=CALENDAR, most_copies=most)


def test_one_copy_too_many_is_refused_and_nothing_has_happened() -> None:
    run = bounded(2)
    two = done(run, "call", "call")
    with pytest.raises(NotEnabled) as refused:
        run.execute(two, "call", at=NOON)
    [reason] = refused.value.reasons
    assert reason.code is ReasonCode.COPIES
    assert reason.text == (
        "Der kan ikke laves flere »Besøg«: en sag kan højst have 2 af den slags forløb."
    )
    assert done(run, "visit#2.note", "decide", m=two).instances == {"visit": 2}


def test_copies_inside_copies_count_as_well() -> None:
    run = bounded(3)
    three = done(run, "call", "call", "visit#2.report")
    assert three.instances == {"visit": 2, "visit#2.letter": 1}
    with pytest.raises(NotEnabled, match="flere »Brev«"):
        run.execute(three, "visit#1.report", at=NOON)


def test_a_step_whose_guard_makes_no_copy_may_happen_in_a_full_case() -> None:
    events = (CALL, VISIT, REPORT)
    run = Engine(
        made(events, rule("call spawn visit", "call > 1")), calendar=CALENDAR, most_copies=0
    )
    assert run.execute(run.initial(NOON), "call", at=NOON, value=1).instances == {}
    with pytest.raises(NotEnabled):
        run.execute(run.initial(NOON), "call", at=NOON, value=2)


def test_what_a_finished_sub_process_makes_is_bounded_too() -> None:
    care = Event("care", "Forløb", type=EventType.SUBPROCESS)
    begin = Event("begin", "Begynd", parent="care")
    run = Engine(
        made((care, begin, VISIT, REPORT), rule("care spawn visit")),
        calendar=CALENDAR,
        most_copies=1,
    )
    one = run.execute(run.initial(NOON), "begin", at=NOON)
    assert one.instances == {"visit": 1}
    with pytest.raises(NotEnabled, match="flere »Besøg«"):
        run.execute(one, "begin", at=NOON)


def test_cases_with_other_copies_do_not_disturb_one_another() -> None:
    """What is kept of one case's copies serves the next, whatever else that one has."""
    rules = (
        rule("visit condition decide"),
        rule("decide exclude note"),
        rule("note response send"),
    )
    shared = engine_of(graph(*rules))
    walks = (
        ("call", "visit#1.report", "visit#1.letter#1.send", "decide"),
        ("call", "call", "visit#2.report", "visit#2.report", "visit#2.letter#2.send"),
        ("call", "call", "call", "visit#3.note", "visit#1.note", "decide"),
    )
    for walk in (*walks, *reversed(walks)):
        alone = engine_of(graph(*rules))
        marking = shared.initial(NOON)
        for step in walk:
            enabled = alone.enabled(marking, at=NOON)
            assert shared.enabled(marking, at=NOON) == enabled
            assert shared.explain_all(marking, at=NOON) == alone.explain_all(marking, at=NOON)
            if step in enabled:
                marking = shared.execute(marking, step, at=NOON)


def test_a_case_starts_with_as_many_copies_as_its_marking_says() -> None:
    """A marking from elsewhere may be fuller than this engine makes them; it can be read still."""
    full = done(bounded(5), "call", "call", "call")
    assert "visit#3.note" in bounded(1).enabled(full, at=NOON)
