"""How large a graph in a file may be: more than any process, and little enough to check at once."""

from faelled.lib.dcr.formats.problems import GraphError, Problem

MOST_PARTS = 5_000
MOST_RELATIONS = 50_000
MOST_ELEMENTS = 150_000


def refuse_giants(parts: int) -> None:
    """GraphError for more events and groups than `MOST_PARTS`."""
    if parts > MOST_PARTS:
        message = (
            f"Filen er for stor: den har {parts} trin og grupper, højst {MOST_PARTS} kan læses."
        )
        raise GraphError([Problem("", None, message)])
