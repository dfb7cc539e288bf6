"""Ages that the law gives a meaning, as dated rows with their section."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

AgeKey = Literal["child-may-complain", "own-health-consent", "of-age"]


@dataclass(frozen=True, slots=True)
class AgeRule:
    """From ``valid_from`` until, not including, ``valid_to`` the age is ``years``."""

    key: AgeKey
    years: int
    act: str
    section: str
    valid_from: date
    valid_to: date | None = None


AGE_RULES: tuple[AgeRule, ...] = (
    AgeRule("child-may-complain", 10, "barnets lov", "§ 145", date(2024, 1, 1)),
    AgeRule("own-health-consent", 15, "sundhedsloven", "§ 17, stk. 1", date(2007, 1, 1)),
    AgeRule("of-age", 18, "værgemålsloven", "§ 1, stk. 1", date(1997, 1, 1)),
)


class NoSuchRuleError(LookupError):
    """No row of the table covers the day; a new age is a new row, never a guess."""


def age_rule(key: AgeKey, day: date, rules: tuple[AgeRule, ...] = AGE_RULES) -> AgeRule:
    """The row that holds on ``day``: ``age_rule("of-age", date(2026, 5, 1)).years == 18``."""
    for rule in rules:
        if (
            rule.key == key
            and rule.valid_from <= day
            and (not rule.valid_to or day < rule.valid_to)
        ):
            return rule
    raise NoSuchRuleError(f"{key} on {day:%Y-%m-%d}")


def age_on(birth_date: date, day: date) -> int:
    """Whole years lived on ``day``. Born 29 February: a year older on 1 March in common years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def has_reached(key: AgeKey, birth_date: date, day: date) -> bool:
    """``has_reached("of-age", date(2008, 5, 1), date(2026, 5, 1))``: true from the birthday on."""
    return age_on(birth_date, day) >= age_rule(key, day).years
