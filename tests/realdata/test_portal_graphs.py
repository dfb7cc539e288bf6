"""The DCR portal's own exports: all load, keep their meaning, and the Dreyer process runs."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from faelled.lib.dates import Duration, danish_calendar
from faelled.lib.dcr import Engine, EventType, Graph, Kind
from faelled.lib.dcr.formats import native
from faelled.lib.dcr.formats.read import load_graph
from faelled.lib.dcr.trace import TraceStep, run_trace
from faelled.lib.dcr.verification.analysis import check_graph
from faelled.lib.dcr.verification.statespace import explore

pytestmark = pytest.mark.realdata

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
DREYER = "alignment-ACM2014-Dreyers.xml"


def graph(data: Path, name: str) -> Graph:
    return load_graph((data / "dcr" / "portal" / name).read_bytes())


def all_graphs(data: Path) -> dict[str, Graph]:
    return {path.name: graph(data, path.name) for path in (data / "dcr" / "portal").glob("*.xml")}


def engine(of: Graph) -> Engine:
    return Engine(of, calendar=danish_calendar())


def test_all_thirty_one_files_load(data: Path) -> None:
    graphs = all_graphs(data)
    assert len(graphs) == 31
    assert sum(len(found.events) for found in graphs.values()) == 189
    assert sum(len(found.relations) for found in graphs.values()) == 347


def test_every_file_comes_back_the_same_from_our_own_format(data: Path) -> None:
    graphs = all_graphs(data)
    assert {n: native.loads(native.dumps(found)) for n, found in graphs.items()} == graphs


def test_every_file_runs_but_one_whose_only_step_waits_for_what_it_lies_in(data: Path) -> None:
    stuck = set()
    for name, found in all_graphs(data).items():
        compiled = engine(found)
        if not compiled.enabled(compiled.initial(START), at=START):
            stuck.add(name)
    assert stuck == {"scdp-safe-self-destruction.xml"}


def test_a_proposal_is_voted_on_in_a_copy_of_its_own(data: Path) -> None:
    compiled = engine(graph(data, "highguard-chainsafe-bridge.xml"))
    once = compiled.execute(compiled.initial(START), "voteProposal", at=START)
    assert once.instances == {"Process0": 1}
    assert "Process0#1.proposedBlock" in compiled.enabled(once, at=START)


def test_sub_processes_keep_their_inner_events(data: Path) -> None:
    found = graph(data, "highguard-chainsafe-bridge.xml")
    assert found.event("Process0").type is EventType.TEMPLATE
    assert [e.id for e in found.events if e.parent == "Process0"][:2] == [
        "Activity28",
        "cancelPoposal",
    ]
    assert [(r.source, r.target) for r in found.relations if r.kind is Kind.SPAWN] == [
        ("voteProposal", "Process0")
    ]


@pytest.mark.parametrize(
    ("name", "delay", "deadline"),
    [
        (DREYER, Duration(days=3), Duration(days=7)),
        ("tapn-dcr-railroad-controller.xml", Duration(days=20), Duration(days=20)),
        ("scdp-rate-limiting.xml", None, Duration(days=1)),
    ],
)
def test_times_are_delays_and_deadlines(
    data: Path, name: str, delay: Duration | None, deadline: Duration
) -> None:
    relations = graph(data, name).relations
    assert delay is None or delay in {rule.delay for rule in relations}
    assert deadline in {rule.deadline for rule in relations}


def test_a_time_may_be_kept_in_a_data_event(data: Path) -> None:
    relations = graph(data, "scdp-automatic-deprecation.xml").relations
    assert {rule.delay_from for rule in relations} == {None, "deprecationTime"}
    assert {rule.deadline_from for rule in relations} == {None, "deprecationTime"}


def test_a_guard_that_is_a_duration_is_the_delay(data: Path) -> None:
    relations = graph(data, "scdp-safe-self-destruction.xml").relations
    condition = next(rule for rule in relations if rule.kind is Kind.CONDITION)
    assert (condition.guard, condition.delay) == (None, Duration(days=7))


def test_initial_markings_hold_relative_times(data: Path) -> None:
    assert graph(data, "scdp-rate-limiting.xml").initial.executed == {
        "newperiod": Duration(days=-1)
    }
    assert graph(data, "tapn-dcr-ABCD.xml").initial.pending == {"B": Duration(days=10)}


def test_state_spaces_are_found_whole(data: Path) -> None:
    sizes = {"discover-nesting.xml": 7, "tapn-dcr-railroad-controller.xml": 651}
    for name, size in sizes.items():
        space = explore(graph(data, name), limit=10_000)
        assert (len(space.states), space.complete) == (size, True)


def test_the_known_deadlock_is_found(data: Path) -> None:
    findings = check_graph(graph(data, "tapn-dcr-deadlock.xml"), None)
    assert [finding.message for finding in findings if finding.level == "error"] == [
        "»EditPaymentInfo« kan aldrig ske.",
        "»MakePayment« kan aldrig ske.",
        "Blindgyde: efter »AddOrder« kan sagen aldrig afsluttes.",
    ]


def test_a_process_that_always_owes_something_is_no_case(data: Path) -> None:
    findings = check_graph(graph(data, "tapn-dcr-railroad-controller2.xml"), None)
    assert "Blindgyde: lige fra begyndelsen kan sagen aldrig afsluttes." in {
        finding.message for finding in findings
    }


# The Dreyer Foundation's grant process: an application that the board approves, to its end report.
DREYER_RUN = [
    ("Fill out Application", "Applicant"),
    ("Approve", "Caseworker"),
    ("Change phase to review", "Automatic"),
    ("Lawyer Review", "Lawyer"),
    ("Architect Review", "Architect"),
    ("Review", "Reviewer 3"),
    ("Review_1", "Reviewer 4"),
    ("Inform applicant proceeed", "Caseworker"),
    ("Register Decision", "Caseworker"),
    ("Round approved", "DBTrigger"),
    ("Change phase to Board meeting", "Automatic"),
    ("Pre approve", "Caseworker"),
    ("Approve_1", "Caseworker"),
    ("Change phase to Forberedelse", "Automatic"),
    ("Inform Applicant", "Caseworker"),
    ("Ensure info received from applicant", "Caseworker"),
    ("Change Phase to Payout", "Automatic"),
    ("First payment", "Automatic"),
    ("Change Phase to End Report", "Automatic"),
    ("Receive End Report", "Caseworker"),
    ("Change phase to Complete", "Automatic"),
    ("Complete", ""),
]


def test_the_dreyer_process_runs_to_an_accepting_end(data: Path) -> None:
    found = graph(data, DREYER)
    compiled = engine(found)
    marking = compiled.initial(START)
    for event, role in DREYER_RUN:
        marking = compiled.execute(marking, event, at=START, roles=frozenset({role}))
    assert compiled.accepting(marking)
    assert compiled.may_close(marking, at=START)
    assert len(DREYER_RUN) >= 10
    assert len({role for _, role in DREYER_RUN if role}) == 8
    # The board decides: its phase is the group around the step, in the foundation's own words.
    assert found.event("Register Decision").phase == "Board meeting"


def test_the_dreyer_board_may_not_approve_before_it_has_decided(data: Path) -> None:
    found = graph(data, DREYER)
    steps = [TraceStep(event) for event in ("Fill out Application", "Approve", "Approve_1")]
    last = run_trace(engine(found), found, steps, start=START)[-1]
    assert last["executed"] is False
    assert isinstance(last["reasons"], list)
    assert [reason["source"] for reason in last["reasons"] if isinstance(reason, dict)] == [
        "Register Decision"
    ]


LATE = (
    "Tidslås: efter »Fill out Application«, »Reject«, »Ansøger informeret«, "
    "»Change phase to Abort«, 1 uge senere, »Change phase to Abort« er fristen for "
    "»Anonymiser data« inde, og den kan ikke holdes."
)


def test_the_dreyer_state_space_is_searched_whole(data: Path) -> None:
    found = graph(data, DREYER)
    space = explore(found, limit=100_000)
    assert (len(space.states), space.complete) == (22_068, True)
    findings = check_graph(found, None)
    assert {finding.message for finding in findings} == {
        "»Undo payment« er slået fra, og intet slår det til.",
        "Grafen henviser ikke til nogen lov eller regel.",
        LATE,
        "Om frister kan holdes, er kun undersøgt i de første 3843 tilstande (grænsen er 5000).",
    }
