"""Groups: what is said of a group holds for everything inside it [HMS11]."""

import pytest

from faelled.lib.dcr.duration import Duration
from faelled.lib.dcr.errors import InvalidGraph
from faelled.lib.dcr.flatten import flatten, members
from faelled.lib.dcr.graph import Citation, Event, Graph, Group, Initial, Kind, Relation
from faelled.lib.dcr.tests.making import FIVE_DAYS, NOON, ONE_DAY, engine, made, rule

INNER = (
    Event("a", "A", parent="outer"),
    Event("b", "B", parent="inner"),
    Event("c", "C", roles=("citizen",), parent="inner"),
    Event("d", "D"),
)
GROUPS = (
    Group("outer", "Ydre", roles=("caseworker",)),
    Group("inner", "Indre", parent="outer"),
)


def nested(*rules: Relation) -> Graph:
    return made(INNER, *rules, groups=GROUPS)


def test_groups_of_groups_expand_to_the_events_inside() -> None:
    assert members(nested()) == {
        "a": ("a",),
        "b": ("b",),
        "c": ("c",),
        "d": ("d",),
        "outer": ("a", "b", "c"),
        "inner": ("b", "c"),
    }


def test_a_relation_between_groups_is_the_full_product_with_self_pairs() -> None:
    flat = flatten(nested(rule("inner response inner")))
    pairs = [(r.source, r.target) for r in flat.relations]
    assert pairs == [("b", "b"), ("b", "c"), ("c", "b"), ("c", "c")]


def test_roles_pass_to_members_that_have_none() -> None:
    flat = flatten(nested())
    assert [event.roles for event in flat.events] == [
        ("caseworker",),
        ("caseworker",),
        ("citizen",),
        (),
    ]


def test_a_pair_that_arises_twice_keeps_the_larger_delay() -> None:
    flat = flatten(
        nested(
            rule("outer condition d", delay=ONE_DAY),
            rule("a condition d", delay=FIVE_DAYS),
            rule("a condition d"),
        )
    )
    delays = {r.source: r.delay for r in flat.relations}
    assert delays == {"a": FIVE_DAYS, "b": ONE_DAY, "c": ONE_DAY}
    assert len(flat.relations) == 3


def test_a_pair_that_arises_twice_keeps_the_smaller_deadline() -> None:
    flat = flatten(
        nested(
            rule("d response outer"),
            rule("d response b", deadline=FIVE_DAYS),
            rule("d response b", deadline=ONE_DAY),
        )
    )
    deadlines = {r.target: r.deadline for r in flat.relations}
    assert deadlines == {"a": None, "b": ONE_DAY, "c": None}


def test_durations_that_only_the_day_can_compare_both_stay() -> None:
    month, days = Duration(months=1), Duration(days=30)
    rules = (rule("a response b", deadline=month), rule("a response b", deadline=days))
    assert len(flatten(made("a b", *rules)).relations) == 2
    run = engine("a b", *rules)
    february = NOON.replace(month=2)
    for at, day in ((NOON, 24), (february, 24)):
        owed = run.execute(run.initial(at), "a", at=at).pending["b"]
        assert owed is not None
        assert owed.day == day


def test_a_merged_rule_keeps_the_law_of_both() -> None:
    one, other = Citation("forvaltningsloven", "§ 19"), Citation("barnets lov", "§ 87")
    rules = (
        Relation(Kind.CONDITION, "a", "b", cites=(one,)),
        Relation(Kind.CONDITION, "a", "b", cites=(one, other), why="Derfor."),
    )
    [merged] = flatten(made("a b", *rules)).relations
    assert (merged.cites, merged.why) == ((one, other), "Derfor.")


def test_rules_with_different_guards_stay_apart() -> None:
    rules = (rule("a condition b", guard="x = 1"), rule("a condition b", guard="x = 2"))
    assert len(flatten(made("a b", *rules)).relations) == 2


def test_the_start_of_a_group_is_no_marking() -> None:
    start = Initial(included=frozenset({"a", "outer"}), pending={"inner": None})
    flat = flatten(made(INNER, groups=GROUPS, initial=start))
    assert flat.initial.included == {"a"}
    assert flat.initial.pending == {}


def test_flattening_twice_changes_nothing_more() -> None:
    flat = flatten(nested(rule("outer exclude outer")))
    assert flatten(flat) == flat


def test_every_contradiction_is_told_at_once() -> None:
    graph = Graph(
        "g",
        "1",
        "G",
        events=(Event("a", "A"), Event("a", "A igen"), Event("b", "B", parent="nowhere")),
        groups=(Group("x", "X", parent="y"), Group("y", "Y", parent="x")),
        relations=(rule("a condition z"),),
        initial=Initial(included=frozenset({"q"})),
    )
    with pytest.raises(InvalidGraph) as refused:
        flatten(graph)
    assert refused.value.problems == (
        "Navnet »a« bruges to gange.",
        "»b« ligger i »nowhere«, som ikke findes.",
        "Gruppen »x« ligger inde i sig selv.",
        "Gruppen »y« ligger inde i sig selv.",
        "En regel nævner »z«, som ikke findes.",
        "Begyndelsen nævner »q«, som ikke findes.",
    )
