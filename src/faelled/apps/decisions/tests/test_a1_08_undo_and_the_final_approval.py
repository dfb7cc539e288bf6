"""A.1, 8: undo of the last action by its actor; final approval by the last approver closes the
chain; all in a history.
"""

import pytest

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.models import ChainState
from faelled.apps.decisions.tests.chains import Chained


def test_undo_gives_exactly_the_former_marking(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.erik), chained.step(cast.bo))
    before = chain.marking
    done = chained.act(chain, cast.erik, "approve")
    assert chain.marking != before
    actions.undo(chain, by=chained.actor(cast.erik), now=chained.tick())
    chain.refresh_from_db()
    done.refresh_from_db()
    assert chain.marking == before
    assert chained.waits(chain) == [("Erik Munk", "answer")]
    assert done.undone_by == "Erik Munk"


def test_another_cannot_undo_it_and_nobody_when_somebody_has_acted_since(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(
        chained.step(cast.erik), chained.step(cast.carla), chained.step(cast.bo)
    )
    chained.act(chain, cast.erik, "approve")
    with pytest.raises(ChainError, match="En anden"):
        actions.undo(chain, by=chained.actor(cast.carla), now=chained.tick())
    chained.act(chain, cast.carla, "approve")
    with pytest.raises(ChainError, match="En anden har gjort noget siden"):
        actions.undo(chain, by=chained.actor(cast.erik), now=chained.tick())


def test_what_has_taken_effect_is_not_undone(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.bo))
    chained.act(chain, cast.bo, "approve")
    assert chain.state == ChainState.APPROVED
    with pytest.raises(ChainError, match="har virkning"):
        actions.undo(chain, by=chained.actor(cast.bo), now=chained.tick())
    with pytest.raises(ChainError, match="er slut"):
        chained.act(chain, cast.bo, "return", "Alligevel ikke.", step=1)


def test_the_history_has_every_act_also_those_undone(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.erik), chained.step(cast.bo))
    chained.act(chain, cast.erik, "approve")
    actions.undo(chain, by=chained.actor(cast.erik), now=chained.tick())
    chained.act(chain, cast.erik, "return", "Se igen på beløbet.")
    told = [(row.verb, row.shown_name, bool(row.undone_at)) for row in chain.acts.order_by("seq")]
    assert told == [
        ("start", "Anna Dam", False),
        ("approve", "Erik Munk", True),
        ("return", "Erik Munk", False),
    ]
