"""A file that may become the next version: what the checks say, what it changes, and for whom."""

from dataclasses import dataclass
from datetime import datetime

from faelled.base.access.actor import Actor
from faelled.casework.processes.actions import checked, key_for, tests_for
from faelled.casework.processes.compare import Changed, changed
from faelled.casework.processes.engines import written_graph_for
from faelled.casework.processes.files import run_beside
from faelled.casework.processes.models import ProcessVersion
from faelled.casework.processes.queries import in_force
from faelled.casework.processes.running import RUNNING
from faelled.lib.dcr import DcrError, Graph
from faelled.lib.dcr.verification.analysis import Finding


@dataclass(frozen=True, slots=True)
class Draft:
    """``before`` is the version in force, None for a new process; then nothing is ``changed``.

    ``tests``: how many model tests were run; ``failures``: what did not hold, or what is wrong with
    the file of tests. ``running``: the open cases that keep the version they began with.
    """

    graph: Graph
    key: str
    findings: tuple[Finding, ...]
    tests: int
    failures: tuple[str, ...]
    own_tests: bool
    before: ProcessVersion | None
    changed: Changed | None
    running: int

    @property
    def number(self) -> int:
        """What it will be called: an authority's own first version of a shipped process is 1."""
        return self.before.number + 1 if self.before and self.before.process.authority_id else 1

    @property
    def of_shipped(self) -> bool:
        """It becomes the authority's own process beside the one that ships to all."""
        return self.before is not None and self.before.process.authority_id is None


def draft(source: bytes, tests: bytes | None, *, key: str, by: Actor, now: datetime) -> Draft:
    """Check a file as `actions.publish` does and say what it would change. NotPublishable."""
    graph, findings = checked(source, by, now)
    key = key_for(graph, source, key)
    before = in_force(by, key)
    run, failures = _tested(graph, tests_for(before, tests))
    return Draft(
        graph,
        key,
        tuple(findings),
        run,
        failures,
        tests is not None,
        before,
        changed(written_graph_for(before.pk), graph) if before else None,
        RUNNING.count(before.process_id, by) if before else 0,
    )


def _tested(graph: Graph, tests: bytes) -> tuple[int, tuple[str, ...]]:
    try:
        run, failures = run_beside(graph, tests)
    except DcrError as error:
        return 0, tuple(str(error).splitlines())
    return run, tuple(str(failure) for failure in failures)
