"""A.1, 1: any user starts an approval from a case; the starter is the responsible, and another can
take over.
"""

import pytest

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.tests.chains import Chained
from faelled.casework.cases.models import JournalEntry
from tests.cast import worker


def test_anna_starts_from_her_case_and_is_the_responsible(chained: Chained) -> None:
    chain = chained.started(chained.step(chained.cast.erik), chained.step(chained.cast.bo))
    assert chain.responsible == chained.cast.anna.employee
    assert chained.waits(chain) == [("Erik Munk", "answer")]
    lines = JournalEntry.objects.filter(case=chain.case).values_list("short_text", flat=True)
    assert "Sendt til godkendelse hos Erik Munk, Bo Lind" in lines


def test_gitte_takes_over_and_is_waited_for(chained: Chained) -> None:
    cast = chained.cast
    gitte = worker(cast.disability, "Gitte Bang", role="caseworker", now=chained.now)
    chain = chained.started(chained.step(cast.bo))
    chained.act(chain, cast.bo, "return", "Skriv beløbet ind.")
    actions.take_over(chain, by=chained.actor(gitte), now=chained.tick())
    assert chained.waits(chain) == [("Gitte Bang", "update")]
    chained.act(chain, gitte, "revise", "Beløbet står der nu.")
    assert chained.waits(chain) == [("Bo Lind", "answer")]


def test_who_answers_in_the_chain_cannot_also_be_its_responsible(chained: Chained) -> None:
    chain = chained.started(chained.step(chained.cast.bo))
    with pytest.raises(ChainError, match="ikke også være ansvarlig"):
        actions.take_over(chain, by=chained.actor(chained.cast.bo), now=chained.tick())


def test_carla_can_neither_start_nor_take_over(chained: Chained) -> None:
    case = chained.office.drafted()
    with pytest.raises(ChainError, match="arbejder ikke på den sag"):
        chained.started(chained.step(chained.cast.bo), case=case, by=chained.cast.carla)
    assert not Chain.objects.exists()
    chain = chained.started(chained.step(chained.cast.bo), case=case)
    with pytest.raises(ChainError, match="findes ikke"):
        actions.take_over(chain, by=chained.actor(chained.cast.carla), now=chained.tick())


def test_one_matter_has_one_open_chain(chained: Chained) -> None:
    case = chained.office.drafted()
    chain = chained.started(chained.step(chained.cast.bo), case=case)
    with pytest.raises(ChainError, match="allerede en godkendelse"):
        chained.started(chained.step(chained.cast.bo), case=case)
    chained.act(chain, chained.cast.anna, "stop")
    chained.started(chained.step(chained.cast.bo), case=case)


def test_the_last_is_one_who_may_do_the_step_in_the_case(chained: Chained) -> None:
    with pytest.raises(ChainError, match="Erik Munk kan ikke afslutte"):
        chained.started(chained.step(chained.cast.bo), chained.step(chained.cast.erik))


def test_who_made_it_is_no_approver(chained: Chained) -> None:
    with pytest.raises(ChainError, match="Anna Dam har selv arbejdet"):
        chained.started(chained.step(chained.cast.anna), chained.step(chained.cast.bo))
