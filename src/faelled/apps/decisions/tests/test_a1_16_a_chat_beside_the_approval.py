"""A.1, 16: a chat for each approval, with people from outside; it goes when the chain is over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import at_the_page
from faelled.casework.chats.models import Chat
from faelled.casework.chats.queries import visible_to
from tests.cast import Worker


def begun(chain: Chain, by: Worker) -> Chat:
    at_the_page(by).post(reverse("chats:begin", args=[chain.ref]))
    return Chat.objects.get(subject=chain.ref)


def names(chat: Chat) -> set[str]:
    return {member.employee.name for member in chat.members.select_related("employee")}


def page(chain: Chain, who: Worker) -> str:
    return at_the_page(who).get(f"/til-godkendelse/kaede/{chain.uuid}/").content.decode()


def test_16_bo_begins_a_chat_with_the_chain_s_people_and_it_stands_on_its_page(
    chained: Chained,
) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.bo))
    assert "Begynd en chat" in page(chain, cast.bo)
    chat = begun(chain, cast.bo)
    assert names(chat) == {"Anna Dam", "Bo Lind"}
    posted = {"text": "Er beløbet med moms?", "idempotency_key": str(uuid4())}
    at_the_page(cast.bo).post(reverse("chats:say", args=[chat.uuid]), posted)
    assert "Er beløbet med moms?" in page(chain, cast.anna)


def test_16_somebody_from_outside_is_let_into_the_chat_and_not_into_the_chain(
    chained: Chained,
) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.bo))
    chat = begun(chain, cast.bo)
    invited = {"employee": str(cast.carla.employee.pk)}
    at_the_page(cast.bo).post(reverse("chats:invite", args=[chat.uuid]), invited)
    assert visible_to(chained.actor(cast.carla), now=chained.tick()).filter(pk=chat.pk).exists()
    carla = at_the_page(cast.carla)
    assert carla.get(f"/til-godkendelse/kaede/{chain.uuid}/").status_code == 404


@pytest.mark.parametrize(("who", "verb"), [("bo", "approve"), ("anna", "stop")])
def test_16_it_is_closed_when_the_chain_is_over_and_gone_after_the_days(
    chained: Chained, who: str, verb: str
) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.bo))
    chat = begun(chain, cast.bo)
    chained.act(chain, getattr(cast, who), verb)
    chat.refresh_from_db()
    assert chat.closed_at == chained.now
    assert chat.remove_at == chained.now + settings.CHAT_KEEP
    bo = chained.actor(cast.bo)
    assert visible_to(bo, now=chained.now).filter(pk=chat.pk).exists()
    later = chained.now + settings.CHAT_KEEP + timedelta(seconds=1)
    assert not visible_to(bo, now=later).filter(pk=chat.pk).exists()
    assert at_the_page(cast.bo).post(reverse("chats:begin", args=[chain.ref])).status_code == 404


def test_16_carla_begins_no_chat_about_a_chain_that_is_not_hers(chained: Chained) -> None:
    chain = chained.started(chained.step(chained.cast.bo))
    carla = at_the_page(chained.cast.carla)
    assert carla.post(reverse("chats:begin", args=[chain.ref])).status_code == 404
    assert not Chat.objects.exists()
