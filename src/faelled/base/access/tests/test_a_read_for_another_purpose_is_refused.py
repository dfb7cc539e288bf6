"""Data is used for what it was collected for, unless somebody registered says otherwise."""

import pytest

from faelled.base.access.purposes import (
    PURPOSES,
    Crossing,
    Purpose,
    PurposeRefused,
    Purposes,
)
from faelled.base.access.tests.someone import ANNA
from faelled.base.audit.tests.writing import NOW

ABOUT = ("person:emil",)


def purposes() -> Purposes:
    return Purposes(
        Purpose("case-work", "Sagsbehandling"),
        Purpose("leadership", "Ledelse", frozenset({"case-work"})),
        Purpose("school", "Skole"),
    )


def test_the_same_purpose_is_no_crossing() -> None:
    purposes().require(ANNA, collected_for="case-work", subjects=ABOUT, now=NOW)


def test_a_purpose_reads_what_belongs_to_its_task() -> None:
    leader = ANNA.for_purpose("leadership")
    purposes().require(leader, collected_for="case-work", subjects=ABOUT, now=NOW)
    with pytest.raises(PurposeRefused):
        purposes().require(ANNA, collected_for="leadership", subjects=ABOUT, now=NOW)


def test_a_crossing_is_refused_while_nobody_is_registered() -> None:
    with pytest.raises(PurposeRefused, match="andet formål"):
        purposes().require(ANNA, collected_for="school", subjects=ABOUT, now=NOW)


def test_a_provider_is_asked_with_everything_and_its_answer_holds() -> None:
    asked: list[Crossing] = []

    def consent(crossing: Crossing) -> bool:
        asked.append(crossing)
        return crossing.subjects == ABOUT

    known = purposes()
    known.add_provider("consent", consent)
    known.require(ANNA, collected_for="school", subjects=ABOUT, now=NOW)
    assert asked == [Crossing(ANNA, "school", "case-work", ABOUT, NOW)]
    with pytest.raises(PurposeRefused):
        known.require(ANNA, collected_for="school", subjects=("person:dorthe",), now=NOW)


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_an_unknown_purpose_reads_nothing(purpose: str) -> None:
    known = purposes()
    known.add_provider("everything", lambda crossing: True)
    with pytest.raises(PurposeRefused):
        known.require(ANNA.for_purpose(purpose), collected_for="case-work", subjects=ABOUT, now=NOW)
    with pytest.raises(PurposeRefused):
        known.require(ANNA, collected_for=purpose, subjects=ABOUT, now=NOW)


def test_names_are_taken_once() -> None:
    known = purposes()
    known.add_provider("consent", lambda crossing: False)
    with pytest.raises(ValueError, match="already"):
        known.add_provider("consent", lambda crossing: True)
    with pytest.raises(ValueError, match="already"):
        known.add(Purpose("school", "Skole igen"))


def test_each_purpose_has_words_for_the_citizen() -> None:
    assert PURPOSES.label("case-work") == "Sagsbehandling"
    assert PURPOSES.label("gone") == "gone"
    assert all(PURPOSES.labels.values())


def test_the_site_has_no_provider_until_a_room_registers_one() -> None:
    with pytest.raises(PurposeRefused):
        PURPOSES.require(ANNA, collected_for="administration", subjects=ABOUT, now=NOW)
