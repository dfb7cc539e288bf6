"""Danish text into blocks, sentences and words: deterministic, without a model.

The rules, version 1 (`lix` stands on them, so a change of a rule is a new version there):

1. Invisible joiners and soft hyphens are removed, other spaces become plain spaces.
2. A blank line, or a line that begins as a list item or a heading, begins a new *block*; other
   line breaks are spaces. No sentence runs over a block.
3. "!", "?" and "…" end a sentence before a space; a full stop does so when a capital letter, a
   digit or "§" follows (quotation marks aside), unless it ends an abbreviation, an initial
   ("H.C. Andersen"), a label ("Stk. 2.", "1.") or an ordinal before a month ("3. oktober").
4. Abbreviations that often stand last ("mv.", "osv.") end a sentence when a capital letter follows.
5. A *word* is a run of letters; a hyphen or an apostrophe inside keeps it one word, and an
   abbreviation with stops is one word. What holds a digit (dates, amounts, CPR, case numbers), URLs
   and e-mail addresses are not words.
"""

from __future__ import annotations

import re

_DROPPED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u00ad\ufeff"))
_MARKER = re.compile(r"(?:[-*•–]\s|#{1,6}\s|\d{1,3}\)\s|[a-zæøå]\)\s)")
_NUMBERED = re.compile(r"\d{1,3}\.\s")
_ENDED = re.compile(r"[.:;!?]\s*$")
_STOP = re.compile(r"[.!?…]+[\"'»«”’)\]]*(?=\s|$)")
_TOKEN = re.compile(r"\S+")
_NOT_WORD = re.compile(r"\d|://|^www\.|@")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_BEGINS = re.compile(r"[\s\"'»«”’(\[]*(?P<first>\S)")
_LABEL = re.compile(r"(?:Stk\.\s*)?\d{1,3}\s*[a-z]?\.$")
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
_INITIAL = re.compile(r"(?:^|[\s.(])[^\W\d_]\.$")

_NEVER_LAST = """
    adr art bl.a ca cf d.d d.å dr dvs evt f.eks fhv fr frk ft f.t.a hhv hr hv ift ifm iht inkl jf
    jfr kap kgl kl kr ks lb.nr litr max maks md mht min mio mia ml mr mrs nr nuv obs p.gr.a p.t pga
    pl pr red ref s sml st stk str t.eks tlf vedr vejl vha
"""
_MAY_BE_LAST = "etc m.fl m.m m.v mfl mm mv o.a o.l o.m.a ol osv pkt o.lign lign"
_MONTHS = "januar februar marts april maj juni juli august september oktober november december"
NEVER_LAST = frozenset(_NEVER_LAST.split())
MAY_BE_LAST = frozenset(_MAY_BE_LAST.split())
MONTHS = frozenset(_MONTHS.split())


def normalise(text: str) -> str:
    """Without invisible joiners; every kind of space is a plain one; line breaks are kept."""
    lines = text.translate(_DROPPED).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(re.sub(r"\s", " ", line) for line in lines)


def blocks(text: str) -> list[str]:
    """Paragraphs, list items and headings, each on one line (rule 2)."""
    found: list[list[str]] = [[]]
    for line in normalise(text).split("\n"):
        stripped = line.strip()
        if not stripped or _begins_block(stripped, found[-1]):
            found.append([])
        if stripped:
            found[-1].append(_MARKER.sub("", stripped, count=1))
        if stripped.startswith("#"):
            found.append([])
    return [" ".join(lines) for lines in found if lines]


def sentences(text: str) -> list[str]:
    """The sentences of all blocks, in order. A block without a full stop is one sentence."""
    return [sentence for block in blocks(text) for sentence in _split(block)]


def words(sentence: str) -> list[str]:
    """The words of a text, in order (rule 5). Case: words("Se § 5, f.eks. i 2024.") is
    ["Se", "f.eks", "i"]."""
    found: list[str] = []
    for token in _TOKEN.findall(normalise(sentence)):
        if not _NOT_WORD.search(token):
            found += _WORD.findall(token)
    return found


def _begins_block(line: str, before: list[str]) -> bool:
    if _MARKER.match(line):
        return True
    return bool(_NUMBERED.match(line)) and (not before or bool(_ENDED.search(before[-1])))


def _split(block: str) -> list[str]:
    found: list[str] = []
    start = 0
    for stop in _STOP.finditer(block):
        if _ends(block[start : stop.end()], block[stop.end() :], stop.group()):
            found.append(block[start : stop.end()].strip())
            start = stop.end()
    last = block[start:].strip()
    return [*found, last] if last else found


def _ends(sentence: str, rest: str, stop: str) -> bool:
    """Whether the stop that `sentence` ends with ends it, seen with what follows."""
    begins = _BEGINS.match(rest)
    if begins is None or not stop.startswith("."):
        return True
    first = begins["first"]
    if not (first.isupper() or first.isdigit() or first == "§"):
        return False
    bare = sentence.strip().rstrip("\"'»«”’)]")
    if _LABEL.fullmatch(bare) or _INITIAL.search(bare):
        return False
    following = rest.split(maxsplit=1)[0].strip(",.;:").lower()
    if _ORDINAL.search(bare) and following in MONTHS:
        return False
    return _abbreviation_may_end(bare.split()[-1], first)


def _abbreviation_may_end(token: str, first: str) -> bool:
    abbreviation = token.strip("(»«\"'").rstrip(".").lower()
    if abbreviation in NEVER_LAST:
        return False
    return abbreviation not in MAY_BE_LAST or first.isupper()
