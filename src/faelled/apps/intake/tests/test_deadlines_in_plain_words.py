"""A deadline is a sentence that says who must do what, and which day that is."""

from datetime import datetime, timedelta

import pytest

from faelled.apps.intake import wording
from faelled.lib.dates import COPENHAGEN

NOW = datetime(2026, 11, 24, 9, tzinfo=COPENHAGEN)
DUE = datetime(2026, 12, 7, 23, 59, tzinfo=COPENHAGEN)


def test_a_deadline_of_mine() -> None:
    assert wording.mine(DUE, NOW) == (
        "Du skal svare senest mandag den 7. december 2026 (om 13 dage)."
    )
    assert wording.mine(NOW + timedelta(hours=2), NOW).endswith("(i dag).")
    assert wording.mine(DUE, DUE + timedelta(days=1)) == (
        "Du skulle svare senest mandag den 7. december 2026. Svar, så snart du kan."
    )


def test_a_deadline_of_the_authority() -> None:
    assert wording.theirs(DUE, NOW).startswith("Kommunen skal svare senest mandag den 7. december")
    assert "Fristen er overskredet." in wording.theirs(DUE, DUE + timedelta(days=1))


@pytest.mark.parametrize(
    ("status", "my_move", "waiting_for", "words"),
    [
        ("open", True, "citizen", "Vi venter på dig"),
        ("open", False, "us", "Kommunen arbejder på sagen"),
        ("open", False, "leader", "Kommunen arbejder på sagen"),
        ("open", False, "citizen", "Vi venter på en anden part"),
        ("open", False, "others", "Vi venter på andre"),
        ("open", False, "nobody", "Der mangler ikke noget lige nu"),
        ("suspended", True, "us", "Sagen er sat i bero"),
        ("closed", False, "nobody", "Sagen er afsluttet"),
    ],
)
def test_the_state_of_a_case(status: str, my_move: bool, waiting_for: str, words: str) -> None:
    assert wording.status_words(status, my_move=my_move, waiting_for=waiting_for)[1] == words
