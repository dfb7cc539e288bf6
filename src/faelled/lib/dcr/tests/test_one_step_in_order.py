"""What one execution brings about, in which order, and what wins over what."""

from decimal import Decimal

import pytest

from faelled.lib.dcr.duration import Duration
from faelled.lib.dcr.engine import Engine, NotEnabled
from faelled.lib.dcr.errors import BadValue, InvalidGraph, UnknownEvent
from faelled.lib.dcr.graph import Event, Field, FieldType, Initial, Option, Relation
from faelled.lib.dcr.tests.making import DAY, NOON, ONE_DAY, THREE_DAYS, engine, rule
from faelled.lib.dcr.timing import NaiveMoment

AMOUNT = Event("amount", "Beløb", fields=(Field("v", "Værdi", FieldType.INTEGER),), scalar=True)


def numbers(*rules: Relation, initial: Initial | None = None) -> Engine:
    return engine((AMOUNT, Event("a", "A"), Event("b", "B")), *rules, initial=initial)


def test_a_response_beats_a_cancellation_from_the_same_event() -> None:
    run = engine("a b", rule("a response b"), rule("a cancel b"))
    assert "b" in run.execute(run.initial(NOON), "a", at=NOON).pending


def test_a_cancellation_takes_an_old_deadline_with_it_even_if_a_response_follows() -> None:
    run = engine(
        "a b",
        rule("a response b", deadline=THREE_DAYS),
        rule("a cancel b"),
        initial=Initial(pending={"b": ONE_DAY}),
    )
    assert run.execute(run.initial(NOON), "a", at=NOON).pending == {"b": NOON + 3 * DAY}


def test_a_cancellation_alone_ends_what_is_owed() -> None:
    run = engine("a b", rule("a cancel b"), initial=Initial(pending={"b": None}))
    assert run.accepting(run.execute(run.initial(NOON), "a", at=NOON))


def test_an_include_beats_an_exclude_from_the_same_event() -> None:
    run = engine("a b", rule("a include b"), rule("a exclude b"), out="b")
    assert "b" in run.execute(run.initial(NOON), "a", at=NOON).included


def test_an_event_that_excludes_and_includes_itself_stays_included() -> None:
    run = engine("a", rule("a exclude a"), rule("a include a"))
    assert run.execute(run.initial(NOON), "a", at=NOON).included == {"a"}


def test_a_response_to_itself_leaves_the_event_pending() -> None:
    run = engine("a", rule("a response a"))
    assert "a" in run.execute(run.initial(NOON), "a", at=NOON).pending


def test_executing_ends_the_duty_to_execute() -> None:
    run = engine("a", initial=Initial(pending={"a": None}))
    assert run.accepting(run.execute(run.initial(NOON), "a", at=NOON))


def test_a_second_response_keeps_the_earlier_deadline() -> None:
    run = engine("a b", rule("a response b", deadline=THREE_DAYS))
    once = run.execute(run.initial(NOON), "a", at=NOON)
    twice = run.execute(once, "a", at=NOON + DAY)
    assert twice.pending == {"b": NOON + 3 * DAY}


def test_a_second_response_that_restarts_replaces_the_deadline() -> None:
    run = engine("a b", rule("a response b", deadline=THREE_DAYS, restart=True))
    once = run.execute(run.initial(NOON), "a", at=NOON)
    twice = run.execute(once, "a", at=NOON + DAY)
    assert twice.pending == {"b": NOON + 4 * DAY}


def test_a_response_without_deadline_never_removes_one_unless_it_restarts() -> None:
    for restart, deadline in ((False, NOON + 3 * DAY), (True, None)):
        run = engine(
            "a b c",
            rule("a response b", deadline=THREE_DAYS),
            rule("c response b", restart=restart),
        )
        once = run.execute(run.initial(NOON), "a", at=NOON)
        assert run.execute(once, "c", at=NOON).pending == {"b": deadline}


def test_effect_guards_see_the_value_that_was_just_given() -> None:
    run = numbers(rule("amount exclude a", guard="amount > 10"))
    start = run.initial(NOON)
    assert "a" in run.execute(start, "amount", at=NOON, value=5).included
    assert "a" not in run.execute(start, "amount", at=NOON, value=50).included


def test_effect_guards_do_not_see_what_the_same_step_updates() -> None:
    run = numbers(
        rule("a update amount", value="amount + 100"),
        rule("a exclude b", guard="amount > 10"),
        initial=Initial(values={"amount": 5}),
    )
    after = run.execute(run.initial(NOON), "a", at=NOON)
    assert after.values["amount"] == 105
    assert "b" in after.included


def test_an_update_does_not_execute_the_event_it_writes_to() -> None:
    run = numbers(rule("a update amount", value="7"), rule("amount exclude b"))
    after = run.execute(run.initial(NOON), "a", at=NOON)
    assert after.values == {"amount": 7}
    assert "amount" not in after.executed
    assert "b" in after.included


def test_an_update_that_cannot_be_worked_out_writes_nothing_and_is_told() -> None:
    update = rule("a update b", value="amount + 1")
    run = numbers(update)
    start = run.initial(NOON)
    assert run.execute(start, "a", at=NOON).values == {}
    assert run.unjudged(start, "a", at=NOON) == (update,)
    assert run.unjudged(start, "amount", at=NOON, value=3) == ()


