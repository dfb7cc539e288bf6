"""Send, pressed twice at the very same moment, from two windows."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from faelled.apps.intake import actions
from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.journey import GOOD, Journey, form_of
from faelled.casework.cases.models import Case, CaseEvent
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_one_case_and_one_step(dorthe: Journey) -> None:
    draft = dorthe.begin()
    dorthe.fill(form_of(draft), GOOD)
    by, start = dorthe.cast.actor(dorthe.who), Barrier(2)

    def press(_window: int) -> int:
        try:
            mine = Draft.objects.select_related("owner").get(pk=draft.pk)
            start.wait(timeout=10)
            return actions.send(mine, by=by, now=NOW).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as windows:
        steps = set(windows.map(press, range(2)))
    assert len(steps) == 1
    assert (Case.objects.count(), CaseEvent.objects.count()) == (1, 1)
