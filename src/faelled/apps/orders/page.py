"""An order's page as data: what is asked, the answer, what can be done now, and the story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from faelled.apps.orders.actions.holding import RECIPIENT
from faelled.apps.orders.actions.opening import may_open_source
from faelled.apps.orders.actions.papers import draft_answer
from faelled.apps.orders.models import Order, Parcel, ParcelState, Visibility
from faelled.apps.orders.queries import TO_DO, copies_of
from faelled.apps.orders.rows import OrderRow, held_by, order_row, order_rows, ordered_from
from faelled.base.access.actor import Actor
from faelled.base.files.models import StoredFile
from faelled.casework.cases.models import Status
from faelled.casework.cases.page import Fact, Steps, TimelineRow, sort_steps, timeline_row
from faelled.casework.cases.page_questions import told
from faelled.casework.cases.queries import roles_in_case, visible_to, works_on
from faelled.casework.documents.models import DocumentVersion
from faelled.casework.documents.panel import Row, rows_of
from faelled.casework.documents.queries import of_case
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dcr import Marking

STORY = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that is not handed in yet: written, or a file."""

    text: str
    file: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Everything the page shows, read once. ``answers``: the answer's versions, newest first;
    ``draft``: the one that is not handed in, for who writes it.
    """

    order: Order
    row: OrderRow
    text: str
    facts: Sequence[Fact]
    steps: Steps | None
    papers: Sequence[Row]
    answers: Sequence[DocumentVersion]
    draft: Draft | None
    comments: Sequence[tuple[str, str]]
    copies: Sequence[OrderRow]
    story: Sequence[TimelineRow]
    problem: str
    can_open_source: bool


def order_page(order: Order, actor: Actor, *, now: datetime) -> OrderPage:
    """Read the page of one order for one reader."""
    case = order.case
    marking = Marking.from_json(case.marking)
    roles = roles_in_case(actor, case, now=now)
    documents = list(of_case(case, actor, now=now))
    answer = [one for one in documents if one.pk == order.answer_id]
    journal = told(case.journal.all())[:STORY]
    return OrderPage(
        order=order,
        row=order_row(order, now=now),
        text=asked_text(marking),
        facts=_facts(order, actor, now),
        steps=_steps(order, marking, roles, actor, now),
        papers=rows_of([one for one in documents if one.pk != order.answer_id]),
        answers=[version for one in answer for version in getattr(one, "newest_first", [])],
        draft=_draft(order, marking, roles),
        comments=_comments(marking),
        copies=order_rows(copies_of(order, actor, now=now), now=now),
        story=[timeline_row(entry) for entry in journal],
        problem=_problem(order),
        can_open_source=may_open_source(order, actor, now=now),
    )


def draft_file(order: Order, actor: Actor, *, now: datetime) -> StoredFile | None:
    """The file of an answer that is not handed in yet, for who writes it."""
    marking = Marking.from_json(order.case.marking)
    roles = roles_in_case(actor, order.case, now=now)
    if _draft(order, marking, roles) is None:
        return None
    return draft_answer(marking, order.authority_id)[1]


def asked_text(marking: Marking) -> str:
    """What was asked, as the first step has it."""
    return _field(marking, "order", "what")


def _steps(
    order: Order, marking: Marking, roles: frozenset[str], actor: Actor, now: datetime
) -> Steps | None:
    case = order.case
    if case.status != Status.OPEN or not works_on(actor, case, now=now):
        return None
    graph, engine = graph_for(case.version_id), engine_for(case.version_id)
    return sort_steps(graph, engine, marking, roles, now)


def _draft(order: Order, marking: Marking, roles: frozenset[str]) -> Draft | None:
    if RECIPIENT not in roles or order.state not in TO_DO:
        return None
    text, file = draft_answer(marking, order.authority_id)
    return Draft(text, file.name if file else "") if text or file else None


def _facts(order: Order, actor: Actor, now: datetime) -> list[Fact]:
    internal = order.internal_deadline
    answer_to = order.return_to or order.ordered_by
    return [
        Fact(_("Fra"), ordered_from(order)),
        Fact(_("Svaret skal til"), answer_to.name if answer_to else order.outside),
        Fact(_("Hos"), held_by(order)),
        Fact(_("Hvad slags svar"), order.get_kind_display()),
        Fact(_("Formel frist"), date_format(order.formal_deadline, "j. F Y")),
        Fact(_("Intern frist"), date_format(internal, "j. F Y") if internal else _("Ingen")),
        *(
            [Fact(_("Besvaret"), order_row(order, now=now).timing)]
            if order.in_time is not None
            else []
        ),
        Fact(_("Hvem ser den"), str(Visibility(order.visibility).label)),
        *(
            [Fact(_("Afsluttes"), _("af sig selv ved fristen, når svaret er der"))]
            if order.finalises_itself
            else []
        ),
        Fact(
            _("Sagsnummer"),
            order.case.number,
            url=reverse("cases:case", args=[order.case.uuid]),
            action=_("Se sagen"),
        ),
        *_source(order, actor, now),
    ]


def _source(order: Order, actor: Actor, now: datetime) -> list[Fact]:
    """The case it was made from, for those who see that case; the others learn nothing of it."""
    if order.source_case_id is None:
        return []
    source = visible_to(actor, now=now).filter(pk=order.source_case_id).first()
    if source is None:
        return []
    url = reverse("cases:case", args=[source.uuid])
    return [
        Fact(_("Bestilt fra"), f"{source.number} {source.title}", url=url, action=_("Se sagen"))
    ]


def _comments(marking: Marking) -> list[tuple[str, str]]:
    """What was last said with the answer and about it."""
    said = (
        (_("Bemærkning til svaret"), _field(marking, "report_done", "comment")),
        (_("Sendt retur, fordi"), _field(marking, "send_back", "comment")),
        (_("Trukket tilbage, fordi"), _field(marking, "withdraw", "why")),
    )
    return [(label, text) for label, text in said if text]


def _problem(order: Order) -> str:
    """Why the other end does not have it; "" when it has, or when there is no other end."""
    if not order.partner:
        return ""
    waiting = Parcel.objects.filter(order=order).exclude(state=ParcelState.SENT).order_by("pk")
    first = waiting.first()
    if first is None:
        return ""
    return first.problem or _("Er på vej til %(name)s.") % {"name": order.outside}


def _field(marking: Marking, event: str, name: str) -> str:
    value = marking.values.get(event)
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, str) else ""
