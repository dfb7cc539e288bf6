"""What is known of each case: its attributes with their types, and what follows from its events."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import pairwise

import polars as pl

from faelled.lib.dcr.contrast.who import distinct, handovers, names_by_case
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.values import Scalar

DAY = Decimal(86_400)
TIMED = frozenset({"duration", "started", "ended"})
DERIVED = (*sorted(TIMED), "events", "persons", "units", "handovers", "activities")
TRUTH = {"true": True, "false": False}


def case_values(log: EventLog) -> Mapping[str, Sequence[Scalar]]:
    """Each name's values, one for each case; None where a case has none.

    Derived: `duration` (days from the first event to the last), `started`, `ended`, `events`,
    `persons`, `units`, `handovers` (numbers), `activities` (the steps' names). An attribute of the
    same name is read as `case:NAME`.
    """
    found: dict[str, Sequence[Scalar]] = dict(_derived(log))
    for name in log.cases.columns:
        key = f"case:{name}" if name in found else name
        found[key] = typed(log.cases[name].to_list())
    return found


def _derived(log: EventLog) -> Mapping[str, Sequence[Scalar]]:
    bounds = list(pairwise(log.bounds))
    moments = log.events["at"].to_list()
    times = [[at for at in moments[start:end] if at is not None] for start, end in bounds]
    persons, units = names_by_case(log, "resource"), names_by_case(log, "group")
    last = [(distinct(names) or [0])[-1] for names in persons]
    return {
        "duration": [days(max(at) - min(at)) if at else None for at in times],
        "started": [min(at) if at else None for at in times],
        "ended": [max(at) if at else None for at in times],
        "events": [end - start for start, end in bounds],
        "persons": last,
        "units": [(distinct(names) or [0])[-1] for names in units],
        "handovers": [(handovers(names) or [0])[-1] for names in persons],
        "activities": [tuple(log.names(trace)) for trace in log.traces()],
    }


def days(length: timedelta) -> Decimal:
    """
    >>> days(timedelta(hours=36))
    Decimal('1.5')
    """
    return Decimal(round(length.total_seconds())) / DAY


def typed(texts: Sequence[str | None]) -> Sequence[Scalar]:
    """Numbers, truths or moments where every text is one; else the texts.

    >>> typed(["1", None, "2.5"]), typed(["true", "false"]), typed(["a", "1"])
    ([Decimal('1'), None, Decimal('2.5')], [True, False], ['a', '1'])
    """
    given = [text for text in texts if text]
    for reading in (_number, _truth, _moment):
        values = {text: reading(text) for text in set(given)}
        if given and None not in values.values():
            return [values[text] if text else None for text in texts]
    return [text or None for text in texts]


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 28 else None


def _truth(text: str) -> bool | None:
    return TRUTH.get(text.strip().lower())


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def persons_named(log: EventLog) -> frozenset[str]:
    """The attributes of cases that name people of the log: no rule is made on them."""
    people = set(log.events["resource"].cast(pl.String).drop_nulls().to_list())
    return frozenset(
        name for name in log.cases.columns if people & set(log.cases[name].drop_nulls().to_list())
    )
