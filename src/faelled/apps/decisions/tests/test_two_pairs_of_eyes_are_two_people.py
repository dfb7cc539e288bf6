"""One person in two places of a chain, as themselves and as a stand-in, answers in one of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.chains.eyes import answered_elsewhere
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import at_the_page
from faelled.base.access.actor import Actor


def erik_for_bo(chained: Chained) -> Actor:
    if chained.office.erik_for_bo(chained.now) is None:
        chained.office.substitution(chained.office.start, chained.now + timedelta(days=2))
    erik = chained.office.erik_for_bo(chained.now)
    assert erik is not None
    return erik


def from_erik_to_bo(chained: Chained) -> Chain:
    return chained.started(chained.step(chained.cast.erik), chained.step(chained.cast.bo))


def test_erik_has_answered_himself_and_does_not_answer_for_bo_too(chained: Chained) -> None:
    chain = from_erik_to_bo(chained)
    chained.act(chain, chained.cast.erik, "approve")
    for verb in ("approve", "condition", "return"):
        with pytest.raises(ChainError, match="To par øjne er to personer"):
            chained.act(chain, erik_for_bo(chained), verb, "Nej.", of=chained.cast.bo)
    chained.act(chain, chained.cast.bo, "approve")
    assert chain.state == "approved"


def test_erik_has_answered_for_bo_and_does_not_answer_as_himself(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.bo, cast.erik), chained.step(cast.bo))
    chained.act(chain, erik_for_bo(chained), "approve", of=cast.bo)
    with pytest.raises(ChainError, match=r"Erik Munk på vegne af Bo Lind"):
        chained.act(chain, cast.erik, "approve")


def test_a_yes_that_was_undone_or_sent_back_is_no_answer(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.erik, cast.carla), chained.step(cast.bo))
    chained.act(chain, cast.erik, "approve")
    assert answered_elsewhere(chain, erik_for_bo(chained)) is not None
    chained.act(chain, cast.carla, "return", "Ret side to.")
    assert answered_elsewhere(chain, erik_for_bo(chained)) is None


def test_the_page_says_it_and_has_no_button(chained: Chained) -> None:
    chain = from_erik_to_bo(chained)
    chained.act(chain, chained.cast.erik, "approve")
    erik_for_bo(chained)
    page = at_the_page(chained.cast.erik)
    session = page.session
    session["on-behalf-of"] = chained.cast.bo.id
    session.save()
    html = page.get(reverse("decisions:chain", args=[chain.uuid])).content.decode()
    assert "Du har allerede svaret i kæden for en anden eller som dig selv." in html
    assert f"s2_approve_{chained.cast.bo.employee.pk}" not in html
