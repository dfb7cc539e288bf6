"""The law changes while a case runs: what carries over, what is lost and why, what is due now."""

from dataclasses import replace

import pytest

from faelled.lib.dcr.changes import changes
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.errors import UnknownEvent
from faelled.lib.dcr.graph import Citation, Event, EventType, Field, FieldType, Kind, Relation
from faelled.lib.dcr.migration import Cause, Migration, Moved, migrate
from faelled.lib.dcr.replay import Recorded
from faelled.lib.dcr.tests.making import (
    DAY,
    FIVE_DAYS,
    NOON,
    ONE_DAY,
    THREE_DAYS,
    engine,
    rule,
)

LAW = Citation("forvaltningsloven", "§ 19")
HEARING = Relation(Kind.CONDITION, "hear", "decide", cites=(LAW,), why="Parten skal høres.")


def done(names: str) -> list[Recorded]:
    return [Recorded(name, NOON + number * DAY) for number, name in enumerate(names.split())]


def moved(old: Engine, new: Engine, names: str, *, days: int = 2) -> Migration:
    return migrate(old, new, done(names), start=NOON, at=NOON + days * DAY)


def test_the_same_graph_changes_nothing_for_a_case() -> None:
    run = engine("a b", rule("a response b", deadline=THREE_DAYS))
    found = moved(run, run, "a")
    assert found.whole
    assert [(step.event, step.now) for step in found.carried] == [("a", "a")]
    assert not (found.new_duties or found.lifted or found.moved or found.overdue)
    assert not (found.opened or found.closed)
    assert found.marking.pending == {"b": NOON + 3 * DAY}


def test_a_step_that_the_new_rules_refuse_is_lost_and_the_rule_is_named() -> None:
    old = engine("apply hear decide")
    new = engine("apply hear decide", HEARING)
    found = moved(old, new, "apply decide hear")
    [lost] = found.lost
    assert (lost.step, lost.event, lost.cause) == (1, "decide", Cause.REFUSED)
    assert lost.text == "»Trin hear« skal gøres først. Parten skal høres."
    assert lost.why is not None
    assert lost.why.reasons[0].cites == (LAW,)
    assert set(found.marking.executed) == {"apply", "hear"}
    assert found.changes.rules_added == (HEARING,)


def test_what_the_new_law_makes_due_is_told_with_its_deadline() -> None:
    old = engine("apply decide", rule("apply response decide"))
    new = engine(
        "apply decide tell",
        rule("apply response decide", deadline=FIVE_DAYS),
        rule("apply response tell", deadline=ONE_DAY),
    )
    found = moved(old, new, "apply", days=3)
    assert found.new_duties == {"tell": NOON + DAY}
    assert found.moved == (Moved("decide", None, NOON + 5 * DAY),)
    assert [due.event for due in found.overdue] == ["tell"]
    assert found.changes.added == ("tell",)
    assert found.opened == ("tell",)


def test_what_is_no_longer_owed_or_possible_is_told_too() -> None:
    old = engine("apply hear decide", rule("apply response hear"))
    new = engine("apply hear decide", HEARING)
    found = moved(old, new, "apply")
    assert (found.lifted, found.closed, found.opened) == (("hear",), ("decide",), ())
    assert found.may_close


def test_a_step_that_is_gone_is_lost_with_its_answers() -> None:
    form = Event("form", "Skema", fields=(Field("n", "N", FieldType.INTEGER),), scalar=True)
    old = engine((form, Event("decide", "Afgør")))
    new = engine((Event("decide", "Afgør"),))
    history = [Recorded("form", NOON, value=3), Recorded("decide", NOON)]
    found = migrate(old, new, history, start=NOON, at=NOON)
    assert [(lost.event, lost.cause, lost.text) for lost in found.lost] == [
        ("form", Cause.GONE, "»Skema« findes ikke mere.")
    ]
    assert (found.values_lost, found.whole) == (("form",), False)
    assert found.changes.removed == ("form",)


def test_answers_that_do_not_fit_the_new_form_are_lost() -> None:
    number = Field("n", "Antal", FieldType.INTEGER)
    form = Event("form", "Skema", fields=(number,), scalar=True)
    text = replace(form, fields=(replace(number, type=FieldType.TEXT),))
    found = migrate(
        engine((form,)), engine((text,)), [Recorded("form", NOON, value=3)], start=NOON, at=NOON
    )
    [lost] = found.lost
    assert (lost.cause, lost.text) == (Cause.VALUE, "»Antal« skal være en tekst.")
    assert found.changes.altered == ("form",)


def test_a_step_with_a_new_id_and_its_old_label_is_the_same_step() -> None:
    old = engine((Event("a", "Søg"), Event("b", "Afgør")), rule("a condition b", guard="given(a)"))
    new = engine(
        (Event("apply", "Søg"), Event("b", "Afgør")),
        rule("apply condition b", guard="given(apply)"),
    )
    found = moved(old, new, "a b")
    assert found.changes.renamed == {"a": "apply"}
    assert (found.changes.rules_added, found.changes.rules_removed) == ((), ())
    assert [step.now for step in found.carried] == ["apply", "b"]


def test_two_with_the_same_label_are_not_guessed_at_but_can_be_told() -> None:
    old = engine((Event("a", "Ring"), Event("b", "Ring"))).graph
    new = engine((Event("x", "Ring"), Event("y", "Ring"))).graph
    assert changes(old, new).removed == ("a", "b")
    told = changes(old, new, {"a": "y"})
    assert (told.renamed, told.removed, told.added) == ({"a": "y", "b": "x"}, (), ())


CALL, PLAN = Event("call", "Bestil"), Event("plan", "Planlæg", parent="visit")
VISIT = Event("visit", "Besøg", type=EventType.TEMPLATE)
INNER = replace(PLAN, parent="besoeg")


def test_the_copies_of_a_template_keep_their_steps_under_its_new_name() -> None:
    old = engine((CALL, VISIT, PLAN), rule("call spawn visit"))
    new = engine((CALL, replace(VISIT, id="besoeg"), INNER), rule("call spawn besoeg"))
    found = moved(old, new, "call call visit#2.plan")
    assert found.whole
    assert found.carried[2].now == "besoeg#2.plan"
    assert found.marking.instances == {"besoeg": 2}


def test_the_copies_are_counted_anew_when_one_is_not_made() -> None:
    old = engine((CALL, Event("ok", "Godkend"), VISIT, PLAN), rule("call spawn visit"))
    new = engine(
        (CALL, Event("ok", "Godkend"), VISIT, PLAN),
        rule("call spawn visit"),
        rule("ok condition call"),
    )
    found = moved(old, new, "call ok call visit#1.plan visit#2.plan", days=5)
    assert [(lost.step, lost.event, lost.cause) for lost in found.lost] == [
        (0, "call", Cause.REFUSED),
        (3, "visit#1.plan", Cause.REFUSED),
    ]
    assert found.lost[1].text == "»Planlæg (Besøg 1)« er ikke kommet med i sagen."
    assert found.carried[-1].now == "visit#1.plan"


def test_a_step_of_neither_graph_is_an_error() -> None:
    run = engine("a")
    with pytest.raises(UnknownEvent):
        moved(run, run, "b")
