"""The box 'Dokumenter' on the case page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case
from faelled.casework.cases.panels import PANELS, Panel
from faelled.casework.documents.models import Direction, Dispatch, DispatchState, Document
from faelled.casework.documents.queries import complaint_until, newest_of_case
from faelled.casework.documents.questions import SHOWN


@dataclass(frozen=True, slots=True)
class Row:
    """One document as a list shows it."""

    document: Document
    day: date | datetime
    sending: Dispatch | None

    @property
    def problem(self) -> str:
        """Why a letter has not left, or that a paper is another case's; "" when all is well."""
        if self.document.misplaced_at is not None:
            return _("Lagt på sagen ved en fejl")
        if self.sending is None or self.sending.state == DispatchState.SENT:
            return ""
        return self.sending.problem

    @property
    def waits(self) -> bool:
        return self.sending is not None and self.sending.state == DispatchState.QUEUED

    @property
    def failed(self) -> bool:
        return self.sending is not None and self.sending.state == DispatchState.FAILED


def rows_of(documents: Sequence[Document]) -> list[Row]:
    """The rows of a list read by ``queries.listed_of_case``; no query of its own."""
    return [_row(document) for document in documents]


def _row(document: Document) -> Row:
    sendings: list[Dispatch] = getattr(document, "sendings", [])
    open_ones = [one for one in sendings if one.state != DispatchState.SENT]
    sending = next(reversed(open_ones or sendings), None)
    day = {Direction.IN: document.received_at, Direction.OUT: document.sent_at}.get(
        Direction(document.direction)
    )
    return Row(document, day or document.created_at, sending)


def context(case: Case, actor: Actor, now: datetime) -> Mapping[str, object] | None:
    """What ``documents/_panel.html`` shows."""
    documents = newest_of_case(case, actor, now=now)
    total: int = getattr(documents[0], "total", 0) if documents else 0
    return {
        "case": case,
        "rows": rows_of(documents),
        "more": total > SHOWN,
        "total": total,
        "complaint_until": complaint_until(case),
    }


def register() -> None:
    """Called once, from the app's ``ready()``."""
    PANELS.register(Panel("documents", 20, "documents/_panel.html", context))
