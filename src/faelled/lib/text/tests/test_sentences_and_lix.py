"""A letter is measured: how hard is it to read?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.text.lix import Band, Lix, lix
from faelled.lib.text.sentences import blocks, sentences, words


@pytest.mark.parametrize(
    "sentence",
    [
        "Det følger af § 5, stk. 2, jf. § 7, nr. 3.",
        "Vi mødes den 3. oktober kl. 9.",
        "Du kan fx søge om støtte, f.eks. til Emil, bl.a. efter § 87.",
        "Ring til fr. Friis på tlf. 12 34 56 78.",
        "H.C. Andersen skrev eventyr.",
        "Du får 1.000,50 kr. om måneden.",
        "Der er mad mv. til alle.",
        "Stk. 2. Kommunen skal hjælpe.",
    ],
)
def test_abbreviations_and_numbers_do_not_end_a_sentence(sentence: str) -> None:
    assert sentences(f"{sentence} Så er vi færdige.") == [sentence, "Så er vi færdige."]


def test_questions_quotations_and_years_end_a_sentence() -> None:
    assert sentences("Hvad nu? »Vent.« Det var i 2024. 12 børn kom! Og så… Ja.") == [
        "Hvad nu?",
        "»Vent.«",
        "Det var i 2024.",
        "12 børn kom!",
        "Og så…",
        "Ja.",
    ]


def test_an_abbreviation_that_may_be_last_ends_a_sentence_before_a_capital() -> None:
    assert sentences("Vi giver mad mv. Kommunen betaler.") == [
        "Vi giver mad mv.",
        "Kommunen betaler.",
    ]


def test_each_heading_and_list_item_is_a_block_of_its_own() -> None:
    text = (
        "# Hjælp\nDu kan få\n- timer\n- penge\n\n"
        "Skriv\ntil os.\n1. Søg.\n2. Vent.\nDen\n3. oktober."
    )
    assert blocks(text) == [
        "Hjælp",
        "Du kan få",
        "timer",
        "penge",
        "Skriv til os.",
        "1. Søg.",
        "2. Vent. Den 3. oktober.",
    ]


def test_dates_numbers_addresses_and_cpr_are_not_words() -> None:
    text = "Se www.kommune.dk, skriv til a@b.dk om sag 24/123 og 010203-4000 den 01-02-2026 § 5."
    assert words(text) == ["Se", "skriv", "til", "om", "sag", "og", "den"]


def test_compounds_abbreviations_and_danish_letters_are_one_word_each() -> None:
    assert words("Børne-\u00adungeudvalget får it-hjælp, f.eks. på øen.") == [
        "Børne-ungeudvalget",
        "får",
        "it-hjælp",
        "f.eks",
        "på",
        "øen",
    ]


def test_the_number_stands_with_what_it_was_counted_from() -> None:
    assert lix("Jeg bor her. Kommunen hjælper.") == Lix(42, words=5, sentences=2, long_words=2)
    assert lix("Jeg bor i et hus. Det er et rødt hus.") == Lix(5, 10, 2, 0)
    assert lix("") is None
    assert lix("§ 5, 12.") is None


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (24, Band.VERY_EASY),
        (25, Band.EASY),
        (44, Band.MEDIUM),
        (45, Band.DIFFICULT),
        (55, Band.VERY_DIFFICULT),
    ],
)
def test_bands(value: int, band: Band) -> None:
    assert Lix(value, 1, 1, 0).band == band
    assert band.label


@given(st.text(alphabet="aåÆ .,!?\n-§1\u00ad'»", max_size=80))
def test_no_letter_is_lost_and_the_same_text_gives_the_same_number(text: str) -> None:
    letters = [letter for letter in text if letter.isalpha()]
    kept = [letter for sentence in sentences(text) for letter in sentence if letter.isalpha()]
    assert kept == letters
    assert lix(text) == lix(text)


@given(st.lists(st.sampled_from(["Jeg bor her.", "Kommunen hjælper dig.", "Hvad nu?"]), min_size=1))
def test_one_sentence_stays_one_sentence_among_others(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts
