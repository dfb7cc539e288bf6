"""Read the model tests of a graph from their TOML file; every mistake is told with its line."""

from dataclasses import dataclass
from datetime import date, datetime

from faelled.lib.dcr.duration import COPENHAGEN, Duration, DurationError, parse
from faelled.lib.dcr.errors import BadValue
from faelled.lib.dcr.formats.native import toml
from faelled.lib.dcr.formats.problems import Problems
from faelled.lib.dcr.formats.toml_tables import Lines, Table
from faelled.lib.dcr.formats.typed_text import value_from_data
from faelled.lib.dcr.graph import Citation, Graph
from faelled.lib.dcr.modeltests import Expectation, ModelStep, ModelTest
from faelled.lib.dcr.values import Value
from faelled.lib.dcr.verification.open_tests import OpenTest

DEFAULT_START = datetime(2027, 1, 4, 9, tzinfo=COPENHAGEN)  # a Monday
LISTS = ("possible", "impossible", "pending", "not_pending", "done", "included", "excluded")


@dataclass(frozen=True, slots=True)
class GraphTests:
    """What stands beside a graph: tests that walk it, and open tests."""

    tests: tuple[ModelTest, ...]
    open: tuple[OpenTest, ...]


def load_tests(text: str, graph: Graph) -> tuple[ModelTest, ...]:
    """The tests of a file that walk the graph; see `load_all`."""
    return load_all(text, graph).tests


def load_all(text: str, graph: Graph) -> GraphTests:
    """All tests of a file. GraphError with every mistake: unknown keys, events, roles."""
    problems = Problems()
    root = Table(toml(text), place=(), path="", lines=Lines(text), problems=problems)
    name = root.text("graph", graph.id)
    if name != graph.id:
        root.wrong("graph", f"Prøverne hører til »{name}«, men grafen hedder »{graph.id}«.")
    start = root.instant("start") or DEFAULT_START
    reader = _Reader(graph)
    found = tuple(reader.test(table, start) for table in root.tables("tests", name="name"))
    asked = tuple(reader.open(table) for table in root.tables("open", name="name"))
    names = [*(test.name for test in found), *(test.name for test in asked)]
    for twice in sorted({name for name in names if names.count(name) > 1}):
        root.wrong("tests", f"To prøver hedder »{twice}«.")
    root.close()
    problems.raise_if_any()
    return GraphTests(found, asked)


class _Reader:
    """Reads the steps of tests of one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._roles = {role.id for role in graph.roles}

    def test(self, table: Table, start: datetime) -> ModelTest:
        made = ModelTest(
            table.required_text("name"),
            table.instant("start") or start,
            tuple(self._step(step) for step in table.tables("steps", name="")),
            tuple(Citation.parse(cite) for cite in table.texts("cites")),
        )
        if not made.steps:
            table.wrong("", "Prøven har ingen trin: [[tests.steps]] mangler.")
        table.close()
        return made

    def open(self, table: Table) -> OpenTest:
        keys = [key for key in ("possible", "impossible") if table.has(key)]
        if len(keys) != 1:
            table.wrong("", "Prøven skal have enten »possible« eller »impossible«.")
        trace = table.texts(keys[0]) if keys else ()
        context = table.texts("context")
        labels = {event.label for event in self._graph.events}
        for key, names in ((keys[0] if keys else "", trace), ("context", context)):
            for name in names:
                if name not in labels:
                    self._known(table, key, name)
        made = OpenTest(
            table.required_text("name"),
            trace,
            frozenset(context),
            possible=keys == ["possible"],
            ends=table.flag("ends", True),
            cites=tuple(Citation.parse(cite) for cite in table.texts("cites")),
            line=table.line,
        )
        table.close()
        return made

    def _step(self, table: Table) -> ModelStep:
        do, refuse = (self._event(table, key) for key in ("do", "refuse"))
        if do and refuse:
            table.wrong("refuse", "Et trin kan ikke have både »do« og »refuse«.")
        role = table.text("role")
        if role and role not in self._roles:
            table.wrong("role", f"Rollen »{role}« findes ikke i grafen.")
        step = ModelStep(
            do,
            refuse,
            at=_time(table),
            role=role,
            value=self._value(table, do),
            because=table.texts("because"),
            expects=self._expects(table),
            line=table.line,
        )
        table.close()
        return step

    def _event(self, table: Table, key: str) -> str:
        id = table.text(key)
        if id:
            self._known(table, key, id)
        return id

    def _known(self, table: Table, key: str, id: str) -> None:
        if id not in self._graph:
            table.wrong(key, f"Trinnet »{id}« findes ikke i grafen.")

    def _value(self, table: Table, event: str) -> Value:
        data = table.raw("value")
        if data is None or event not in self._graph:
            return None
        try:
            return value_from_data(self._graph.event(event), data)
        except BadValue as error:
            table.wrong("value", str(error))
            return None

    def _expects(self, table: Table) -> Expectation:
        lists = {key: table.texts(key) for key in LISTS}
        overdue = table.texts("overdue") if table.has("overdue") else None
        dates = table.table("due")
        due = {id: dates.raw(id) for id in dates.keys}
        for key, ids in (*lists.items(), ("overdue", overdue or ()), ("due", tuple(due))):
            for id in ids:
                self._known(table, key, id)
        if any(not isinstance(value, date) for value in due.values()):
            table.wrong("due", "En frist er en dato eller et tidspunkt.")
        return Expectation(
            lists,
            overdue,
            due,
            table.flag("accepting", False) if table.has("accepting") else None,
            table.flag("may_close", False) if table.has("may_close") else None,
        )


def _time(table: Table) -> datetime | Duration | None:
    value = table.raw("at")
    if not isinstance(value, str):
        return table.instant("at")
    try:
        return parse(value)
    except DurationError as error:
        table.wrong("at", str(error))
        return None
