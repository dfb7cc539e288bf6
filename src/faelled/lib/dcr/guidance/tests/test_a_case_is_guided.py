"""The GPS: one thing to do next that can be done, the way to the end, and the grounds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from faelled.lib.dates.calendar import danish_calendar
from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.graph import Event, EventType, Graph, Initial, Kind, Relation
from faelled.lib.dcr.guidance.goal import Goal, Risk
from faelled.lib.dcr.guidance.guide import Guide
from faelled.lib.dcr.guidance.history import Course
from faelled.lib.dcr.guidance.suggestion import Advice, Suggestion

DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
NOW = DAY + timedelta(days=300)


def course(id: str, trace: str, start: datetime = DAY, days: float = 1) -> Course:
    moments = tuple(start + timedelta(days=days * at) for at in range(len(trace)))
    return Course(id, tuple(trace), moments, ("",) * len(trace))


def graph(*relations: Relation, events: str = "abcd") -> Graph:
    return Graph(
        "g", "1", "G", events=tuple(Event(id, id) for id in events), relations=relations,
        initial=Initial(included=frozenset(events)),
    )  # fmt: skip


def asked(made: Graph, history: list[Course], done: str, goal: Goal | None = None) -> Suggestion:
    """The suggestion for a case that did these steps just before NOW."""
    engine = Engine(made, calendar=danish_calendar())
    start = NOW - timedelta(hours=len(done))
    marking = engine.initial(start)
    for at, event in enumerate(done):
        marking = engine.execute(marking, event, at=start + timedelta(hours=at))
    so_far = course("now", done, start, 1 / 24) if done else None
    return Guide(engine, history, NOW).suggest(marking, so_far, NOW, goal=goal)


def test_the_usual_step_with_the_way_to_the_end_and_how_long_it_takes() -> None:
    history = [course(f"{at}", "abc") for at in range(30)] + [course("x", "ad")]
    found = asked(graph(), history, "a")
    assert (found.advice, found.event, found.alike, found.took) == (Advice.STEP, "b", 31, 30)
    assert found.route is not None and found.route.events == ("b", "c")
    assert found.route.takes == timedelta(days=2, hours=-1)  # one hour of the wait is over
    assert [leg.after.middle for leg in found.route.legs] == [
        timedelta(days=1, hours=-1), timedelta(days=2, hours=-1),
    ]  # fmt: skip
    assert found.rest is not None and found.rest.middle == timedelta(days=2, hours=-1)
    assert found.text.startswith("30 af 31 sager, der var gået ligesådan, fortsatte med »b«.")


def test_before_the_first_step_the_usual_beginning() -> None:
    assert asked(graph(), [course(f"{at}", "bc") for at in range(9)], "").event == "b"


def test_the_end_is_only_suggested_when_nothing_is_owed() -> None:
    history = [course(f"{at}", "a") for at in range(30)]
    assert asked(graph(), history, "a").advice is Advice.END
    owing = asked(graph(Relation(Kind.RESPONSE, "a", "c")), history, "a")
    assert (owing.advice, owing.took) == (Advice.STEP, 0)
    assert owing.route is not None and owing.route.events[-1] == "c"


def test_a_step_that_clearly_misses_the_deadline_less_often_is_preferred() -> None:
    slow = [course(f"s{at}", "abc", days=20) for at in range(60)]
    fast = [course(f"f{at}", "adc", days=1) for at in range(40)]
    goal = Goal(deadline=NOW + timedelta(days=10))
    found = asked(graph(), slow + fast, "a", goal)
    assert found.event == "d"
    assert found.risk == Risk(0, 40)
    assert asked(graph(), slow + fast, "a").event == "b"
    few = slow + fast[:5]  # too few to know
    assert asked(graph(), few, "a", goal).event == "b"


def test_the_way_goes_around_what_is_to_be_avoided() -> None:
    history = [course(f"{at}", "abd") for at in range(30)]
    owed = graph(Relation(Kind.RESPONSE, "a", "d"))
    found = asked(owed, history, "a", Goal(avoid=frozenset("b")))
    assert found.event == "d"
    assert found.route is not None and found.route.events == ("d",)


def test_without_history_what_is_owed_soonest_comes_first() -> None:
    relations = (
        Relation(Kind.RESPONSE, "a", "b", deadline=Duration(days=30)),
        Relation(Kind.RESPONSE, "a", "d", deadline=Duration(days=3)),
    )
    found = asked(graph(*relations), [], "a")
    assert (found.event, found.took, found.rest) == ("d", 0, None)
    assert "»d« skal ske senest" in found.text


def test_wait_says_what_for() -> None:
    delayed = (
        Relation(Kind.RESPONSE, "a", "b"),
        Relation(Kind.CONDITION, "a", "b", delay=Duration(days=3)),
        Relation(Kind.MILESTONE, "b", "a"),
    )
    found = asked(graph(*delayed, events="ab"), [course("1", "ab")], "a")
    assert (found.advice, found.event, found.route) == (Advice.WAIT, None, None)
    assert "»b« kan ske fra" in found.text


def test_copies_of_a_template_are_suggested_without_a_route() -> None:
    made = graph(Relation(Kind.SPAWN, "a", "v"), events="ab")
    inside = Event("v", "V", type=EventType.TEMPLATE), Event("plan", "plan", parent="v")
    initial = Initial(included=frozenset({"a", "v", "plan"}), pending={"plan": None})
    made = replace(made, events=(*made.events, *inside), initial=initial)
    history = [replace(course(f"{at}", "ab"), trace=("a", "plan")) for at in range(30)]
    found = asked(made, history, "a")
    assert (found.event, found.route) == ("v#1.plan", None)


def test_what_is_suggested_can_always_be_done() -> None:
    """Random rules, histories that know nothing of them: follow the guide, step by step."""
    draw = Random(7)
    kinds = [Kind.CONDITION, Kind.RESPONSE, Kind.INCLUDE, Kind.EXCLUDE, Kind.MILESTONE]
    for _ in range(40):
        rules = [
            Relation(draw.choice(kinds), draw.choice("abcd"), draw.choice("abcd")) for _ in range(6)
        ]
        engine = Engine(graph(*dict.fromkeys(rules)), calendar=danish_calendar())
        history = [course(f"{at}", "".join(draw.choices("abcd", k=4))) for at in range(20)]
        guide, marking, done = Guide(engine, history, NOW), engine.initial(NOW), ""
        while len(done) < 6:
            so_far = course("now", done, NOW, 0) if done else None
            found = guide.suggest(marking, so_far, NOW)
            if found.event is None:
                assert found.advice is not Advice.END or engine.accepting(marking)
                assert found.advice is not Advice.WAIT or not engine.enabled(marking, at=NOW)
                break
            marking = engine.execute(marking, found.event, at=NOW)
            done += found.event


def test_the_times_of_a_way_are_those_of_the_cases_that_went_it() -> None:
    quick = [course(f"q{at}", "abc", days=1) for at in range(30)]
    slow = [course(f"s{at}", "abc", days=9) for at in range(10)]
    found = asked(graph(), quick + slow, "a", Goal(deadline=NOW + timedelta(days=5)))
    assert found.route is not None and found.route.went == 40
    assert found.route.chance == 30 / 40
    hour = timedelta(hours=1)
    first, last = found.route.legs
    assert (first.after.middle, first.after.high) == (24 * hour - hour, 9 * 24 * hour - hour)
    assert (last.after.middle, last.after.high) == (48 * hour - hour, 18 * 24 * hour - hour)


def test_a_way_that_nobody_went_is_timed_step_by_step() -> None:
    """The cases went a-b and then d-c; the graph wants a-b-c."""
    history = [course(f"{at}", "abd", days=2) for at in range(30)]
    history += [course(f"c{at}", "dbc", days=3) for at in range(30)]
    owed = graph(Relation(Kind.RESPONSE, "a", "c"), Relation(Kind.EXCLUDE, "a", "d"))
    found = asked(owed, history, "a", Goal(deadline=NOW + timedelta(days=30)))
    assert found.route is not None and found.route.events == ("b", "c")
    assert found.route.went == 0
    assert found.route.takes == timedelta(days=2 + 3, hours=-1)
    assert found.route.chance == 1.0


def test_a_delay_of_the_graph_is_waited_for_and_a_deadline_is_said() -> None:
    rules = (
        Relation(Kind.RESPONSE, "a", "c", deadline=Duration(days=20)),
        Relation(Kind.CONDITION, "b", "c", delay=Duration(days=14)),
    )
    history = [course(f"{at}", "abc") for at in range(30)]
    found = asked(graph(*rules), history, "a")
    assert found.route is not None
    to_b, to_c = found.route.legs
    assert (to_b.due, to_b.certain) == (None, True)
    assert to_c.due == NOW - timedelta(hours=1) + timedelta(days=20)
    assert to_c.after.middle == to_b.after.middle + timedelta(days=14)
    assert found.route.chance == 1.0  # the deadline of the graph is the goal
    tight = asked(graph(*rules), history, "a", Goal(deadline=NOW + timedelta(days=10)))
    assert tight.route is not None and tight.route.chance == 0.0


def test_a_step_that_takes_an_answer_nobody_knows_yet_is_not_certain() -> None:
    rules = (
        Relation(Kind.EXCLUDE, "a", "c"),
        Relation(Kind.RESPONSE, "a", "c"),
        Relation(Kind.INCLUDE, "b", "c", guard="b > 5"),
    )
    found = asked(graph(*rules), [course(f"{at}", "adbc") for at in range(30)], "a")
    assert found.route is not None
    assert found.route.events == ("d", "b", "c")
    assert [leg.certain for leg in found.route.legs] == [True, True, False]


def test_a_quicker_way_is_shown_where_the_usual_one_misses_the_goal() -> None:
    """After b most go by the slow c; some go by the quick d."""
    slow = [course(f"s{at}", "abc", days=20) for at in range(30)]
    fast = [course(f"f{at}", "abd", days=2) for at in range(25)]
    either = (
        Relation(Kind.RESPONSE, "a", "c"),
        Relation(Kind.RESPONSE, "a", "d"),
        Relation(Kind.EXCLUDE, "c", "d"),
        Relation(Kind.EXCLUDE, "d", "c"),
    )
    usual = asked(graph(*either), slow + fast, "a")
    assert usual.route is not None and usual.route.events == ("b", "c")
    hurried = asked(graph(*either), slow + fast, "a", Goal(deadline=NOW + timedelta(days=6)))
    assert hurried.route is not None and hurried.route.events == ("b", "d")
    assert hurried.route.chance == 1.0


def test_who_has_waited_long_is_not_told_the_times_of_those_who_did_not_wait() -> None:
    """Half go on after a day, half after a hundred; this case has waited thirty days."""
    history = [course(f"q{at}", "ab", days=1) for at in range(40)]
    history += [course(f"s{at}", "ab", days=100) for at in range(40)]
    engine = Engine(graph(), calendar=danish_calendar())
    start = NOW - timedelta(days=30)
    marking = engine.execute(engine.initial(start), "a", at=start)
    found = Guide(engine, history, NOW).suggest(marking, course("now", "a", start), NOW)
    assert found.rest is not None and found.rest.middle == timedelta(days=70)
    assert found.route is not None and found.route.takes == timedelta(days=70)


def test_json_tells_the_way_step_by_step() -> None:
    found = asked(graph(), [course(f"{at}", "abc") for at in range(30)], "a").to_json()
    assert found["route"] == ["b", "c"]
    assert found["legs"] == [
        {
            "event": event,
            "after_hours": {"low": hours, "middle": hours, "high": hours},
            "due": None,
            "certain": True,
        }
        for event, hours in (("b", 23.0), ("c", 47.0))
    ]


def test_a_case_is_not_ended_only_because_that_is_quick() -> None:
    """Most go on with the slow b; some end at once, and so never miss a deadline."""
    slow = [course(f"s{at}", "abc", days=20) for at in range(60)]
    ended = [course(f"e{at}", "a") for at in range(40)]
    found = asked(graph(), slow + ended, "a", Goal(deadline=NOW + timedelta(days=5)))
    assert (found.advice, found.event) == (Advice.STEP, "b")
    assert found.risk == Risk(60, 60)
    assert found.route is not None and found.route.events == ("b", "c")  # nobody ended after b
    assert found.route.chance == 0.0
