"""The same approval over a foreign case system's matter, which is asked and told, never copied."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import override_settings

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.models import Chain, ChainState
from faelled.apps.decisions.specs import MatterRef
from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import at_the_page
from faelled.base.connect.esdh.fake import MATTERS, FakeEsdh
from faelled.base.connect.loopback import serve
from faelled.base.people.models import User

TOKEN = "key"


@pytest.fixture
def esdh(tmp_path: Path) -> Iterator[FakeEsdh]:
    fake = FakeEsdh(tmp_path, TOKEN, tuple({**m, "readers": ["anna-0999"]} for m in MATTERS))
    with (
        serve(fake) as origin,
        override_settings(ESDH="rest", ESDH_URL=origin, ESDH_TOKEN=TOKEN, ESDH_PRIVATE=True),
    ):
        yield fake


def started(chained: Chained, id: str = "F-2041") -> Chain:
    return actions.start_chain(
        MatterRef("esdh", id),
        [chained.step(chained.cast.erik), chained.step(chained.cast.bo)],
        by=chained.actor(chained.cast.anna),
        now=chained.tick(),
    )


def test_the_last_approval_is_posted_with_the_leader_s_name(
    chained: Chained, esdh: FakeEsdh
) -> None:
    chain = started(chained)
    chained.act(chain, chained.cast.erik, "approve")
    assert esdh.verdict_on("F-2041") is None
    chained.act(chain, chained.cast.bo, "approve", "Enig.")
    verdict = esdh.verdict_on("F-2041")
    assert verdict is not None
    bo = User.objects.get(public_id=chained.cast.bo.id)
    assert (verdict["by"], verdict["comment"], verdict["key"]) == (
        bo.username,
        "Enig.",
        str(chain.uuid),
    )
    assert chain.state == ChainState.APPROVED


def test_when_it_says_no_nothing_has_happened(chained: Chained, esdh: FakeEsdh) -> None:
    chain = started(chained, "F-2077")
    chained.act(chain, chained.cast.erik, "approve")
    with pytest.raises(ChainError, match="Partshøringen er ikke slut"):
        chained.act(chain, chained.cast.bo, "approve")
    chain.refresh_from_db()
    assert chained.waits(chain) == [("Bo Lind", "answer")]


def test_bo_reads_it_and_its_papers_with_the_rights_of_anna(
    chained: Chained, esdh: FakeEsdh
) -> None:
    chain = started(chained)
    chained.act(chain, chained.cast.erik, "approve")
    bo = at_the_page(chained.cast.bo)
    url = f"/til-godkendelse/kaede/{chain.uuid}/"
    assert "Tilskud på 40.000 kr." in bo.get(url).content.decode()
    paper = bo.get(f"{url}dokument/indstilling/")
    assert (paper.status_code, paper["X-Content-Type-Options"]) == (200, "nosniff")
    assert "rampe" in paper.content.decode()
    assert ("matters/F-2041", "anna-0999", "bo-0999") in esdh.asked


def test_when_it_is_down_the_page_says_so_and_bo_cannot_approve(
    chained: Chained, esdh: FakeEsdh
) -> None:
    chain = started(chained)
    chained.act(chain, chained.cast.erik, "approve")
    esdh.down = True
    html = at_the_page(chained.cast.bo).get(f"/til-godkendelse/kaede/{chain.uuid}/")
    assert html.status_code == 200
    assert "Sagssystemet" in html.content.decode()
    with pytest.raises(ChainError, match="Sagssystemet"):
        actions.act(
            chain,
            f"s2_approve_{chained.cast.bo.employee.pk}",
            key=str(uuid4()),
            by=chained.actor(chained.cast.bo),
            now=chained.tick(),
        )


def test_carla_may_not_send_what_she_may_not_see_there(chained: Chained, esdh: FakeEsdh) -> None:
    with pytest.raises(ChainError, match="findes ikke i sagssystemet"):
        actions.start_chain(
            MatterRef("esdh", "F-2041"),
            [chained.step(chained.cast.bo)],
            by=chained.actor(chained.cast.carla),
            now=chained.tick(),
        )
    html = at_the_page(chained.cast.carla).get("/til-godkendelse/ny/").content.decode()
    assert "Havnebadet" not in html
