"""Our own text format of a graph: TOML that a jurist can read, write and compare.

`loads` finds every mistake in one reading and raises GraphError with all of them; `dumps` writes
the same graph back (`loads(dumps(graph)) == graph`). docs/modules/dcr.md describes the format.
"""

import re
import tomllib
from decimal import Decimal
from typing import Any

from faelled.lib.dcr.duration import DurationError
from faelled.lib.dcr.formats.bounds import refuse_giants
from faelled.lib.dcr.formats.native_checks import check
from faelled.lib.dcr.formats.native_out import dumps
from faelled.lib.dcr.formats.native_parts import Draft, event, group, relations
from faelled.lib.dcr.formats.native_values import variable_from_toml
from faelled.lib.dcr.formats.problems import GraphError, Problem, Problems
from faelled.lib.dcr.formats.toml_mistakes import in_danish
from faelled.lib.dcr.formats.toml_tables import Lines, Table
from faelled.lib.dcr.graph import Graph, Phase, Role

__all__ = ["GraphError", "Problem", "dumps", "loads"]

MOST_CHARACTERS = 2_000_000
_TOML_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_HEAD = ("source", "licence", "summary", "kle", "facet", "case_title")


def loads(text: str) -> Graph:
    """Read a graph. Raises GraphError with every problem: path, line and what is wrong, in Danish.

    >>> head = 'id = "g"\\nversion = "1"\\ntitle = "T"\\n'
    >>> loads(head + '[[events]]\\nid = "a"\\nlabel = "A"').initial.included
    frozenset({'a'})
    """
    problems = Problems()
    root = Table(toml(text), place=(), path="", lines=Lines(text), problems=problems)
    head = {key: root.required_text(key) for key in ("id", "version", "title")}
    head |= {"language": root.text("language", "da")} | {key: root.text(key) for key in _HEAD}
    draft = Draft(root)
    for table in root.tables("phases"):
        draft.phases.append((table, Phase(*_id_and_label(table))))
    for table in root.tables("roles"):
        draft.roles.append((table, Role(*_id_and_label(table))))
    refuse_giants(root.length("groups") + root.length("events"))
    for table in root.tables("groups"):
        draft.groups.append((table, group(table)))
    for table in root.tables("events"):
        event(table, draft)
    for table in root.tables("relations", name="is"):
        relations(table, draft)
    variables = root.table("variables")
    for name in variables.keys:
        try:
            draft.values[name] = variable_from_toml(variables.raw(name))
        except DurationError as error:
            variables.wrong(name, str(error))
    for table in draft.tables():
        table.close()
    check(draft)
    problems.raise_if_any()
    return draft.graph(head)


def _id_and_label(table: Table) -> tuple[str, str]:
    id = table.required_text("id")
    return id, table.text("label", id)


def toml(text: str) -> dict[str, Any]:
    """Parse TOML with exact decimals; GraphError with the line, and what is wrong, in Danish."""
    if len(text) > MOST_CHARACTERS:
        raise GraphError([Problem("", None, "Filen er for stor til at være en graf.")])
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else max(len(text.splitlines()), 1)
        said = in_danish(str(error))
        problem = Problem("", line, f"Linjen er ikke gyldig TOML{f': {said}' if said else ''}.")
        raise GraphError([problem]) from error
    except RecursionError:
        problem = Problem("", None, "Filen har lister eller tabeller i for mange lag.")
        raise GraphError([problem]) from None
    except ValueError:  # Python reads no number of more than 4,300 digits
        problem = Problem("", None, "Filen har et tal med for mange cifre.")
        raise GraphError([problem]) from None
