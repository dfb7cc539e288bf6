"""A.1, 6: deadline per approval; icons show no deadline, > 7 days, < 7 days, overdue, and where
the approval stands.
"""

from datetime import timedelta

import pytest

from faelled.apps.decisions.chains.rows import chain_lines, deadline_badge, deadline_look
from faelled.apps.decisions.tests.chains import Chained

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "Ingen frist"),
        (8, "Mere end 7 dage"),
        (7, "Mindre end 7 dage"),
        (1, "Mindre end 7 dage"),
        (-1, "Over fristen"),
    ],
)
def test_each_deadline_has_its_icon_with_words(
    chained: Chained, days: int | None, words: str
) -> None:
    deadline = None if days is None else chained.now + days * DAY
    badge = deadline_badge(deadline_look(deadline, chained.now))
    assert badge.text == words
    assert badge.icon


def test_a_line_says_where_it_stands(chained: Chained) -> None:
    cast = chained.cast
    sara = chained.secretary(cast.bo)
    chain = chained.started(chained.step(cast.erik), chained.step(cast.bo))
    places = []
    for who, verb in ((cast.erik, "approve"), (sara, "release"), (cast.bo, "approve")):
        places.append(chain_lines([chain], now=chained.now)[0].where)
        of = cast.bo if who is sara else None
        chained.act(chain, who, verb, of=of)
    places.append(chain_lines([chain], now=chained.now)[0].where)
    assert places == [
        "Hos Erik Munk",
        "Hos sekretariatet for Bo Lind",
        "Hos Bo Lind",
        "Hos sekretariatet efter Bo Lind",
    ]
