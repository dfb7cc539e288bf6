"""Asking about what is no case, pressed twice at the very same moment, from two windows."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from faelled.apps.decisions import actions
from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.test_anna_asks_about_something_that_is_no_case import free
from faelled.casework.cases.models import Case

__all__ = ["free"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_pressed_twice_at_the_same_moment_it_is_one_case(free: Chained) -> None:
    new = actions.Proposal(str(uuid4()), "Åbent hus", "Se her.")
    by, now, gate = free.actor(free.cast.anna), free.tick(), Barrier(2)

    def press(_window: int) -> int:
        gate.wait(timeout=10)
        try:
            return actions.propose(new, by=by, now=now).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as windows:
        cases = set(windows.map(press, range(2)))
    assert len(cases) == 1 == Case.objects.filter(title="Åbent hus").count()
