"""Which cases are bad: an expression in the guards' language, over what is known of each case.

    duration > p75(duration)            slower than three quarters of the cases
    enddate > enddate_planned           moments of the case
    channel = 'Post' and persons > 2
    not(`pdc:isPos`)                    unusual names in backticks

Never `eval`: `faelled.lib.dcr.guards` reads it. `p1(name)` to `p99(name)` stand for the value that
so many per cent of the log's cases do not exceed; they are worked out once, for the whole log.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from faelled.lib.dcr.errors import DcrError
from faelled.lib.dcr.guards import GuardError, Unset, evaluate, parse
from faelled.lib.dcr.guards.lexer import Sort, tokens
from faelled.lib.dcr.values import Scalar, Value

QUANTILE = re.compile(r"p([1-9]\d?)")
NO_NOW = datetime(1970, 1, 1, tzinfo=UTC)  # `now` is refused: the log has none


class BadLabel(DcrError, ValueError):
    """The expression tells no cases apart; the message says why, in Danish."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Of each case whether it is bad; None where the expression needs what the case lacks."""

    bad: tuple[bool | None, ...]
    names: frozenset[str]


def labels(text: str, values: Mapping[str, Sequence[Scalar]], cases: int) -> Labels:
    """Which cases an expression calls bad. BadLabel or GuardError for one that cannot be used.

    >>> labels("age > p50(age)", {"age": [Decimal(1), Decimal(2), Decimal(9), None]}, 4).bad
    (False, False, True, None)
    """
    plain, quantiles = _without_quantiles(text, values)
    expression = parse(plain)
    read = expression.names - set(quantiles) | {name for name, _ in quantiles.values()}
    known_names(read, values)
    worth = {key: quantile(values[name], part) for key, (name, part) in quantiles.items()}
    found: list[bool | None] = []
    for case in range(cases):

        def scope(name: str, case: int = case) -> Value:
            return worth[name] if name in worth else values[name][case]

        try:
            value = evaluate(expression, scope, now=NO_NOW)
        except Unset:
            found.append(None)
            continue
        if not isinstance(value, bool):
            raise BadLabel(f"»{text}« skal svare ja eller nej for hver sag.")
        found.append(value)
    kinds = {value for value in found if value is not None}
    if len(kinds) < 2:
        raise BadLabel(_one_kind(text, kinds))
    return Labels(tuple(found), frozenset(read))


def _one_kind(text: str, kinds: set[bool]) -> str:
    whole = f"»{text}« deler ikke sagerne i gode og dårlige"
    if not kinds:
        return f"{whole}: ingen sag har det, udtrykket spørger om."
    return f"{whole}: {'alle sager er dårlige' if True in kinds else 'ingen sag er dårlig'}."


def quantile(values: Sequence[Scalar], percent: int) -> Decimal | int:
    """The value between the two nearest, so that `percent` of the values lie below it.

    >>> quantile([Decimal(4), Decimal(0), None], 75) == 3
    True
    """
    if numbers := sorted(v for v in values if isinstance(v, int | Decimal)):
        place = Decimal(percent * (len(numbers) - 1)) / 100
        low = int(place)
        high = min(low + 1, len(numbers) - 1)
        return numbers[low] + (numbers[high] - numbers[low]) * (place - low)
    raise BadLabel(f"p{percent}( ) skal have et navn på tal.")


def _without_quantiles(
    text: str, values: Mapping[str, Sequence[Scalar]]
) -> tuple[str, dict[str, tuple[str, int]]]:
    """The text with `p75(name)` as a name of its own, and what that stands for."""
    words = tokens(text)
    if any(word.sort is Sort.WORD and word.text == "now" for word in words):
        raise BadLabel("»now« kan ikke bruges: en log har intet nu.")
    found: dict[str, tuple[str, int]] = {}
    for at in reversed(range(len(words) - 3)):
        first, opens, name, closes = words[at : at + 4]
        match = QUANTILE.fullmatch(first.text) if first.sort is Sort.NAME else None
        if match and (opens.text, name.sort, closes.text) == ("(", Sort.NAME, ")"):
            key = f"{first.text} {name.text}"
            found[key] = (name.text, int(match[1]))
            text = f"{text[: first.position - 1]}`{key}`{text[closes.position :]}"
    return text, found


def known_names(names: Iterable[str], values: Mapping[str, object]) -> None:
    """BadLabel for the first name that the cases do not have, with those they have."""
    unknown = sorted(set(names) - set(values))
    if unknown:
        raise BadLabel(
            f"Sagerne har intet, der hedder »{unknown[0]}«. Der er: {', '.join(sorted(values))}."
        )


__all__ = ["BadLabel", "GuardError", "Labels", "known_names", "labels", "quantile"]
