"""Two people act at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from faelled.base.access.actor import Actor
from faelled.base.audit.verify import verify
from faelled.casework.cases import actions
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case, NumberSeries
from faelled.casework.cases.tests.house import the_house
from tests.cast import NOW


@pytest.mark.django_db(transaction=True)
def test_one_wins_and_the_other_is_told() -> None:
    house = the_house()
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, amount="500")
    case.refresh_from_db()
    gate = Barrier(2)

    def press(actor: Actor) -> str:
        asked = actions.Step(event_id="hear", key=str(uuid4()), seen_seq=case.seq)
        gate.wait()
        try:
            actions.execute(case, asked, by=actor, now=NOW)
        except CaseError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    actors = [house.cast.actor(house.cast.anna), house.cast.system]
    with ThreadPoolExecutor(2) as pool:
        outcome = sorted(pool.map(press, [actors[0], actors[0]]))
    assert outcome == ["CaseChanged", "done"]
    assert case.events.count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_openings_at_once_get_ten_numbers() -> None:
    house = the_house()
    gate = Barrier(5)

    def opening(_turn: int) -> list[str]:
        gate.wait()
        try:
            return [house.case().number for _ in range(2)]
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        numbers = [number for pair in pool.map(opening, range(5)) for number in pair]
    assert len(set(numbers)) == 10
    assert NumberSeries.objects.get().last == 10
    assert Case.objects.count() == 10
    assert verify().whole
