"""A graph's field made ready for the page: how it is asked, what was typed, what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from faelled.lib.dcr.graph import Citation, Field, FieldType
from faelled.lib.dcr.values import Value
from faelled.lib.fields import as_input

RADIOS_AT_MOST = 6
YES, NO = "true", "false"
Typed = Value | list[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button, checkbox or line of a select box."""

    id: str
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with an earlier post: its id in the files room, and its own name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """What ``ui/_field.html`` shows. ``id`` is the address that an error summary links to."""

    id: str
    name: str
    widget: str
    label: str
    required: bool
    text: str = ""
    hint: str = ""
    error: str = ""
    cites: tuple[Citation, ...] = ()
    choices: tuple[Choice, ...] = ()
    suffix: str = ""
    input_mode: str = "text"
    width: str = ""
    rows: int = 0
    attached: tuple[Attached, ...] = ()
    source: str = ""
    withheld: bool = False

    @property
    def max_bytes(self) -> int:
        """The largest file that is taken; the server checks it again."""
        return int(settings.UPLOAD_LIMIT_BYTES)

    @property
    def attributes(self) -> list[tuple[str, str]]:
        """For a single control. A file is never ``required``: it may have come before."""
        pairs = [
            ("required", "", self.required and self.widget != "file"),
            ("aria-invalid", "true", bool(self.error)),
            ("aria-describedby", self.described_by, bool(self.described_by)),
        ]
        return [(name, value) for name, value, wanted in pairs if wanted]

    @property
    def described_by(self) -> str:
        """The ids a screen reader reads after the label: the hint first, then the error, then where
        an answer that is filled in already is from.
        """
        parts = {"hint": self.hint, "error": self.error, "source": self.source}
        return " ".join(f"{self.id}-{name}" for name, text in parts.items() if text)


@dataclass(frozen=True, slots=True)
class Look:
    """How one field type is asked."""

    widget: str
    input_mode: str = "text"
    width: str = ""
    rows: int = 0


LOOKS: dict[FieldType, Look] = {
    FieldType.TEXT: Look("text"),
    FieldType.LONGTEXT: Look("longtext", rows=6),
    FieldType.INTEGER: Look("text", "numeric", "short"),
    FieldType.DECIMAL: Look("text", "decimal", "short"),
    FieldType.AMOUNT: Look("text", "decimal", "short"),
    FieldType.BOOLEAN: Look("radios"),
    FieldType.DATE: Look("text", "numeric", "short"),
    FieldType.DATETIME: Look("text", "text", "medium"),
    FieldType.CHOICE: Look("radios"),
    FieldType.CHOICES: Look("checkboxes"),
    FieldType.CPR: Look("text", "numeric", "short"),
    FieldType.FILE: Look("file"),
    FieldType.DURATION: Look("text", "text", "short"),
    FieldType.GROUP: Look("group"),
}


def dom_id(name: str) -> str:
    """``dom_id("hours") == "felt-hours"``, ``dom_id("jobs.0.pay") == "felt-jobs-0-pay"``: also the
    first choice of a group has this id.
    """
    return f"felt-{name.replace('.', '-')}"


def field_view(
    field: Field,
    *,
    value: Typed = None,
    error: str = "",
    hint: str = "",
    prefix: str = "",
    required: bool | None = None,
    attached: Sequence[Attached] = (),
    said: str = "",
    source: str = "",
    withheld: bool = False,
) -> FieldView:
    """Make ``field`` ready: ``field_view(graph_field, value=state.raw, error="...")``.

    ``value`` is the stored value, or what was posted: a text, or the list of texts (``raw``).
    ``required`` overrides the field's own when the server has decided ``required_if``. ``prefix``
    keeps apart two forms on one page, and the rows of a group ("children.0."). ``attached``: files
    that are stored already. ``said``: the answer of a field that nobody types; ``source``: where an
    answer is from; ``withheld``: the source has it, and it is not shown.
    """
    if not field.typed:
        return _fixed(field, f"{prefix}{field.id}", said, error, source, withheld)
    look = LOOKS[field.type]
    name = f"{prefix}{field.id}"
    texts = as_input(field, tuple(value) if isinstance(value, list) else value)
    choices = _choices(field, dom_id(name), frozenset(texts))
    widget = "select" if field.type is FieldType.CHOICE and len(choices) > RADIOS_AT_MOST else ""
    return FieldView(
        id=dom_id(name),
        name=name,
        widget=widget or look.widget,
        label=field.label,
        required=field.required if required is None else required,
        text="" if choices or not texts else texts[-1],
        hint=" ".join(part for part in (hint or field.help, _how_to_write(field.type)) if part),
        error=error,
        cites=field.cites,
        choices=choices,
        suffix=_("kr.") if field.type is FieldType.AMOUNT else "",
        input_mode=look.input_mode,
        width=look.width,
        rows=look.rows,
        attached=tuple(attached),
        source=source,
    )


def _fixed(
    field: Field, name: str, said: str, error: str, source: str, withheld: bool
) -> FieldView:
    """An answer that is worked out, or a register's: shown, and not typed."""
    return FieldView(
        id=dom_id(name),
        name=name,
        widget="fixed",
        label=field.label,
        required=True,
        text=said,
        hint=field.help,
        error=error,
        cites=field.cites,
        source=source,
        withheld=withheld,
    )


def _choices(field: Field, first_id: str, chosen: frozenset[str]) -> tuple[Choice, ...]:
    pairs = [(option.value, option.label) for option in field.options]
    if field.type is FieldType.BOOLEAN:
        pairs = [(YES, _("Ja")), (NO, _("Nej"))]
    elif field.type not in (FieldType.CHOICE, FieldType.CHOICES):
        return ()
    return tuple(
        Choice(first_id if i == 0 else f"{first_id}-{i + 1}", value, label, value in chosen)
        for i, (value, label) in enumerate(pairs)
    )


def _how_to_write(kind: FieldType) -> str:
    """One example beats a rule; only where people would have to guess."""
    match kind:
        case FieldType.DATE:
            return _("Dag, måned og år, for eksempel 24-11-2026.")
        case FieldType.DATETIME:
            return _("Dag, måned, år og klokkeslæt, for eksempel 24-11-2026 9.30.")
        case FieldType.CPR:
            return _("10 cifre, for eksempel DDMMÅÅ-XXXX.")
        case FieldType.DURATION:
            return _("For eksempel 14 dage, 4 uger eller 3 måneder.")
        case _:
            return ""
