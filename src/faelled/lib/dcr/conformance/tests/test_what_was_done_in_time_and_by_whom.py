"""Late answers, early steps, and steps done by others than their roles."""

from io import BytesIO

from faelled.lib.dates import Duration, danish_calendar
from faelled.lib.dcr.conformance.timely import staffed, timed
from faelled.lib.dcr.graph import Event, Graph, Group, Initial, Kind, Relation
from faelled.lib.dcr.logs import Columns
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.load import load_log

COLUMNS = Columns("c", "a", "t", group="unit")


def a_log(*cases: str) -> EventLog:
    """Cases as "a1 b3": a on the first of January, b on the third. A day of 0 is not known."""
    rows = "c,a,t,unit\n"
    for case, steps in enumerate(cases):
        for step in steps.split():
            day = int(step[1:])
            at = f"2026-01-{day:02d}T12:00:00Z" if day else ""
            rows += f"{case},{step[0]},{at},Unit {step[0]}\n"
    return load_log(BytesIO(rows.encode()), "l.csv", columns=COLUMNS)


def a_graph(*rules: Relation, roles: tuple[str, ...] = ()) -> Graph:
    events = tuple(Event(name, name, parent="g" if name in "bd" else None) for name in "acbd")
    events = (Event("a", "a", roles=roles), *events[1:])
    return Graph("g", "1", "G", events=events, groups=(Group("g", "G"),), relations=rules,
                 initial=Initial(included=frozenset("abcd")))  # fmt: skip


def counts(rule: Relation, *cases: str) -> tuple[int, int]:
    (found,) = timed(a_graph(rule), a_log(*cases), danish_calendar())
    return found.tried, found.broken


THREE_DAYS = Duration(days=3)
ANSWER = Relation(Kind.RESPONSE, "a", "b", deadline=THREE_DAYS)


def test_an_answer_is_late_after_the_deadline_of_the_first_time_it_was_asked_for() -> None:
    assert counts(ANSWER, "a1 b4", "a1 b5", "a1") == (2, 1)
    assert counts(ANSWER, "a1 a3 b5") == (1, 1)
    assert counts(ANSWER, "a1 c2 a3 c3 b5") == (1, 1)
    assert counts(ANSWER, "a1 b2 a3 b6 b9") == (2, 0)
    assert counts(ANSWER, "a1", "b9") == (0, 0)
    assert counts(ANSWER, "a0 b9", "a1 b0 b9") == (1, 1)


def test_a_relation_that_restarts_counts_from_the_last_time() -> None:
    restart = Relation(Kind.RESPONSE, "a", "b", deadline=THREE_DAYS, restart=True)
    assert counts(restart, "a1 a3 b5", "a1 a2 b6") == (2, 1)


def test_what_must_be_done_again_and_again() -> None:
    again = Relation(Kind.RESPONSE, "a", "a", deadline=THREE_DAYS)
    assert counts(again, "a1 a4 a9 c9") == (2, 1)


def test_a_step_is_early_before_its_delay_is_over() -> None:
    wait = Relation(Kind.CONDITION, "a", "b", delay=THREE_DAYS)
    assert counts(wait, "a1 b4", "a1 a3 b5", "b9 a9") == (2, 1)


def test_a_relation_to_a_group_is_asked_of_each_in_it_and_others_have_no_time() -> None:
    group = Relation(Kind.RESPONSE, "a", "g", deadline=THREE_DAYS)
    assert counts(group, "a1 b2 d9") == (2, 1)
    plain = a_graph(Relation(Kind.RESPONSE, "a", "b"), Relation(Kind.EXCLUDE, "a", "b"))
    assert timed(plain, a_log("a1 b9"), danish_calendar()) == []


def test_steps_done_by_others_than_their_roles_are_counted() -> None:
    log = a_log("a1 b1", "a2")
    assert staffed(a_graph(roles=("Unit a",)), log, "group")[0].broken == 0
    (found,) = staffed(a_graph(roles=("Chief",)), log, "group")
    assert (found.event, found.known, found.broken, found.others) == ("a", 2, 2, {"Unit a": 2})
    assert staffed(a_graph(roles=("Chief",)), log, "resource")[0].known == 0
