"""A single approval stands among the leader's pages, and one waiting in a chain is sent there."""

from datetime import timedelta

from django.utils import timezone

from faelled.apps.decisions.chains.rows import ChainLine
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import Office, approval_url, at_the_page


def test_bo_has_his_tabs_above_a_single_approval(office: Office) -> None:
    html = at_the_page(office.cast.bo).get(approval_url(office.drafted())).content.decode()
    assert '<nav class="leader-tabs"' in html


def test_an_approval_that_waits_for_a_chain_is_shown_in_it(chained: Chained) -> None:
    chain = chained.started(chained.step(chained.cast.bo))
    assert chain.case is not None
    response = at_the_page(chained.cast.bo).get(approval_url(chain.case, chain.event_id))
    assert response["Location"] == f"/til-godkendelse/kaede/{chain.uuid}/"


def test_a_deadline_has_one_icon_however_near_it_is(chained: Chained) -> None:
    now = timezone.now()
    for days in (-1, 0, 2, 6, 30):
        due = ChainLine(Chain(deadline=now + timedelta(days=days)), "", 1, now).due
        assert "<svg" not in due and "<time" in due
    assert ChainLine(Chain(), "", 1, now).due == "Ingen frist"
