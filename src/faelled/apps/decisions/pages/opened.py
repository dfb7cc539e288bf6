"""One card of the list, opened where it stands: what is asked of the reader, and the buttons.

The address says which (``?aaben=turn-12``), so it is a page like any other and needs no script.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from faelled.apps.decisions.chains.rows import TurnRow
from faelled.apps.decisions.pages.approval import approval_context
from faelled.apps.decisions.pages.asked import asked_fields
from faelled.apps.decisions.pages.chain import ChainPage, comment_field, read_chain
from faelled.apps.decisions.rows import WaitingRow
from faelled.base.access.actor import Actor
from faelled.casework.cases.forms import step_form
from faelled.casework.processes.engines import graph_for


def opened(
    rows: Sequence[WaitingRow | TurnRow], wanted: str, actor: Actor, *, now: datetime
) -> Mapping[str, object]:
    """What the open card shows; ``{}`` where none of the rows is meant."""
    row = next((one for one in rows if one.key == wanted), None)
    if row is None:
        return {}
    if isinstance(row, TurnRow):
        return {"key": row.key, **turn_context(row, actor, now)}
    form = step_form(row.case, row.task.event_id, by=actor, now=now)
    event = graph_for(row.case.version_id).event(row.task.event_id)
    return {"key": row.key, **approval_context(row.case, event, form, actor, now=now)}


def turn_context(row: TurnRow, actor: Actor, now: datetime) -> Mapping[str, object]:
    """The same of a turn in a chain."""
    chain = row.line.chain
    page: ChainPage = read_chain(chain, actor, now=now)
    return {
        "chain": chain,
        "page": page,
        "asked": asked_fields(chain, {}, {}, now=now) if page.decides else (),
        "comment": comment_field([button.event_id.split("_")[1] for button in page.buttons]),
    }
