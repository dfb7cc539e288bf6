"""Signed at the very same moment on a telephone and on a computer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from faelled.apps.intake import actions
from faelled.apps.intake.offers import find_offer
from faelled.apps.intake.tests.conftest import Publish
from faelled.apps.intake.whom import may_apply_for
from faelled.casework.cases.actions import Step, execute, use_process
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(cast: Cast, publish_graph: Publish) -> Case:
    """Dorthe's wish for Emil, which Esben is asked to sign."""
    version = publish_graph((settings.CONTENT / "graphs" / "skoleskift.toml").read_bytes())
    now = timezone.now()
    by, dorthe = cast.actor(cast.frida, now), cast.actor(cast.dorthe, now)
    use_process(version.process, cast.disability, by=by, now=now, open_to_citizens=True)
    [emil] = [whom for whom in may_apply_for(dorthe, now) if whom.person == cast.emil]
    offer = find_offer("skoleskift", now)
    assert offer is not None
    draft = actions.begin_application(offer, emil, by=dorthe, now=now)
    wish = {"school": ["Skovskolen"], "from": ["01.09.2027"], "shelter": ["false"]}
    actions.keep_answers(draft, wish, by=dorthe, now=now)
    return actions.send(draft, by=dorthe, now=now).case


def test_it_is_signed_once(case: Case, cast: Cast) -> None:
    now, start = timezone.now(), Barrier(2)
    by = cast.actor(cast.esben, now)

    def sign(_device: int) -> bool:
        try:
            mine = Case.objects.get(pk=case.pk)
            start.wait(timeout=10)
            execute(mine, Step("co_sign", str(uuid4()), {"answer": ["sign"]}), by=by, now=now)
        except CaseError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as devices:
        assert sorted(devices.map(sign, range(2))) == [False, True]
    assert case.events.filter(event_id="co_sign").count() == 1