def test_an_effect_whose_guard_cannot_be_judged_does_not_happen_and_is_told() -> None:
    effects = (
        rule("a include b", guard="amount > 1"),
        rule("a exclude b", guard="amount"),
        rule("a response b", guard="amount > 'x'"),
    )
    run = numbers(*effects, initial=Initial(values={"amount": 5}, included=frozenset({"a"})))
    after = run.execute(run.initial(NOON), "a", at=NOON)
    assert after.included == {"a", "b"}
    assert after.pending == {}
    assert run.unjudged(run.initial(NOON), "a", at=NOON) == effects[1:]


def test_a_computed_event_takes_its_own_value_and_not_the_one_sent() -> None:
    count = Event("count", "Tæller", computation="count + 1", scalar=True)
    run = engine((count,), initial=Initial(values={"count": 1}))
    assert run.execute(run.initial(NOON), "count", at=NOON, value=99).values == {"count": 2}


def test_a_computation_that_misses_a_value_leaves_what_was_known() -> None:
    run = engine((Event("sum", "Sum", computation="other + 1", scalar=True),))
    after = run.execute(run.initial(NOON), "sum", at=NOON)
    assert after.values == {}
    assert "sum" in after.executed


def test_executing_again_without_data_keeps_the_data() -> None:
    run = numbers()
    once = run.execute(run.initial(NOON), "amount", at=NOON, value=5)
    assert run.execute(once, "amount", at=NOON + DAY).values == {"amount": 5}


def test_a_marking_is_never_changed_by_a_step() -> None:
    run = engine("a b", rule("a response b"), rule("a exclude a"))
    start = run.initial(NOON)
    before = start.to_json()
    run.execute(start, "a", at=NOON)
    assert start.to_json() == before


def test_a_record_given_as_data_is_copied() -> None:
    form = Event("form", "Skema", fields=(Field("n", "Antal", FieldType.INTEGER),))
    run = engine((form,))
    given = {"n": 1}
    after = run.execute(run.initial(NOON), "form", at=NOON, value=given)
    given["n"] = 2
    assert after.values == {"form": {"n": 1}}


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"n": "1"}, "n"),
        ({"n": True}, "n"),
        ({"other": 1}, "other"),
        ({"pay": Decimal("NaN")}, "pay"),
        ({"kind": "c"}, "kind"),
        ({"kinds": ("a", "c")}, "kinds"),
        ({"when": NOON.replace(tzinfo=None)}, "when"),
        ({"day": NOON}, "day"),
        (7, ""),
    ],
)
def test_data_of_the_wrong_type_are_refused_by_field(value: object, field: str) -> None:
    both = (Option("a", "A"), Option("b", "B"))
    form = Event(
        "form",
        "Skema",
        fields=(
            Field("n", "Antal", FieldType.INTEGER),
            Field("pay", "Beløb", FieldType.AMOUNT),
            Field("kind", "Slags", FieldType.CHOICE, options=both),
            Field("kinds", "Slags", FieldType.CHOICES, options=both),
            Field("when", "Hvornår", FieldType.DATETIME),
            Field("day", "Dag", FieldType.DATE),
        ),
    )
    run = engine((form,))
    with pytest.raises(BadValue) as refused:
        run.execute(run.initial(NOON), "form", at=NOON, value=value)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_an_event_without_fields_takes_no_record_and_no_float() -> None:
    run = engine("a")
    for wrong in ({"x": 1}, 1.5, NOON.replace(tzinfo=None)):
        with pytest.raises(BadValue):
            run.execute(run.initial(NOON), "a", at=NOON, value=wrong)  # type: ignore[arg-type]


def test_an_event_nobody_knows_is_an_error_everywhere() -> None:
    run = engine("a")
    start = run.initial(NOON)
    with pytest.raises(UnknownEvent, match="»x«"):
        run.check(start, "x", at=NOON)
    with pytest.raises(UnknownEvent):
        run.execute(start, "x", at=NOON)
    with pytest.raises(UnknownEvent):
        run.explain(start, "x", at=NOON)


def test_a_moment_without_time_zone_is_refused() -> None:
    run = engine("a")
    naive = NOON.replace(tzinfo=None)
    start = run.initial(NOON)
    with pytest.raises(NaiveMoment):
        run.initial(naive)
    with pytest.raises(NaiveMoment):
        run.check(start, "a", at=naive)
    with pytest.raises(NaiveMoment):
        run.execute(start, "a", at=naive)
    with pytest.raises(NaiveMoment):
        run.enabled(start, at=naive)


def test_roles_decide_who_may_and_nobody_asked_leaves_them_out() -> None:
    run = engine((Event("decide", "Afgør", roles=("caseworker",)), Event("log", "Skriv")))
    start = run.initial(NOON)
    assert run.enabled(start, at=NOON) == ("decide", "log")
    assert run.enabled(start, at=NOON, roles=frozenset({"citizen"})) == ("log",)
    assert run.enabled(start, at=NOON, roles=frozenset()) == ("log",)
    with pytest.raises(NotEnabled, match="Sagsbehandler"):
        run.execute(start, "decide", at=NOON, roles=frozenset({"citizen"}))


def test_guards_that_cannot_be_read_are_all_told_when_the_engine_is_built() -> None:
    with pytest.raises(InvalidGraph) as refused:
        engine("a b", rule("a condition b", guard="1 +"), rule("a update b"))
    assert len(refused.value.problems) == 2


def test_relative_times_of_the_start_become_moments() -> None:
    run = engine(
        "a b c",
        initial=Initial(
            executed={"a": Duration(days=-1), "b": None, "c": NOON},
            pending={"a": Duration(days=2), "b": None},
        ),
    )
    start = run.initial(NOON + DAY)
    assert start.executed == {"a": NOON, "b": NOON + DAY, "c": NOON}
    assert start.pending == {"a": NOON + 3 * DAY, "b": None}
