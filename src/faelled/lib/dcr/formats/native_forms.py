"""What a step asks for, read from a native graph file: fields, their rows, sections, ways out."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from faelled.lib.dcr.form import (
    Applicant,
    Citation,
    Exit,
    ExitKind,
    Field,
    FieldType,
    Option,
    Section,
    Way,
)
from faelled.lib.dcr.formats.toml_tables import Table

Choice = TypeVar("Choice", bound=StrEnum)
Also = Callable[[Table], Table]


def field(table: Table, also: Also) -> Field:
    """One `[[events.fields]]` table, or one field of a group's rows."""
    id = table.required_text("id")
    options = [also(part) for part in table.tables("options", name="value")]
    return Field(
        id,
        table.text("label", id),
        choice(table, "type", FieldType, FieldType.TEXT),
        required=table.flag("required", False),
        show_if=table.text("show_if"),
        required_if=table.text("required_if"),
        options=tuple(_option(part) for part in options),
        min=table.bound("min"),
        max=table.bound("max"),
        help=table.text("help"),
        cites=citations(table),
        summary=table.flag("summary", False),
        section=table.text("section"),
        value=table.text("value"),
        prefill=table.text("prefill"),
        locked=table.flag("locked", False),
        each=table.text("each"),
        fields=tuple(field(also(part), also) for part in table.tables("fields")),
    )


def section(table: Table) -> Section:
    """One `[[events.sections]]` table."""
    id = table.required_text("id")
    return Section(id, table.text("title", id), table.text("help"), table.text("show_if"))


def way_out(table: Table, also: Also) -> Exit:
    """One `[[events.exits]]` table."""
    return Exit(
        table.required_text("id"),
        table.required_text("when"),
        table.required_text("text"),
        choice(table, "kind", ExitKind, ExitKind.GUIDANCE),
        title=table.text("title"),
        cites=citations(table),
        instead=tuple(_way(also(part)) for part in table.tables("instead", name="text")),
    )


def applicants(table: Table) -> tuple[Applicant, ...]:
    """`applicant = "child"`, or a list of them."""
    value = table.raw("applicant")
    texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    if value is not None and (not texts or any(text not in [*Applicant] for text in texts)):
        table.wrong("applicant", f"Vælg en eller flere af: {', '.join(Applicant)}.")
        return ()
    return tuple(Applicant(text) for text in texts)


def _way(table: Table) -> Way:
    return Way(table.required_text("text"), table.text("service"), table.text("guide"))


def _option(table: Table) -> Option:
    value = table.required_text("value")
    return Option(value, table.text("label", value))


def choice(table: Table, key: str, kinds: type[Choice], default: Choice) -> Choice:
    """One of a closed list of words."""
    text = table.text(key, default.value)
    try:
        return kinds(text)
    except ValueError:
        table.wrong(key, f"»{text}« kendes ikke. Vælg en af: {', '.join(kinds)}.")
        return default


def citations(table: Table) -> tuple[Citation, ...]:
    """Texts like "barnets lov § 87", or tables with act, section and text."""
    value: Any = table.raw("cites")
    found: list[Citation] = []
    for item in value if isinstance(value, list) else []:
        if isinstance(item, str) and item.strip():
            found.append(Citation.parse(item))
        elif isinstance(item, dict) and {"act"} <= set(item) <= {"act", "section", "text"}:
            found.append(Citation(*(str(item.get(key, "")) for key in ("act", "section", "text"))))
        else:
            table.wrong("cites", 'En henvisning skrives "barnets lov § 87, stk. 1".')
    if value is not None and not isinstance(value, list):
        table.wrong("cites", 'Her skal stå en liste, fx ["barnets lov § 87, stk. 1"].')
    return tuple(found)
