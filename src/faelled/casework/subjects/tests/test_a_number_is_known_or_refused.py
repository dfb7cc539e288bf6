"""A number means what the plan says on that day; a wrong one is refused with the way on."""

from datetime import date

import pytest

from faelled.casework.subjects.models import Level, PlanRow
from faelled.casework.subjects.queries import (
    NumberRefused,
    edition_words,
    facets_in_force,
    find,
    meant_by,
    newest_edition,
    place,
    redirected,
)
from faelled.casework.subjects.tests.plans import bring, plan, twice
from tests.cast import NOW, authority_named

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def own() -> int:
    """An authority's id."""
    return authority_named("Fælleskøbing Kommune", code="0999").pk


def refusal(text: str, authority_id: int, level: Level = Level.SUBJECT) -> str:
    with pytest.raises(NumberRefused) as refused:
        place(text, level, authority_id=authority_id, today=TODAY)
    return str(refused.value)


def test_without_a_plan_the_pattern_decides(own: int) -> None:
    placed = place(" 27.18.02 ", Level.SUBJECT, authority_id=own, today=TODAY)
    assert (placed.number, placed.row) == ("27.18.02", None)
    assert place("ø10", Level.FACET, authority_id=own, today=TODAY).number == "Ø10"
    assert "er en gruppe" in refusal("27.18", own)
    assert "handlingsfacet" in refusal("GG1", own, Level.FACET)


def test_with_a_plan_the_number_must_stand_in_it(own: int) -> None:
    bring(plan())
    placed = place("99.01.01", Level.SUBJECT, authority_id=own, today=TODAY)
    assert placed.row is not None
    assert placed.row.name == "99.01.01 Tabt arbejdsfortjeneste"
    assert refusal("27.18.02", own) == (
        "»27.18.02« står ikke i planen (Egen plan, udgave 1. februar 2026)."
    )
    assert "K01" in refusal("K01", own, Level.FACET)


def test_an_expired_number_is_refused_with_what_replaced_it(own: int) -> None:
    bring(plan())
    assert refusal("99.01.07", own) == (
        "»99.01.07 Gammel hjælp« er udgået 1. februar 2019. "
        "Brug i stedet: 99.01.01 Tabt arbejdsfortjeneste."
    )
    assert "planen siger ikke, hvad der kom i stedet" in refusal("99.01.09", own)


def test_a_number_of_tomorrow_does_not_hold_today(own: int) -> None:
    bring(plan().replace("created = 2001-02-01\nexpired = 2019-02-01", "created = 2027-02-01"))
    assert "gælder ikke endnu" in refusal("99.01.07", own)


def test_a_facet_plan_alone_says_nothing_of_subjects(own: int) -> None:
    facets = plan()[plan().index("[[facets]]") :]
    bring(f'id = "facetter"\npublished = 2026-01-01\n{facets}')
    assert place("27.18.02", Level.SUBJECT, authority_id=own, today=TODAY).row is None
    assert "står ikke i planen" in refusal("K01", own, Level.FACET)


def test_replacements_that_go_in_a_ring_end(own: int) -> None:
    bring(plan().replace('replaced_by = ["99.01.01"]', 'replaced_by = ["99.01.07"]'))
    assert "planen siger ikke" in refusal("99.01.07", own)


def test_a_re_used_number_means_what_it_meant_that_day(own: int) -> None:
    bring(twice())
    for day, title in ((date(1995, 1, 1), "Gamle heste"), (TODAY, "Nye cykler")):
        [row] = meant_by([(Level.SUBJECT, "98.01.01", None)], authority_id=own, on=day)
        assert row is not None
        assert row.title == title


def test_the_row_that_was_chosen_stands(own: int) -> None:
    bring(twice())
    old = PlanRow.objects.get(title="Gamle heste")
    numbers = [(Level.SUBJECT, "98.01.01", old.pk), (Level.FACET, "G01", None)]
    assert meant_by(numbers, authority_id=own, on=TODAY) == [old, None]


def test_an_authoritys_own_row_goes_before_the_shared_and_is_seen_by_no_other(own: int) -> None:
    bring(plan())
    bring(plan().replace("Tabt arbejdsfortjeneste", "Vores navn"), own)
    other = authority_named("Nabokøbing Kommune", code="0998").pk
    for authority_id, title in ((own, "Vores navn"), (other, "Tabt arbejdsfortjeneste")):
        placed = place("99.01.01", Level.SUBJECT, authority_id=authority_id, today=TODAY)
        assert placed.row is not None
        assert placed.row.title == title
    edition = newest_edition(own, Level.SUBJECT)
    assert edition is not None
    assert edition.plan.authority_id == own


@pytest.mark.parametrize("words", ["økonomisk", "ØKONOMISK hjælp", "familier 99.01", "99.01.02"])
def test_a_search_finds_by_number_and_by_words_in_any_case(own: int, words: str) -> None:
    bring(plan())
    assert [row.number for row in find(own, words, Level.SUBJECT, TODAY)] == ["99.01.02"]


def test_a_search_finds_nothing_expired_and_takes_signs_as_they_are(own: int) -> None:
    bring(plan())
    assert not find(own, "gammel", Level.SUBJECT, TODAY).exists()
    assert not find(own, "%", Level.SUBJECT, TODAY).exists()
    assert [row.number for row in facets_in_force(own, TODAY)] == ["G01", "Ø01"]


def test_a_process_written_with_an_old_number_leads_to_the_new_one(own: int) -> None:
    bring(plan())
    found = redirected("99.01.07", Level.SUBJECT, authority_id=own, today=TODAY)
    assert found is not None
    assert found.number == "99.01.01"
    stuck = redirected("99.01.09", Level.SUBJECT, authority_id=own, today=TODAY)
    assert stuck is not None
    assert stuck.number == "99.01.09"
    assert redirected("27.18.02", Level.SUBJECT, authority_id=own, today=TODAY) is None


def test_a_list_without_a_date_is_named_by_the_day_it_was_fetched(own: int) -> None:
    text = twice().replace("<UdgivelsesDato>2026-02-01</UdgivelsesDato>", "")
    assert edition_words(bring(text).edition) == "KLs emneplan, hentet 4. maj 2026"
