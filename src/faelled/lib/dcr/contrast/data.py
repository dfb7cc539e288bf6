"""Rules on data: the value of a case's attribute, or a threshold for it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from faelled.lib.dcr.contrast.bad import quantile
from faelled.lib.dcr.contrast.rule import Rule
from faelled.lib.dcr.contrast.table import NEVER, Table, of_cases
from faelled.lib.dcr.values import Scalar

MOST_VALUES = 30  # an attribute with more is a name, or free text
TENTHS = range(10, 100, 10)


def data_rules(values: Mapping[str, Sequence[Scalar]]) -> Table:
    """Rules on attributes by name. What a case is given is taken as known from its start."""
    rules: list[Rule] = []
    when: list[list[int]] = []
    for name, of_cases_ in sorted(values.items()):
        if any(isinstance(value, Decimal) for value in of_cases_):
            found = _thresholds(name, of_cases_)
        else:
            found = _values(name, of_cases_)
        for rule, broken in found:
            rules.append(rule)
            when.append([0 if is_broken else NEVER for is_broken in broken])
    return of_cases(rules, when)


def _values(name: str, values: Sequence[Scalar]) -> list[tuple[Rule, list[bool]]]:
    counts = Counter(value for value in values if isinstance(value, str | bool))
    if len(counts) > MOST_VALUES:
        return []
    found = [(Rule("filled", (name,)), [value is None for value in values])]
    for value in sorted(counts, key=str):
        parts = (name, said(value))
        found.append((Rule("is", parts), [other == value for other in values]))
        others = [other is not None and other != value for other in values]
        found.append((Rule("must be", parts), others))
    return found


def _thresholds(name: str, values: Sequence[Scalar]) -> list[tuple[Rule, list[bool]]]:
    """Limits at the tenths of the cases, both ways."""
    found = []
    for limit in sorted({quantile(values, percent) for percent in TENTHS}, key=str):
        above = [isinstance(value, Decimal) and value > limit for value in values]
        below = [isinstance(value, Decimal) and value < limit for value in values]
        found.append((Rule("at most", (name, said(limit))), above))
        found.append((Rule("at least", (name, said(limit))), below))
    return found


def said(value: object) -> str:
    """
    >>> said(Decimal("2.50")), said(True)
    ('2,5', 'ja')
    """
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return str(value)
