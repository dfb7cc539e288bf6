"""LIX, the Danish readability number: words per sentence + per cent long words.

Long is more than six letters. The number depends on how sentences and words are found, so it is
shown with its version and with the counts behind it; the rules are in `sentences`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from faelled.lib.text.sentences import sentences, words

VERSION = "1"
LONG = 7


class Band(StrEnum):
    """How a text with this LIX is read."""

    VERY_EASY = "very-easy"
    EASY = "easy"
    MEDIUM = "medium"
    DIFFICULT = "difficult"
    VERY_DIFFICULT = "very-difficult"

    @property
    def label(self) -> str:
        """Danish, for people."""
        return _LABELS[self]


_LABELS = {
    Band.VERY_EASY: "meget let",
    Band.EASY: "let",
    Band.MEDIUM: "middel",
    Band.DIFFICULT: "svær",
    Band.VERY_DIFFICULT: "meget svær",
}
_UP_TO = (
    (24, Band.VERY_EASY),
    (34, Band.EASY),
    (44, Band.MEDIUM),
    (54, Band.DIFFICULT),
)


@dataclass(frozen=True, slots=True)
class Lix:
    """The number (a whole one) with what it was counted from."""

    value: int
    words: int
    sentences: int
    long_words: int
    version: str = VERSION

    @property
    def band(self) -> Band:
        """24 and less is very easy, 55 and more very difficult."""
        return next((band for most, band in _UP_TO if self.value <= most), Band.VERY_DIFFICULT)


def lix(text: str) -> Lix | None:
    """The LIX of a text; None when it has no words.

    Case: "Jeg bor her. Kommunen hjælper." is 5 words, 2 sentences, 2 long words:
    5/2 + 100 * 2/5 = 42.5, shown as 42 (half to even).
    """
    per_sentence = [found for found in map(words, sentences(text)) if found]
    count = sum(map(len, per_sentence))
    if not count:
        return None
    long_words = sum(_letters(word) >= LONG for found in per_sentence for word in found)
    value = count / len(per_sentence) + 100 * long_words / count
    return Lix(round(value), count, len(per_sentence), long_words)


def _letters(word: str) -> int:
    return sum(letter.isalpha() for letter in word)
