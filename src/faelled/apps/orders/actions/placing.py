"""An order is sent: one case for each recipient, with what is asked and what goes along."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.orders.actions.holding import hand_to, let_the_orderer_in
from faelled.apps.orders.actions.outbox import tell_the_other_end
from faelled.apps.orders.actions.papers import attach_copy
from faelled.apps.orders.deadlines import AskedDeadline
from faelled.apps.orders.models import PROCESS, Kind, Order, Visibility
from faelled.apps.orders.recipients import Recipient, home_unit
from faelled.base.access.actor import Actor, ActorKind, system_actor
from faelled.base.access.log import log_write
from faelled.base.connect.neighbour.contract import MessageKind
from faelled.base.people.models import Employee
from faelled.casework.cases import actions as cases
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.errors import CaseError, DataRefused, NotYours
from faelled.casework.cases.models import Case, CaseType, JournalKind
from faelled.casework.documents.models import DocumentVersion
from faelled.lib.text.cpr import redact

MOST_RECIPIENTS = 30


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What somebody asks for. ``key`` names the form post: the same twice is the same order.

    ``open_source`` lets the recipient read the whole case it is made from; otherwise they see what
    is asked and ``papers``, and no more.
    """

    key: UUID
    title: str
    what: str
    kind: Kind
    recipients: Sequence[Recipient]
    formal: AskedDeadline
    internal: AskedDeadline | None = None
    return_to: Employee | None = None
    visibility: Visibility = Visibility.RECIPIENT
    finalises_itself: bool = False
    source: Case | None = None
    open_source: bool = False
    papers: Sequence[DocumentVersion] = ()


def place_order(asked: NewOrder, *, by: Actor, now: datetime) -> list[Order]:
    """Send the order; each recipient gets a case of their own, joined by ``batch``.

    Raises NotYours, or DataRefused with an error by field; nobody has been asked anything then.
    """
    _check(asked)
    with transaction.atomic():
        orderer = _orderer(by)
        made = list(Order.objects.filter(batch=asked.key, ordered_by=orderer).order_by("pk"))
        if made:
            return made
        source = asked.source and locked_for_work(asked.source.pk, by=by, now=now)
        case_type = case_type_of(by)
        orders = [
            _place(asked, to, orderer, source, case_type, by=by, now=now) for to in asked.recipients
        ]
        if source is not None:
            _tell_source(source, orders, asked.recipients, by=by, now=now)
    return orders


def case_type_of(by: Actor) -> CaseType:
    """Where the case of an order lies: in the orderer's own unit, or another they work in."""
    rows = CaseType.objects.filter(
        authority_id=by.authority_id, process__key=PROCESS, active=True, unit_id__in=by.unit_ids
    ).order_by("pk")
    found = sorted(rows, key=lambda row: row.unit_id != by.home_unit_id)
    if not found:
        raise CaseError(
            _("Din enhed bruger ikke bestillinger endnu. Bed systemadministratoren om det.")
        )
    return found[0]


def _orderer(by: Actor) -> Employee:
    if by.kind is not ActorKind.EMPLOYEE or by.employee_id is None:
        raise NotYours(_("Kun en medarbejder kan bestille."))
    absent = by.on_behalf_of.employee_id if by.on_behalf_of else None
    # Locked, so that the same form sent twice at once is one order.
    return Employee.objects.select_for_update(no_key=True).get(pk=absent or by.employee_id)


def _check(asked: NewOrder) -> None:
    errors: dict[str, str] = {}
    if not asked.recipients:
        errors["recipients"] = _("Vælg mindst én modtager.")
    elif len(asked.recipients) > MOST_RECIPIENTS:
        errors["recipients"] = _("Vælg højst %(most)d modtagere.") % {"most": MOST_RECIPIENTS}
    if asked.internal is not None and asked.internal.day > asked.formal.day:
        errors["internal"] = _("Den interne frist må ikke ligge efter den formelle.")
    for name, text in (("title", asked.title), ("what", asked.what)):
        if redact(text) != text:
            errors[name] = _("Skriv ikke CPR-numre her. Henvis til sagen i stedet.")
    if asked.open_source and asked.source is None:
        errors["open_source"] = _("Der er ingen sag at give adgang til.")
    if asked.open_source and any(to.partner for to in asked.recipients):
        errors["open_source"] = _("En anden myndighed kan ikke få adgang til sagen.")
    if errors:
        raise DataRefused(_("Noget mangler eller er ikke rigtigt. Se ved felterne."), errors)


def _place(
    asked: NewOrder,
    to: Recipient,
    orderer: Employee,
    source: Case | None,
    case_type: CaseType,
    *,
    by: Actor,
    now: datetime,
) -> Order:
    case = cases.open_case(case_type, by=by, now=now, title=asked.title)
    order = Order.objects.create(
        authority_id=case.authority_id,
        case=case,
        batch=asked.key,
        kind=asked.kind,
        reach=to.reach,
        visibility=asked.visibility,
        formal_deadline=asked.formal.day,
        internal_deadline=asked.internal.day if asked.internal else None,
        finalises_itself=asked.finalises_itself,
        source_case=source,
        source_open=asked.open_source,
        ordered_by=orderer,
        ordering_unit=home_unit(orderer, now=now) or case.owner_unit,
        return_to=asked.return_to,
        partner=to.partner,
        outside=to.name if to.partner else "",
        ordered_at=now,
    )
    let_the_orderer_in(order, now=now)
    system = system_actor(case.authority_id)
    cases.assign(case, orderer, role="orderer", by=system, now=now)
    papers = [attach_copy(case, version, by=by, now=now) for version in asked.papers]
    step = cases.Step(event_id="order", key=str(uuid4()), answers=answers_to(asked))
    cases.execute(case, step, by=by, now=now)
    if to.partner:
        tell_the_other_end(
            order,
            MessageKind.ORDER,
            title=asked.title,
            text=asked.what,
            versions=[version for paper in papers for version in paper.versions.all()],
            by=by,
            now=now,
        )
    else:
        hand_to(order, to, by=by, now=now)
    return order


def answers_to(asked: NewOrder) -> dict[str, list[str]]:
    """The step ``order`` as its form would send it."""
    return {
        "what": [asked.what],
        "kind": [asked.kind],
        "formal_within": [asked.formal.as_answer],
        "internal_within": [asked.internal.as_answer] if asked.internal else [],
        "finalise_itself": ["true" if asked.finalises_itself else "false"],
    }


def _tell_source(
    source: Case,
    orders: Sequence[Order],
    recipients: Iterable[Recipient],
    *,
    by: Actor,
    now: datetime,
) -> None:
    names = ", ".join(to.name for to in recipients)
    cases.write_entry(
        source,
        by=by,
        now=now,
        kind=JournalKind.INTERNAL,
        short_text=_("Bestilt hos %(names)s") % {"names": names},
        text=", ".join(order.case.number for order in orders),
    )
    log_write(
        by,
        stream=source.ref,
        action="order.place",
        subjects=[source.ref, *(order.case.ref for order in orders)],
        detail={"orders": [str(order.uuid) for order in orders]},
        now=now,
    )
