"""The map: steps in lanes, the way between them, and a case laid over it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faelled.lib.dcr import Event, Graph, Group, Initial, Kind, Phase, Relation
from faelled.lib.dcr.map import (
    BOX_HEIGHT,
    BOX_WIDTH,
    MOST_ROWS,
    NO_LANE,
    MapLayout,
    Standing,
    Status,
    broken,
    layout,
    marked,
)
from faelled.lib.dcr.map_rules import drawn_rules

PHASES = (Phase("one", "Ansøgning"), Phase("two", "Afgørelse"))


def graph(*relations: Relation, events: str = "abcd", phases: str = "", groups: str = "") -> Graph:
    """Events named by letters; `phases` gives each its phase: "1122", "-" for none."""
    named = {"1": "one", "2": "two", "-": ""}
    made = tuple(
        Event(
            id,
            f"Trin {id.upper()}",
            phase=named[phases[at]] if phases else "",
            parent=groups[at] if groups and groups[at] != "-" else None,
        )
        for at, id in enumerate(events)
    )
    return Graph(
        "g",
        "1",
        "G",
        phases=PHASES if phases else (),
        events=made,
        groups=tuple(Group(id, f"Gruppe {id}") for id in sorted(set(groups) - {"-"})),
        relations=relations,
        initial=Initial(included=frozenset(events)),
    )


def way(picture: MapLayout) -> set[str]:
    return {line.rule.source + line.rule.target for line in picture.lines if line.rule.main}


def chain(kind: Kind, *pairs: str) -> list[Relation]:
    return [Relation(kind, pair[0], pair[1]) for pair in pairs]


def test_phases_are_lanes_in_their_order_and_the_rest_comes_last() -> None:
    picture = layout(graph(phases="2-11"))
    assert [lane.label for lane in picture.lanes] == ["Ansøgning", "Afgørelse", NO_LANE]
    assert [picture.box(id).lane for id in "abcd"] == [1, 2, 0, 0]


def test_without_phases_the_outermost_groups_are_lanes_in_the_order_they_come() -> None:
    rules = [Relation(Kind.CONDITION, "y", "x")]
    picture = layout(graph(*rules, groups="xxyy"))
    assert [lane.label for lane in picture.lanes] == ["Gruppe y", "Gruppe x"]


def test_without_phases_and_groups_the_steps_stand_by_how_far_they_are() -> None:
    picture = layout(graph(*chain(Kind.CONDITION, "ab", "bc")))
    assert [picture.box(id).lane for id in "abcd"] == [0, 1, 2, 0]
    assert [lane.label for lane in picture.lanes] == ["", "", ""]


def test_in_a_lane_the_steps_stand_in_the_order_they_come() -> None:
    picture = layout(graph(*chain(Kind.RESPONSE, "ca", "ab"), phases="1111"))
    heights = [picture.box(id).y for id in "cabd"]
    assert heights[0] < heights[1] < heights[2]


def test_a_long_lane_is_broken_into_columns_of_even_height() -> None:
    letters = "abcdefghij"
    picture = layout(graph(events=letters, phases="1" * 10))
    columns = {box.x for box in picture.boxes}
    assert len(columns) == 2
    assert all(sum(box.x == x for box in picture.boxes) == 5 for x in columns)
    assert len(letters) > MOST_ROWS


def test_a_shortcut_is_not_part_of_the_way() -> None:
    picture = layout(graph(*chain(Kind.CONDITION, "ab", "bc", "ac")))
    assert way(picture) == {"ab", "bc"}
    assert {line.rule.source + line.rule.target for line in picture.lines} == {"ab", "bc", "ac"}


def test_a_duty_back_is_part_of_the_way_and_a_mere_bar_is_not() -> None:
    rules = chain(Kind.CONDITION, "ab", "bc") + chain(Kind.RESPONSE, "ca")
    picture = layout(graph(*rules, *chain(Kind.MILESTONE, "da", "cb")))
    assert way(picture) == {"ab", "bc", "ca"}
    back = next(line.rule for line in picture.lines if line.rule.main and line.rule.back)
    assert (back.kind, back.back) == (Kind.RESPONSE, True)


def test_rules_that_close_or_write_are_drawn_on_demand_and_itself_once_is_noted() -> None:
    rules = [*chain(Kind.EXCLUDE, "ab", "aa"), *chain(Kind.CANCEL, "ab")]
    picture = layout(graph(*rules, Relation(Kind.UPDATE, "a", "c", value="1")))
    assert way(picture) == set()
    kinds = {line.rule.source + line.rule.target: line.rule.kinds for line in picture.lines}
    assert kinds == {"ab": (Kind.EXCLUDE, Kind.CANCEL), "ac": (Kind.UPDATE,)}
    assert picture.box("a").once
    assert not picture.box("b").once


def test_whole_groups_before_whole_groups_are_one_line_into_each_step() -> None:
    rules = [Relation(Kind.CONDITION, "x", "y")]
    picture = layout(graph(*rules, events="abcdef", groups="xxxyyy"))
    assert len(picture.lines) == 9
    assert sorted(pair[1] for pair in way(picture)) == ["d", "e", "f"]


def test_a_guarded_rule_is_told_apart() -> None:
    rules = [Relation(Kind.RESPONSE, "a", "b", guard="c > 1"), Relation(Kind.RESPONSE, "b", "c")]
    assert [line.rule.guarded for line in layout(graph(*rules)).lines] == [True, False]


def test_a_case_is_laid_over_with_the_way_it_took() -> None:
    picture = layout(graph(*chain(Kind.RESPONSE, "ab", "bc", "cd")))
    shown = marked(
        picture,
        {
            "a": Standing(Status.DONE, done=True, order=1),
            "b": Standing(Status.DONE, done=True, order=2),
            "c": Standing(Status.POSSIBLE, possible=True),
        },
    )
    assert {line.rule.source for line in shown.lines if line.taken} == {"a"}
    assert shown.box("b").standing == Standing(Status.DONE, done=True, order=2)
    assert shown.box("d").standing is None
    assert picture.box("a").standing is None


def test_an_empty_graph_is_an_empty_picture() -> None:
    assert layout(Graph("g", "1", "G")).boxes == ()


def test_a_step_that_is_not_there_has_no_box() -> None:
    with pytest.raises(KeyError):
        layout(graph()).box("z")


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Søg", ("Søg",)),
        ("", ()),
        ("Notér, hvornår borgeren modtog", ("Notér, hvornår", "borgeren modtog")),
        ("Arbejdsmiljørepræsentantvalg", ("Arbejdsmiljørepræsen-", "tantvalg")),
        (
            "en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten",
            ("en to tre fire fem", "seks syv otte ni ti", "elleve tolv tretten…"),
        ),
    ],
)
def test_a_label_is_broken_to_fit(label: str, lines: tuple[str, ...]) -> None:
    assert broken(label) == lines


KINDS = [Kind.CONDITION, Kind.RESPONSE, Kind.MILESTONE, Kind.INCLUDE, Kind.EXCLUDE]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    events = "abcdefghij"[: draw(st.integers(1, 10))]
    pair = st.tuples(st.sampled_from(KINDS), st.sampled_from(events), st.sampled_from(events))
    rules = [Relation(*one) for one in draw(st.lists(pair, max_size=25))]
    phases = draw(st.one_of(st.just(""), st.text("12-", min_size=10, max_size=10)))
    return graph(*rules, events=events, phases=phases)


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_no_two_boxes_overlap_and_every_rule_is_a_line(drawn: Graph) -> None:
    picture = layout(drawn)
    assert {box.id for box in picture.boxes} == {event.id for event in drawn.events}
    places = {(box.x, box.y) for box in picture.boxes}
    assert len(places) == len(picture.boxes)
    for box in picture.boxes:
        lane = picture.lanes[box.lane]
        assert lane.x <= box.x
        assert box.x + BOX_WIDTH <= lane.x + lane.width <= picture.width
        assert box.y + BOX_HEIGHT <= picture.height
    drawn_pairs = {(line.rule.source, line.rule.target) for line in picture.lines}
    assert drawn_pairs == {(r.source, r.target) for r in drawn.relations if r.source != r.target}


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_the_way_agrees_with_the_ranks_and_loses_no_connection(drawn: Graph) -> None:
    found = drawn_rules(drawn)
    forward = [rule for rule in found.rules if not rule.back and rule.kind is not Kind.EXCLUDE]
    assert all(found.rank[rule.source] < found.rank[rule.target] for rule in forward)
    reach: dict[str, set[str]] = {}
    strong = [rule for rule in forward if rule.kinds != (Kind.MILESTONE,)]
    if len(strong) < len(forward):
        return  # a bar that is not drawn may have carried a shortcut
    main = [rule for rule in strong if rule.main]
    for event in sorted(found.rank, key=lambda id: -found.rank[id]):
        targets = {rule.target for rule in main if rule.source == event}
        reach[event] = targets.union(*(reach[target] for target in targets))
    assert all(rule.target in reach[rule.source] for rule in strong)
