"""Cut an expression into words and signs.

Strings stand in single or double quotes (the portal writes both), names with unusual letters in
backticks. Names may hold spaces as they stand (`Lawyer Review = 1`): two names side by side have no
other meaning.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from faelled.lib.dates.duration import DurationError
from faelled.lib.dates.duration import parse as parse_duration
from faelled.lib.dcr.guards.errors import GuardError
from faelled.lib.dcr.values import Scalar

MAX_LENGTH = 2_000

WORDS = frozenset({"and", "or", "not", "in", "contains", "now", "true", "false"})
SIGNS = {"&&": "and", "||": "or", "!": "not", "==": "=", "<>": "!="}

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<date>\d{4}-\d{2}-\d{2}(?![\w.]))
    |(?P<number>\d+(?:\.\d+)?(?!\w))
    |(?P<duration>P(?=[\dT-])(?:-?\d+(?:Y|M|W(?!D)|D|WD))*(?:T(?:-?\d+[HMS])+)?(?![\w]))
    |(?P<text>'(?:[^']|'')*'|"(?:[^"]|"")*")
    |(?P<quoted>`[^`]+`(?:\.\w+)?)
    |(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
    |(?P<sign>&&|\|\||==|!=|<>|<=|>=|[=<>!+\-*/(),\[\]])""",
    re.VERBOSE,
)


class Sort(StrEnum):
    VALUE = "value"
    NAME = "name"
    WORD = "word"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `text` is its normal form; a literal's value stands in `value`."""

    sort: Sort
    text: str
    position: int
    value: Scalar = None


def tokens(text: str) -> tuple[Token, ...]:
    """All tokens, the last of them the end.

    >>> [token.text for token in tokens("draft.amount >= 10 && !closed")]
    ['draft.amount', '>=', '10', 'and', 'not', 'closed', '']
    """
    if len(text) > MAX_LENGTH:
        raise GuardError(f"Udtrykket er længere end {MAX_LENGTH} tegn", MAX_LENGTH)
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise GuardError(_unreadable(text[at]), at + 1)
        token = _token(match)
        if token is not None:
            _append(found, token, text, match.end())
        at = match.end()
    found.append(Token(Sort.END, "", len(text) + 1))
    return tuple(found)


def _unreadable(letter: str) -> str:
    if letter in "'\"`":
        return f"Der mangler et afsluttende {letter}"
    return f"Tegnet »{letter}« hører ikke hjemme her"


def _append(found: list[Token], token: Token, text: str, end: int) -> None:
    """Add the token, or grow the name before it: `Architect Review` and `Review 2` are one name."""
    before = found[-1] if found else None
    grows = token.sort is Sort.NAME or (token.sort is Sort.VALUE and token.text.isdecimal())
    whole = "" if before is None else text[before.position - 1 : end]
    if before is not None and before.sort is Sort.NAME and grows and "`" not in whole:
        found[-1] = Token(Sort.NAME, " ".join(whole.split()), before.position)
    else:
        found.append(token)


def _token(match: re.Match[str]) -> Token | None:
    text, position = match.group(), match.start() + 1
    match match.lastgroup:
        case "space":
            return None
        case "sign":
            return Token(Sort.WORD, SIGNS.get(text, text), position)
        case "name" if text.lower() in WORDS:
            return Token(Sort.WORD, text.lower(), position)
        case "name":
            return Token(Sort.NAME, text, position)
        case "quoted":
            return Token(Sort.NAME, text.replace("`", ""), position)
        case "text":
            quote = text[0]
            return Token(Sort.VALUE, text, position, text[1:-1].replace(quote * 2, quote))
        case _:
            return Token(Sort.VALUE, text, position, _literal(match.lastgroup, text, position))


def _literal(sort: str | None, text: str, position: int) -> Scalar:
    try:
        match sort:
            case "date":
                return date.fromisoformat(text)
            case "duration":
                return parse_duration(text)
            case _:
                return Decimal(text) if "." in text else int(text)
    except DurationError as error:
        raise GuardError(str(error), position) from error
    except ValueError as error:
        raise GuardError(f"»{text}« er ikke en dato", position) from error
