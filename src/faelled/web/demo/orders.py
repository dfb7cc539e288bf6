"""The demo's orders: each step done by the person who did it, at the time it was done."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from faelled.apps.orders import actions
from faelled.apps.orders.deadlines import read_deadline
from faelled.apps.orders.models import Kind, Order, Visibility
from faelled.apps.orders.recipients import directory
from faelled.base.access.actor import Actor
from faelled.base.connect.neighbour.contract import Asked, Message, MessageKind
from faelled.base.people.models import Authority, Unit
from faelled.casework.cases import actions as cases
from faelled.casework.cases.models import Case
from faelled.casework.documents.models import DocumentVersion
from faelled.casework.processes.models import Process
from faelled.lib.dates import local_day
from faelled.web.demo.cases import who
from faelled.web.demo.script import StepLine

PROCESS = "bestilling"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order that is under way. ``sender`` instead of ``by``: it came from a neighbour.

    ``source`` is the title of the case it is made from, whose papers go along where ``papers``.
    """

    days_ago: float
    title: str
    what: str
    kind: str
    formal: str
    by: str = ""
    to: tuple[str, ...] = ()
    internal: str = ""
    visibility: str = "unit"
    source: str = ""
    papers: bool = False
    finalises_itself: bool = False
    sender: str = ""
    steps: tuple[StepLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Orders:
    """Which units use orders, which takes those from outside, and what has been ordered."""

    units: tuple[str, ...]
    intake: str
    orders: tuple[OrderLine, ...]


def read_orders(path: Path) -> Orders:
    """The file; TypeError names a word that no line has."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    lines = tuple(_order(row) for row in data["orders"])
    return Orders(tuple(data["units"]), data["intake"], lines)


def use_orders(
    orders: Orders,
    processes: Mapping[str, Process],
    units: Mapping[str, Unit],
    *,
    by: Actor,
    now: datetime,
) -> None:
    for key in orders.units:
        cases.use_process(processes[PROCESS], units[key], by=by, now=now)
    actions.take_orders_in(units[orders.intake], by=by, now=now)


def make_order(
    line: OrderLine, authority: Authority, units: Mapping[str, Unit], *, now: datetime
) -> None:
    """One order with its history; the steps are those of its first recipient."""
    at = now - timedelta(days=line.days_ago)
    order = _received(line, authority, at) if line.sender else _placed(line, at)
    for step in line.steps:
        moment = now - timedelta(days=step.days_ago)
        answers = {
            key: value if isinstance(value, list) else [value]
            for key, value in step.answers.items()
        }
        asked = cases.Step(event_id=step.event, key=str(uuid4()), answers=answers)
        cases.execute(order.case, asked, by=who(step.by, moment), now=moment)


def _placed(line: OrderLine, at: datetime) -> Order:
    by, today = who(line.by, at), local_day(at)
    names = directory(by, now=at)
    source = Case.objects.get(title=line.source) if line.source else None
    papers = DocumentVersion.objects.filter(document__case=source) if line.papers else []
    asked = actions.NewOrder(
        key=uuid4(),
        title=line.title,
        what=line.what,
        kind=Kind(line.kind),
        recipients=[names.find(name) for name in line.to],
        formal=read_deadline(line.formal, today=today),
        internal=read_deadline(line.internal, today=today) if line.internal else None,
        visibility=Visibility(line.visibility),
        finalises_itself=line.finalises_itself,
        source=source,
        papers=list(papers),
    )
    return actions.place_order(asked, by=by, now=at)[0]


def _received(line: OrderLine, authority: Authority, at: datetime) -> Order:
    today = local_day(at)
    message = Message(
        id=uuid4(),
        thread=uuid4(),
        kind=MessageKind.ORDER,
        sent_at=at,
        sender=line.sender,
        title=line.title,
        text=line.what,
        asked=Asked(line.kind, read_deadline(line.formal, today=today).day),
    )
    actions.take(message, sender="neighbour:nordby", authority=authority, now=at)
    return Order.objects.get(thread=message.thread)


def _order(row: dict[str, Any]) -> OrderLine:
    steps = tuple(StepLine(**step) for step in row.pop("steps", []))
    line = OrderLine(**row, steps=steps)
    return replace(line, to=tuple(line.to))
