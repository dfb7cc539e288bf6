"""A graph file and the model tests beside it: for the command and for the tests of content."""

from dataclasses import dataclass
from pathlib import Path

from faelled.lib.dcr import Graph
from faelled.lib.dcr.formats.modeltest_files import load_all
from faelled.lib.dcr.formats.problems import GraphError, Problem
from faelled.lib.dcr.formats.read import load_graph
from faelled.lib.dcr.modeltests import Failure, legal_engine, run_tests
from faelled.lib.dcr.verification import open_tests
from faelled.lib.dcr.verification.analysis import Finding, check_graph


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of one file found. `tests` is how many model tests were run."""

    graph: Graph
    findings: list[Finding]
    tests: int
    failures: list[Failure]

    @property
    def passes(self) -> bool:
        return not self.failures and all(found.level != "error" for found in self.findings)


def read_graph(path: Path) -> Graph:
    """The graph in a file; GraphError when it is none, OSError when it is not there."""
    return load_graph(path.read_bytes())


def beside(path: Path) -> Path:
    """`content/graphs/a.toml` has its model tests in `content/graphs/a.tests.toml`."""
    return path.with_name(f"{path.stem}.tests.toml")


def check_file(path: Path, *, roles: frozenset[str] | None = None) -> Checked:
    """Check a graph file and run the model tests beside it, if there are any.

    `roles`: the roles somebody can hold; None leaves the question out. Raises GraphError for a
    file that cannot be read, DcrError for a graph that cannot be run at all.
    """
    graph = read_graph(path)
    findings = check_graph(graph, roles)
    return Checked(graph, findings, *run_beside(graph, tests_beside(path) or b""))


def tests_beside(path: Path) -> bytes | None:
    """The model tests beside a graph file as they are written; None when there are none."""
    written = beside(path)
    return written.read_bytes() if written.exists() else None


def run_beside(graph: Graph, tests: bytes) -> tuple[int, list[Failure]]:
    """How many model tests a file holds, and every failure; GraphError when it cannot be read."""
    if not tests:
        return 0, []
    try:
        text = tests.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = tests[: error.start].count(b"\n") + 1
        raise GraphError([Problem("", line, "Filen er ikke tekst i UTF-8.")]) from error
    found = load_all(text, graph)
    failed = [*run_tests(legal_engine(graph), found.tests)]
    failed += open_tests.failures(graph, found.open)
    return len(found.tests) + len(found.open), failed
