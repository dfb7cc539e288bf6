"""Who does what, and how soon: with enough support, or not at all."""

from io import BytesIO

from faelled.lib.dcr.discovery.discover import Mode, discover
from faelled.lib.dcr.discovery.paces import paces, with_paces
from faelled.lib.dcr.discovery.responsible import responsible, with_roles
from faelled.lib.dcr.formats.native import dumps, loads
from faelled.lib.dcr.graph import Graph, Kind
from faelled.lib.dcr.logs import Columns
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.load import load_log

COLUMNS = Columns("sag", "trin", "tid", group="enhed")


def a_log(cases: int = 40) -> EventLog:
    """Asked at 8, answered 1 to 4 days later, and once 30. One answer is the boss's."""
    rows = "sag,trin,tid,enhed\n"
    for case in range(cases):
        rows += f"{case},Spørg,2026-01-01T08:00:00Z,Borgerservice\n"
        day = 31 if case == 0 else 2 + case % 4
        unit = "Ledelsen" if case == 1 else "Sagsbehandlerne"
        rows += f"{case},Svar,2026-01-{day:02d}T08:00:00Z,{unit}\n"
    rows += "x,Sjælden,,Borgerservice\n"
    return load_log(BytesIO(rows.encode()), "l.csv", columns=COLUMNS)


def test_the_few_roles_that_do_nearly_all_of_an_activity() -> None:
    found = {one.activity: one for one in responsible(a_log(), "group", 0.95, 20)}
    assert found["Svar"].roles == ("Sagsbehandlerne",)
    assert (found["Svar"].support, found["Svar"].share) == (40, 39 / 40)
    assert "Sjælden" not in found
    strict = {one.activity: one.roles for one in responsible(a_log(), "group", 1.0, 20)}
    assert strict["Svar"] == ("Sagsbehandlerne", "Ledelsen")


def test_deadlines_are_what_nearly_all_kept_and_delays_what_nearly_all_waited() -> None:
    log = a_log()
    graph = discover(log, Mode.PUBLISHED, "L")
    found = {pace.kind: pace for pace in paces(log, graph, 0.95, 30)}
    deadline, delay = found[Kind.RESPONSE], found[Kind.CONDITION]
    assert (deadline.source, deadline.target, deadline.support) == ("Spørg", "Svar", 40)
    assert deadline.duration.format() == "P4D" and deadline.median == 3 * 86_400
    assert delay.duration.format() == "PT24H"
    assert paces(a_log(20), graph, 0.95, 30) == []


def test_they_are_part_of_the_graph_and_of_its_file() -> None:
    log = a_log()
    graph = discover(log, Mode.PUBLISHED, "L")
    whole: Graph = with_paces(
        with_roles(graph, responsible(log, "group", 0.95, 20)), paces(log, graph, 0.95, 30)
    )
    assert whole.event("Svar").roles == ("Sagsbehandlerne",)
    assert {role.id for role in whole.roles} == {"Borgerservice", "Sagsbehandlerne"}
    timed = [(rule.delay, rule.deadline) for rule in whole.relations if rule.delay or rule.deadline]
    assert len(timed) == 2
    assert loads(dumps(whole)) == whole
