"""What the signs mean between two values. Decimal arithmetic, no floats, no silent conversion.

Numbers go with numbers, texts with texts, dates with dates; a date and a moment meet as days in the
moment's zone. Everything else is a `GuardError` in plain words.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from typing import TypeAlias

from faelled.lib.dates.duration import Duration, DurationError
from faelled.lib.dcr.guards.errors import GuardError
from faelled.lib.dcr.guards.tree import Moment
from faelled.lib.dcr.values import Value

# Own context: a thread's settings must not change what a rule says.
DECIMALS = Context(prec=28, Emax=999, Emin=-999, traps=[DivisionByZero, InvalidOperation, Overflow])
LARGEST = 10**28
DAY = 86_400
Number: TypeAlias = int | Decimal


def is_number(value: Value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def kind_of(value: Value) -> str:
    """What people call this sort of value."""
    match value:
        case bool():
            return "ja/nej"
        case int() | Decimal():
            return "et tal"
        case str():
            return "en tekst"
        case datetime():
            return "et tidspunkt"
        case date():
            return "en dato"
        case Duration():
            return "en varighed"
        case tuple():
            return "en liste"
        case Mapping():
            return "flere felter"
        case _:
            return "ingenting"


def refuse(sign: str, left: Value, right: Value, position: int) -> GuardError:
    return GuardError(f"»{sign}« kan ikke bruges på {kind_of(left)} og {kind_of(right)}", position)


def compare(sign: str, left: Value, right: Value, moment: Moment, position: int) -> bool:
    """= != < <= > >= in contains."""
    if sign in ("in", "contains"):
        part, whole = (left, right) if sign == "in" else (right, left)
        return _holds(sign, part, whole, position)
    if isinstance(left, Duration) and isinstance(right, Duration):
        order = _duration_order(left, right, position)
        return _ordered(sign, order, 0)
    left, right = _same_days(left, right, moment)
    if is_number(left) and is_number(right):
        return _ordered(sign, left, right)
    if type(left) is not type(right) or isinstance(left, Mapping) or left is None:
        raise refuse(sign, left, right, position)
    if sign not in ("=", "!=") and isinstance(left, bool | tuple):
        raise refuse(sign, left, right, position)
    return _ordered(sign, left, right)


def _ordered(sign: str, left: Value, right: Value) -> bool:
    if sign == "=":
        return left == right
    if sign == "!=":
        return left != right
    below = _below(left, right)
    match sign:
        case "<":
            return below
        case "<=":
            return below or left == right
        case ">":
            return not below and left != right
        case _:
            return not below


def _below(left: Value, right: Value) -> bool:
    if isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
        return left < right
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    if isinstance(left, datetime) and isinstance(right, datetime):
        return left < right
    assert isinstance(left, date) and isinstance(right, date)
    return left < right


def _holds(sign: str, part: Value, whole: Value, position: int) -> bool:
    if isinstance(part, str) and isinstance(whole, str | tuple):
        return part in whole
    if isinstance(whole, tuple):
        return any(is_number(part) and is_number(item) and part == item for item in whole)
    raise refuse(sign, part, whole, position)


def _same_days(left: Value, right: Value, moment: Moment) -> tuple[Value, Value]:
    """A date and a moment are compared as days: the moment's day in the zone of the case."""
    if isinstance(left, datetime) and isinstance(right, date) and not isinstance(right, datetime):
        return left.astimezone(moment.zone).date(), right
    if isinstance(right, datetime) and isinstance(left, date) and not isinstance(left, datetime):
        return left, right.astimezone(moment.zone).date()
    return left, right


def _duration_order(left: Duration, right: Duration, position: int) -> int:
    """-1, 0 or 1. A day counts as 24 hours; months and working days compare with their own kind."""
    parts = [
        (left.years * 12 + left.months, right.years * 12 + right.months),
        (left.working_days, right.working_days),
        (left.days * DAY + left.seconds, right.days * DAY + right.seconds),
    ]
    signs = {(one > other) - (one < other) for one, other in parts} - {0}
    if len(signs) > 1:
        raise GuardError(
            f"Varighederne {left.format()} og {right.format()} kan ikke sammenlignes", position
        )
    return signs.pop() if signs else 0


def combine(sign: str, left: Value, right: Value, moment: Moment, position: int) -> Value:
    """+ - * / : numbers, dates with durations, texts with texts."""
    try:
        if isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
            if is_number(left) and is_number(right):
                return _numbers(sign, left, right, position)
        elif isinstance(left, str) and isinstance(right, str) and sign == "+":
            return left + right
        elif isinstance(left, date | Duration):
            result = _times(sign, left, right, moment)
            if result is not None:
                return result
    except (DecimalException, DurationError, OverflowError) as error:
        raise GuardError("Regnestykket kan ikke regnes ud", position) from error
    raise refuse(sign, left, right, position)


def _numbers(sign: str, left: Number, right: Number, position: int) -> Number:
    if sign == "/":
        if not right:
            raise GuardError("Der divideres med nul", position)
        return DECIMALS.divide(Decimal(left), Decimal(right))
    if isinstance(left, int) and isinstance(right, int):
        whole = left + right if sign == "+" else left - right if sign == "-" else left * right
        if abs(whole) > LARGEST:
            raise GuardError("Tallet bliver for stort", position)
        return whole
    one, other = Decimal(left), Decimal(right)
    match sign:
        case "+":
            return DECIMALS.add(one, other)
        case "-":
            return DECIMALS.subtract(one, other)
        case _:
            return DECIMALS.multiply(one, other)


def _times(sign: str, left: date | Duration, right: Value, moment: Moment) -> Value:
    if isinstance(left, Duration):
        return _durations(sign, left, right, moment)
    if isinstance(right, Duration) and sign in "+-":
        step = right if sign == "+" else scaled(right, -1)
        if isinstance(left, datetime):
            return step.add_to(left, zone=moment.zone, calendar=moment.calendar)
        return None if right.seconds else step.add_to_day(left, calendar=moment.calendar)
    if sign == "-" and isinstance(right, date):
        one, other = _same_days(left, right, moment)
        if isinstance(one, datetime) and isinstance(other, datetime):
            return Duration(seconds=(one - other) // timedelta(seconds=1))
        if isinstance(one, date) and isinstance(other, date):
            return Duration(days=(one - other).days)
    return None


def _durations(sign: str, left: Duration, right: Value, moment: Moment) -> Value:
    if sign == "+" and isinstance(right, date):
        return _times("+", right, left, moment)
    if isinstance(right, Duration) and sign in "+-":
        other = right if sign == "+" else scaled(right, -1)
        return replace(
            left,
            years=left.years + other.years,
            months=left.months + other.months,
            days=left.days + other.days,
            working_days=left.working_days + other.working_days,
            seconds=left.seconds + other.seconds,
        )
    if sign == "*" and isinstance(right, int) and not isinstance(right, bool):
        return scaled(left, right)
    return None


def scaled(duration: Duration, times: int) -> Duration:
    if abs(times) > LARGEST:
        raise OverflowError
    return Duration(
        duration.years * times,
        duration.months * times,
        duration.days * times,
        duration.working_days * times,
        duration.seconds * times,
    )
