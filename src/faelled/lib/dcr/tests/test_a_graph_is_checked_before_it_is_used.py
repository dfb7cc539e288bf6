"""check_graph and the state space: what stops a graph, what a person should weigh."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faelled.lib.dates import Duration, danish_calendar
from faelled.lib.dcr import (
    Citation,
    Engine,
    Event,
    EventType,
    Graph,
    Group,
    Initial,
    Kind,
    Marking,
    Relation,
    Role,
)
from faelled.lib.dcr.verification.analysis import Finding, check_graph
from faelled.lib.dcr.verification.net import net_of
from faelled.lib.dcr.verification.statespace import MOST_GUARDS, explore, search
from faelled.lib.dcr.verification.symmetry import Symmetry
from faelled.lib.dcr.verification.traps import lost_states

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CITE = (Citation("lov", "§ 1"),)


def graph(
    *relations: Relation,
    events: str = "abc",
    pending: str = "",
    excluded: str = "",
    roles: tuple[str, ...] = (),
) -> Graph:
    return Graph(
        "g",
        "1",
        "G",
        roles=tuple(Role(role, role.title()) for role in roles),
        events=tuple(Event(id, id.upper(), cites=CITE) for id in events),
        relations=relations,
        initial=Initial(
            pending=dict.fromkeys(pending), included=frozenset(events) - frozenset(excluded)
        ),
    )


def messages(found: list[Finding], level: str = "error") -> list[str]:
    return [finding.message for finding in found if finding.level == level]


def rule(kind: Kind, source: str, target: str, guard: str | None = None) -> Relation:
    return Relation(kind, source, target, guard=guard, cites=CITE)


def test_a_sound_graph_has_no_findings() -> None:
    relations = (rule(Kind.CONDITION, "a", "b"), rule(Kind.RESPONSE, "a", "b"))
    assert check_graph(graph(*relations), None) == []


def test_roles_must_be_named_by_the_graph_and_held_by_somebody() -> None:
    events = (Event("a", "A", roles=("clerk",), cites=CITE), Event("b", "B", roles=("boss",)))
    groups = (Group("x", "X", roles=("ghost",)),)
    found = check_graph(
        Graph(
            "g", "1", "G", roles=(Role("clerk", "Skriver"),), events=events, groups=groups,
            initial=Initial(included=frozenset("ab")),
        ),
        {"citizen"},
    )  # fmt: skip
    assert messages(found) == [
        "Rollen »boss« findes ikke i grafen.",
        "Rollen »ghost« findes ikke i grafen.",
    ]
    assert messages(found, "warning") == ["Ingen stilling giver rollen »Skriver« endnu."]
    assert found[0].path == "events.b.roles"


def test_an_event_that_is_blocked_for_good_is_an_error() -> None:
    relations = (rule(Kind.CONDITION, "a", "b"), rule(Kind.CONDITION, "b", "a"))
    assert messages(check_graph(graph(*relations), None)) == [
        "»A« kan aldrig ske.",
        "»B« kan aldrig ske.",
    ]


def test_an_event_that_is_switched_off_for_good_is_a_warning() -> None:
    found = check_graph(graph(excluded="c"), None)
    assert (messages(found), messages(found, "warning")) == (
        [],
        ["»C« er slået fra, og intet slår det til."],
    )


def test_an_event_that_only_holds_a_value_is_a_warning() -> None:
    update = Relation(Kind.UPDATE, "a", "b", value="1", cites=CITE)
    found = check_graph(graph(update, rule(Kind.CONDITION, "b", "b")), None)
    assert messages(found, "warning") == ["»B« sker aldrig selv; andre trin skriver dets værdi."]


def test_a_dead_end_is_told_with_a_shortest_way_into_it() -> None:
    relations = (
        rule(Kind.CONDITION, "a", "b"),
        rule(Kind.RESPONSE, "b", "c"),
        rule(Kind.CONDITION, "d", "c"),
        rule(Kind.EXCLUDE, "b", "a"),
        rule(Kind.MILESTONE, "c", "d"),
    )
    found = check_graph(graph(*relations, events="abcd"), None)
    assert messages(found)[-1] == "Blindgyde: efter »A«, »B« kan sagen aldrig afsluttes."


def test_a_dead_end_from_the_very_beginning() -> None:
    found = check_graph(graph(rule(Kind.CONDITION, "a", "a"), events="a", pending="a"), None)
    assert "Blindgyde: lige fra begyndelsen kan sagen aldrig afsluttes." in messages(found)


def test_a_dead_end_that_hangs_on_data_is_a_warning() -> None:
    relations = (
        rule(Kind.RESPONSE, "a", "b", "a > 1"),
        rule(Kind.EXCLUDE, "a", "c"),
        rule(Kind.CONDITION, "c", "b"),
        rule(Kind.CONDITION, "b", "b"),
    )
    found = check_graph(graph(*relations), None)
    assert messages(found) == ["»B« kan aldrig ske."]
    assert messages(found, "warning") == [
        "Mulig blindgyde: efter »A« kan sagen måske aldrig afsluttes. Det afhænger af data."
    ]


def test_a_guard_and_its_negation_never_hold_together() -> None:
    relations = (
        rule(Kind.EXCLUDE, "a", "a"),
        rule(Kind.EXCLUDE, "a", "b", "a > 1"),
        rule(Kind.EXCLUDE, "a", "c", "not(a > 1)"),
    )
    space = search(net_of(graph(*relations), copies=1), limit=1000, symmetry=Symmetry())
    assert {included for _, _, included in space.states} == {0b111, 0b100, 0b010}


def test_a_guarded_condition_may_bar_or_not() -> None:
    relations = (rule(Kind.CONDITION, "a", "b", "c > 1"), rule(Kind.MILESTONE, "c", "b", "c > 1"))
    space = explore(graph(*relations, pending="c"), limit=100)
    certain = {(space.events[event], sure) for event, _, sure in space.steps_from(0)}
    assert certain == {("a", True), ("b", False), ("c", True)}


def test_the_bound_is_told_and_never_hidden() -> None:
    chain = zip("abcdefg", "bcdefgh", strict=True)
    big = graph(
        *(rule(Kind.EXCLUDE, id, id) for id in "abcdefgh"),
        *(rule(Kind.MILESTONE, one, two) for one, two in chain),  # or they could change places
        events="abcdefgh",
    )
    found = check_graph(big, None, limit=20)
    assert messages(found) == []
    assert messages(found, "warning")[0].startswith("Kun de første 2")
    assert "grænsen er 20" in messages(found, "warning")[0]


def test_what_was_not_reached_within_the_bound_is_no_error() -> None:
    chain = [rule(Kind.CONDITION, one, two) for one, two in zip("abcdefg", "bcdefgh", strict=True)]
    found = check_graph(graph(*chain, events="abcdefgh"), None, limit=3)
    assert messages(found) == []
    assert "»H« sker ikke i de undersøgte tilstande." in messages(found, "warning")


def test_more_guards_than_can_be_tried_are_told() -> None:
    count = MOST_GUARDS + 1
    events = "abcdefghijkl"[: count + 1]
    relations = [rule(Kind.EXCLUDE, "a", id, f"a > {n}") for n, id in enumerate(events[1:])]
    space = explore(graph(*relations, events=events), limit=50)
    assert not space.complete


def test_a_deadline_that_cannot_be_kept_is_a_warning_with_the_way_to_it() -> None:
    wait, deadline = Duration(days=5), Duration(days=3)
    drawn = graph(
        Relation(Kind.CONDITION, "a", "b", delay=wait, cites=CITE),
        Relation(Kind.RESPONSE, "a", "b", deadline=deadline, cites=CITE),
    )
    found = check_graph(drawn, None)
    assert messages(found) == []
    assert messages(found, "warning") == [
        "Tidslås: efter »A«, 3 dage senere er fristen for »B« inde, og den kan ikke holdes."
    ]


def test_what_is_made_anew_must_be_a_template() -> None:
    events = (Event("a", "A", cites=CITE), Event("s", "S", type=EventType.SUBPROCESS))
    found = check_graph(
        Graph("g", "1", "G", events=events, relations=(rule(Kind.SPAWN, "a", "s"),)), None
    )
    assert messages(found) == ["En regel danner »s«, som ikke er en skabelon."]


def test_a_step_in_a_sub_process_that_can_never_happen_is_found() -> None:
    events = (
        Event("s", "S", type=EventType.SUBPROCESS, cites=CITE),
        Event("a", "A", parent="s"),
        Event("b", "B"),
    )
    drawn = Graph(
        "g", "1", "G", events=events, relations=(rule(Kind.CONDITION, "a", "s"),),
        initial=Initial({}, {"b": None}, frozenset("sab")),
    )  # fmt: skip
    assert messages(check_graph(drawn, None)) == ["»A« kan aldrig ske."]


def test_only_so_many_copies_are_searched_and_that_is_said() -> None:
    events = (
        Event("t", "Besøg", type=EventType.TEMPLATE, cites=CITE),
        Event("a", "A", parent="t"),
        Event("b", "B"),
    )
    relations = (rule(Kind.SPAWN, "b", "t"), rule(Kind.EXCLUDE, "a", "a"))
    drawn = Graph(
        "g", "1", "G", events=events, relations=relations,
        initial=Initial({}, {"a": None}, frozenset("tab")),
    )  # fmt: skip
    found = check_graph(drawn, None)
    assert messages(found) == []
    assert "Der er kun regnet med 2 af det" in " ".join(messages(found, "warning"))


def test_a_graph_that_contradicts_itself_is_told_so() -> None:
    found = check_graph(graph(rule(Kind.CONDITION, "a", "nowhere")), None)
    assert messages(found) == ["En regel nævner »nowhere«, som ikke findes."]


def test_rules_for_people_without_a_citation_are_warnings() -> None:
    bare = [Relation(Kind.CONDITION, "a", "b"), Relation(Kind.EXCLUDE, "a", "c")]
    found = check_graph(graph(*bare), None)
    assert [(finding.level, finding.path) for finding in found] == [
        ("warning", "relations.condition.a.b")
    ]
    assert found[0].to_json() == {
        "level": "warning",
        "path": "relations.condition.a.b",
        "message": "Reglen har ingen henvisning til lov eller vejledning.",
    }


def test_a_graph_without_any_citation_says_so_once() -> None:
    plain = Graph(
        "g", "1", "G", events=(Event("a", "A"),), initial=Initial(included=frozenset("a"))
    )
    assert messages(check_graph(plain, None), "warning") == [
        "Grafen henviser ikke til nogen lov eller regel."
    ]


KINDS = [Kind.CONDITION, Kind.RESPONSE, Kind.MILESTONE, Kind.INCLUDE, Kind.EXCLUDE, Kind.CANCEL]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Small random graphs without guards, where the search is exact."""
    ids = "abcd"
    pairs = st.tuples(st.sampled_from(KINDS), st.sampled_from(ids), st.sampled_from(ids))
    relations = [rule(*pair) for pair in draw(st.sets(pairs, max_size=9))]
    subset = st.text(st.sampled_from(ids), max_size=3)
    return graph(*relations, events=ids, pending=draw(subset), excluded=draw(subset))


