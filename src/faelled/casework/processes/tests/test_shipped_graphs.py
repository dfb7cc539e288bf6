"""Every graph that ships: without errors, with a law behind it, and its model tests hold."""

from pathlib import Path

import pytest
from django.conf import settings

from faelled.casework.processes.files import beside, check_file
from faelled.lib.dcr.formats import native

GRAPHS = sorted(
    path
    for path in (Path(settings.CONTENT) / "graphs").glob("*.toml")
    if not path.name.endswith(".tests.toml")
)


def test_there_are_graphs() -> None:
    assert GRAPHS


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.stem)
def test_a_shipped_graph_is_sound_and_its_model_tests_hold(path: Path) -> None:
    checked = check_file(path)
    assert [str(failure) for failure in checked.failures] == []
    assert [found for found in checked.findings if found.level == "error"] == []
    assert checked.tests > 0
    assert checked.graph.id == path.stem


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.stem)
def test_a_shipped_graph_says_its_version_language_source_and_licence(path: Path) -> None:
    graph = native.loads(path.read_text(encoding="utf-8"))
    assert all((graph.version, graph.language, graph.source, graph.licence, graph.summary))
    assert native.loads(native.dumps(graph)) == graph


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.stem)
def test_what_a_citizen_meets_stands_on_law(path: Path) -> None:
    """The office's own errands (a meeting, an order, a right to give) need no law of their own."""
    graph = native.loads(path.read_text(encoding="utf-8"))
    met = any(role.id == "citizen" for role in graph.roles)
    assert not met or any(event.cites for event in graph.events)


def test_no_model_tests_stand_without_their_graph() -> None:
    known = {beside(path) for path in GRAPHS}
    assert set((Path(settings.CONTENT) / "graphs").glob("*.tests.toml")) <= known
