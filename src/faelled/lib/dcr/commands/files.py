"""The files a command is given and gives back, none larger than it may be."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from faelled.lib.dcr.errors import DcrError
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.formats.read import load_graph
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.logs import LogError
from faelled.lib.dcr.naming import events_named

MOST_GRAPH_BYTES = 16 * 1024**2
LOGS = (".xes", ".xes.gz", ".csv", ".csv.gz", ".jsonocel")
MOST_LOG_BYTES = 2 * 1024**3  # as it lies on the disk; unpacked, `logs` bounds it too


class BadInput(DcrError, ValueError):
    """What was asked for cannot be done; the message says why, in Danish."""


def bounded(path: Path, most: int) -> Path:
    """The path again; BadInput for what is no file or is too large, OSError if it is not there."""
    if path.stat().st_size > most:
        raise BadInput(f"{path}: filen er større end {most // 1024**2} MiB.")
    if not path.is_file():
        raise BadInput(f"{path} er ikke en fil.")
    return path


def graph_in(path: Path) -> Graph:
    """The graph in a file of any format we read; BadInput with all that is wrong in it."""
    if path.name.lower().endswith(LOGS) and path.is_file():
        raise BadInput(f"{path} er en log; her skal en graf stå.")
    data = bounded(path, MOST_GRAPH_BYTES).read_bytes()
    try:
        return load_graph(data)
    except GraphError as error:
        raise BadInput("\n".join(f"{path}: {problem}" for problem in error.errors)) from error


def strangers(graph: Graph, activities: Collection[str]) -> list[str]:
    """A line to say where the graph knows nothing of what the log tells: most likely the wrong
    file."""
    known = events_named(flatten(graph))
    if not activities or any(name in known for name in activities):
        return []
    return ["Ingen af loggens aktiviteter er et trin i grafen; er det den rigtige graf?"]


@contextmanager
def log_in(path: Path) -> Iterator[BinaryIO]:
    """A log file, open; LogError on the way becomes BadInput with the file's name."""
    with bounded(path, MOST_LOG_BYTES).open("rb") as file:
        try:
            yield file
        except LogError as error:
            raise BadInput(f"{path}: {error}") from error
