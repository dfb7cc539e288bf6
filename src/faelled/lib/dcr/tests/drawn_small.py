"""Small random graphs without guards, where a search is exact."""

import random

from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.graph import Graph, Initial
from faelled.lib.dcr.tests.making import made, rule

KINDS = (
    "condition", "response", "milestone", "include", "exclude", "cancel",
)  # fmt: skip


def small(draw: random.Random, events: str, *, timed: bool) -> Graph:
    """A graph of a few events without guards, where the search is exact."""
    ids = events.split()
    rules = []
    for _ in range(draw.randint(1, 7)):
        kind = draw.choice(KINDS)
        days = Duration(days=draw.randint(0, 3)) if timed and draw.random() < 0.6 else None
        rules.append(
            rule(
                f"{draw.choice(ids)} {kind} {draw.choice(ids)}",
                delay=days if kind == "condition" else None,
                deadline=days if kind == "response" else None,
            )
        )
    pending = {
        id: Duration(days=draw.randint(0, 2)) if timed and draw.random() < 0.5 else None
        for id in ids
        if draw.random() < 0.3
    }
    executed = {id: Duration(days=-1) for id in ids if draw.random() < 0.2}
    return made(
        events,
        *rules,
        out=" ".join(id for id in ids if draw.random() < 0.2),
        initial=Initial(executed, pending),
    )
