"""Run on one of two sites: its people, what they do with an order, and what lies there then."""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import django

django.setup()

from django.utils import timezone  # noqa: E402

from faelled.apps.orders import actions  # noqa: E402
from faelled.apps.orders.deadlines import read_deadline  # noqa: E402
from faelled.apps.orders.models import Kind, Order, Parcel, Taken  # noqa: E402
from faelled.apps.orders.recipients import directory  # noqa: E402
from faelled.apps.orders.tests.house import the_house  # noqa: E402
from faelled.base.access.actor import Actor  # noqa: E402
from faelled.base.people.actors import actor_for  # noqa: E402
from faelled.base.people.models import User  # noqa: E402
from faelled.casework.cases import actions as cases  # noqa: E402
from faelled.lib.dates import local_day  # noqa: E402

Said = dict[str, object]


def prepare(code: str) -> Said:
    """Two departments that order from one another, one of them for orders from outside."""
    house = the_house(code)
    frida = house.actor(house.cast.frida)
    actions.take_orders_in(house.cast.technical, by=frida, now=house.start)
    return {"anna": house.cast.anna.id}


def ask(name: str, title: str) -> Said:
    """Anna asks the neighbour; the message is queued with the step."""
    now, anna = timezone.now(), someone("Anna Dam")
    asked = actions.NewOrder(
        key=uuid4(),
        title=title,
        what="Hvem salter grænsevejen i år?",
        kind=Kind.INFORMATION,
        recipients=[directory(anna, now=now).find(name)],
        formal=read_deadline("+7", today=local_day(now)),
    )
    (order,) = actions.place_order(asked, by=anna, now=now)
    return {"thread": str(order.thread)}


def do(title: str, who: str, event: str, **answers: str) -> Said:
    """``who`` does a step of the order here."""
    now, order = timezone.now(), Order.objects.get(case__title=title)
    raw = {name: [text] for name, text in answers.items()}
    cases.execute(order.case, cases.Step(event, str(uuid4()), raw), by=someone(who), now=now)
    return {}


def answer(title: str) -> Said:
    """Carla takes it for the unit, answers it, and reports it done."""
    do(title, "Carla Holm", "accept")
    do(title, "Carla Holm", "attach_answer", text="Vi salter fra den 1. november.")
    return do(title, "Carla Holm", "report_done")


def deliver() -> Said:
    """What the recurring job does a minute later; how many left. Both ends must agree on the clock,
    within some minutes, for a signature to hold.
    """
    return {"sent": actions.deliver_waiting(now=timezone.now() + timedelta(seconds=61))}


def account() -> Said:
    """Every order with its state, its answers' number, and what is queued or was taken."""
    orders = {
        order.case.title: {
            "state": order.state,
            "incoming": order.incoming,
            "versions": order.answer.versions.count() if order.answer else 0,
            "problems": [one.problem for one in Parcel.objects.filter(order=order)],
        }
        for order in Order.objects.select_related("case", "answer")
    }
    queued = Parcel.objects.filter(state="queued").count()
    return {"orders": orders, "count": len(orders), "queued": queued, "taken": taken()}


def taken() -> int:
    return Taken.objects.count()


def someone(name: str) -> Actor:
    user = User.objects.select_related("employee").get(employee__name=name)
    return actor_for(user, timezone.now(), "case-work")


DOES: dict[str, Callable[..., Said]] = {
    "prepare": prepare,
    "ask": ask,
    "answer": answer,
    "do": do,
    "deliver": deliver,
}

if __name__ == "__main__":
    verb, *words = sys.argv[1:]
    print(json.dumps({**DOES.get(verb, account)(*words)}))
