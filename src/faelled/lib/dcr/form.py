"""What a step asks for: its fields, in sections, with rows that repeat and ways out. Plain data."""

from dataclasses import dataclass, replace
from enum import StrEnum

MOST_ROWS = 50


class FieldType(StrEnum):
    """What an answer may be; `checked.TYPES` says which Python values those are."""

    TEXT = "text"
    LONGTEXT = "longtext"
    INTEGER = "integer"
    DECIMAL = "decimal"
    AMOUNT = "amount"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"
    CHOICES = "choices"
    CPR = "cpr"
    FILE = "file"
    DURATION = "duration"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where in the law something stands.

    >>> Citation.parse("forvaltningsloven § 19, stk. 1")
    Citation(act='forvaltningsloven', section='§ 19, stk. 1', text='')
    >>> str(Citation("barnets lov", "§ 87, stk. 1"))
    'barnets lov § 87, stk. 1'
    """

    act: str
    section: str
    text: str = ""

    @classmethod
    def parse(cls, text: str) -> "Citation":
        """Split at the first section sign; without one the whole is the act's name."""
        act, sign, section = text.strip().partition("§")
        return cls(act.strip(), f"{sign}{section}".strip())

    def __str__(self) -> str:
        return f"{self.act} {self.section}".strip()


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice: `value` is what guards and files say, `label` what people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One piece of what an event asks for.

    `min` and `max` are texts in the field's own type; of a group they count the rows. `show_if` and
    `required_if` are guards that may name a sibling field by its bare id. `summary` puts the answer
    among the lines that a leader reads.

    `section`: the page it stands on. `value`: an expression that gives the answer, which is then
    not typed. `prefill`: where an answer may come from that is known already; with `locked` it is
    the register's, read again whenever it counts, and not typed.
    `fields`: what each row of a group asks; `each` is what people call one row ("Barn").

    >>> cost = Field("cost", "Udgift", FieldType.AMOUNT, max="10000")
    >>> cost.typed, Field("total", "I alt", FieldType.AMOUNT, value="sum(costs.cost)").typed
    (True, False)
    """

    id: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    show_if: str = ""
    required_if: str = ""
    options: tuple[Option, ...] = ()
    min: str | None = None
    max: str | None = None
    help: str = ""
    cites: tuple[Citation, ...] = ()
    summary: bool = False
    section: str = ""
    value: str = ""
    prefill: str = ""
    locked: bool = False
    each: str = ""
    fields: "tuple[Field, ...]" = ()

    @property
    def typed(self) -> bool:
        """Whether people give the answer; else it is worked out, or a register's."""
        return not self.value and not self.locked


@dataclass(frozen=True, slots=True)
class Section:
    """One page of a form. While the guard `show_if` does not hold, nothing on it is asked.

    >>> Section("money", "Pengene", show_if="applies_for_money").show_if
    'applies_for_money'
    """

    id: str
    title: str
    help: str = ""
    show_if: str = ""


class ExitKind(StrEnum):
    """`GUIDANCE` tells what to expect, and one can apply all the same: an authority decides what it
    is asked. `STOP` is for what cannot be applied for here at all, with where to go instead.
    """

    GUIDANCE = "guidance"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Way:
    """What one can do instead: another service or a guidance by its key, or words alone."""

    text: str
    service: str = ""
    guide: str = ""


@dataclass(frozen=True, slots=True)
class Exit:
    """What is said at once when the guard `when` holds for the answers so far.

    >>> much = Exit("much", "total > 10000", "I kan højst få 10.000 kr.")
    >>> much.kind is ExitKind.GUIDANCE  # one can apply all the same
    True
    """

    id: str
    when: str
    text: str
    kind: ExitKind = ExitKind.GUIDANCE
    title: str = ""
    cites: tuple[Citation, ...] = ()
    instead: tuple[Way, ...] = ()


class Applicant(StrEnum):
    """Whom a person can apply for with a form, and in whose name.

    `SELF` for themselves; `CHILD` in their own name, about a child of theirs; `WARD` in the name of
    somebody they are guardian for.
    """

    SELF = "self"
    CHILD = "child"
    WARD = "ward"


def under_sections(fields: tuple[Field, ...], sections: tuple[Section, ...]) -> tuple[Field, ...]:
    """The fields with their section's condition as part of their own.

    >>> [one] = under_sections((Field("a", "A", show_if="b", section="s"),),
    ...                        (Section("s", "S", show_if="c or d"),))
    >>> one.show_if
    '(c or d) and (b)'
    """
    conditions = {section.id: section.show_if for section in sections if section.show_if}
    return tuple(
        replace(field, show_if=_both(conditions[field.section], field.show_if))
        if field.section in conditions
        else field
        for field in fields
    )


def _both(one: str, other: str) -> str:
    return f"({one}) and ({other})" if other else one