def reachable(engine: Engine) -> dict[str, tuple[Marking, set[str]]]:
    """All markings by plain search with the engine: what each is, and where it leads."""
    begin = engine.initial(NOW)
    found: dict[str, tuple[Marking, set[str]]] = {}
    waiting = [begin]
    while waiting:
        marking = waiting.pop()
        key = (
            str(sorted(marking.executed))
            + str(sorted(marking.pending))
            + str(sorted(marking.included))
        )
        if key in found:
            continue
        found[key] = (marking, set(engine.enabled(marking, at=NOW)))
        waiting += [engine.execute(marking, event, at=NOW) for event in found[key][1]]
    return found


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_the_reduced_search_agrees_with_the_engine(drawn: Graph) -> None:
    engine = Engine(drawn, calendar=danish_calendar())
    space = explore(drawn, limit=100_000)
    whole = reachable(engine)
    assert len(space.states) <= len(whole)
    fired = {id for at, id in enumerate(space.events) if space.fired >> at & 1}
    assert fired == set().union(*(enabled for _, enabled in whole.values()))
    some_way = any(engine.accepting(marking) for marking, _ in whole.values())
    assert (0 not in lost_states(space)) == some_way


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_a_lost_marking_is_lost_for_the_engine_too(drawn: Graph) -> None:
    engine = Engine(drawn, calendar=danish_calendar())
    space = explore(drawn, limit=100_000)
    for state in sorted(lost_states(space))[:3]:
        marking = engine.initial(NOW)
        for event in space.path_to(state):
            marking = engine.execute(marking, event, at=NOW)
        onward = Engine(
            Graph(
                "g", "1", "G", events=drawn.events, relations=drawn.relations,
                initial=Initial(marking.executed, marking.pending, marking.included),
            ),
            calendar=danish_calendar(),
        )  # fmt: skip
        assert not any(engine.accepting(found) for found, _ in reachable(onward).values())


@pytest.mark.parametrize("limit", [1, 10])
def test_unsearched_markings_get_the_benefit_of_the_doubt(limit: int) -> None:
    space = explore(graph(rule(Kind.RESPONSE, "a", "a"), pending="a"), limit=limit)
    assert bool(lost_states(space)) is space.complete
