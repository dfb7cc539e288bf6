"""A recorded run is asked of the rules: several events with one name, unknown names, refusals."""

from datetime import timedelta

import pytest

from faelled.lib.dcr.graph import Event, EventType, Field, FieldType, Initial
from faelled.lib.dcr.naming import Unknown
from faelled.lib.dcr.replay import Fault, Recorded, Refused, Replay, Settings, replay
from faelled.lib.dcr.tests.making import DAY, FIVE_DAYS, NOON, engine, rule

CALLS = (Event("first", "Ring"), Event("again", "Ring"), Event("close", "Luk"))


def steps(names: str) -> list[Recorded]:
    return [Recorded(name, NOON + number * DAY) for number, name in enumerate(names.split())]


def told(run: Replay) -> list[tuple[int, Fault]]:
    return [(violation.step, violation.fault) for violation in run.violations]


def test_a_name_that_several_events_share_keeps_all_choices_open() -> None:
    run = engine(CALLS, rule("again condition close"), rule("again exclude again"))
    found = replay(run, steps("Ring Luk"), start=NOON)
    assert found.fits
    assert found.taken == ((0, ("first", "again")), (1, ("close",)))
    assert len(found.markings) == 1


def test_choices_that_lead_nowhere_are_given_up_when_another_fits() -> None:
    run = engine(CALLS, rule("first exclude close"), rule("again exclude again"))
    found = replay(run, steps("Ring Luk Ring Luk"), start=NOON)
    assert told(found) == [(3, Fault.REFUSED)]
    assert "»Luk« hører ikke til sagen nu" in found.violations[0].text


def test_the_bound_on_choices_is_reported() -> None:
    many = tuple(Event(f"e{n}", "Ring") for n in range(6))
    run = engine(many)
    found = replay(run, steps("Ring Ring"), start=NOON, settings=Settings(most=4))
    assert (len(found.markings), found.dropped > 0) == (4, True)
    assert replay(run, steps("Ring Ring"), start=NOON).dropped == 0


def test_an_unknown_activity_is_a_violation_unless_the_world_is_open() -> None:
    run = engine(CALLS)
    assert told(replay(run, steps("Sov Luk"), start=NOON)) == [(0, Fault.UNKNOWN)]
    open_world = Settings(unknown=Unknown.IGNORED)
    ignored = replay(run, steps("Sov Luk"), start=NOON, settings=open_world)
    assert (ignored.fits, ignored.ignored, ignored.taken) == (True, (0,), ((1, ("close",)),))


@pytest.mark.parametrize(
    ("refused", "faults", "tried"), [(Refused.GO_ON, [0, 2], 4), (Refused.STOP, [0], 1)]
)
def test_each_refused_step_is_counted_and_the_run_goes_on_or_stops(
    refused: Refused, faults: list[int], tried: int
) -> None:
    run = engine("a b", rule("a condition b"), rule("a exclude a"))
    found = replay(run, steps("b a a b"), start=NOON, settings=Settings(refused=refused))
    assert [fault.step for fault in found.violations] == faults
    assert found.tried == tried
    assert found.violations[0].text == "»Trin a« skal gøres først."


def test_time_roles_and_data_are_asked_too() -> None:
    amount = Event("pay", "Betal", fields=(Field("v", "V", FieldType.INTEGER),), scalar=True)
    hear = Event("hear", "Hør", roles=("caseworker",))
    run = engine((hear, amount), rule("hear condition pay", delay=FIVE_DAYS))
    citizen, worker = frozenset({"citizen"}), frozenset({"caseworker"})
    found = replay(
        run,
        [
            Recorded("Hør", NOON, citizen),
            Recorded("Hør", NOON, worker),
            Recorded("Betal", NOON + timedelta(days=1), value=3),
            Recorded("Betal", NOON + timedelta(days=5), value="tre"),
            Recorded("Betal", NOON + timedelta(days=5), value=3),
        ],
        start=NOON,
    )
    assert told(found) == [(0, Fault.REFUSED), (2, Fault.REFUSED), (3, Fault.VALUE)]
    [marking] = found.markings
    assert marking.values == {"pay": 3}


def test_a_name_inside_a_template_may_mean_any_of_its_copies() -> None:
    events = (
        Event("call", "Bestil"),
        Event("visit", "Besøg", type=EventType.TEMPLATE),
        Event("plan", "Planlæg", parent="visit"),
        Event("report", "Rapport", parent="visit"),
    )
    run = engine(
        events,
        rule("call spawn visit"),
        rule("plan condition report"),
        rule("report exclude report"),
        initial=Initial(pending={"report": None}),
    )
    found = replay(run, steps("Planlæg Bestil Bestil Planlæg Rapport Rapport"), start=NOON)
    assert told(found) == [(0, Fault.REFUSED), (5, Fault.REFUSED)]
    assert found.violations[0].text == "»Planlæg« er ikke kommet med i sagen endnu."
    assert found.taken[2] == (3, ("visit#1.plan", "visit#2.plan"))
    named = replay(run, steps("Bestil Bestil visit#2.plan"), start=NOON)
    assert named.taken[-1] == (2, ("visit#2.plan",))


def test_the_same_case_reached_twice_is_kept_once() -> None:
    run = engine(CALLS)
    found = replay(run, [Recorded("Ring", NOON), Recorded("Ring", NOON)], start=NOON)
    assert len(found.markings) == 3  # the first call twice, the second twice, or one of each
