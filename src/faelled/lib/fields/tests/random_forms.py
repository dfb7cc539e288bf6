"""Random forms with pages, rows, conditions and answers worked out, and random posts to them.

All from one `random.Random`, so that hypothesis can hurry through thousands.
"""

import random
from dataclasses import replace

from faelled.lib.dcr.field_order import rings
from faelled.lib.dcr.form import Exit, Field, FieldType, Option, Section
from faelled.lib.dcr.graph import Event

OPTIONS = (Option("yes", "Ja"), Option("no", "Nej"))
TYPES = (
    FieldType.TEXT,
    FieldType.INTEGER,
    FieldType.AMOUNT,
    FieldType.BOOLEAN,
    FieldType.DATE,
    FieldType.CHOICE,
    FieldType.CHOICES,
)
TEXTS = ("", " ", "ja", "nej", "yes", "no", "0", "3", "12", "1.200,50", "24-11-2026", "x", "9" * 40)


def form(of: random.Random) -> Event:
    """A step whose fields name one another, on up to three pages, without rings."""
    sections = tuple(
        Section(f"s{number}", "Side", show_if=_condition(of, _ids(of)) if number else "")
        for number in range(of.choice((0, 0, 2, 3)))
    )
    fields = tuple(_field(of, f"f{number}", sections) for number in range(of.randint(1, 9)))
    exits = (Exit("out", _condition(of, _ids(of)) or "f0", "Ud"),)
    event = Event("e", "E", fields=fields, sections=sections, exits=exits)
    while bad := next(rings(event.asked), None):
        event = _without_conditions(event, bad[0])
    return event


def post(of: random.Random, event: Event) -> dict[str, list[str]]:
    """Some right, some wrong, some to names that are not there."""
    found: dict[str, list[str]] = {"unknown": ["x"]}
    for field in event.fields:
        if field.fields:
            found[field.id] = of.choices(("0", "1", "2", "7", "-1", "x"), k=of.randint(0, 4))
            for key in ("0", "1", "2", "7"):
                for part in field.fields:
                    found[f"{field.id}.{key}.{part.id}"] = _texts(of)
        elif of.random() < 0.8:
            found[field.id] = _texts(of)
    return found


def _texts(of: random.Random) -> list[str]:
    return of.choices(TEXTS, k=of.choice((0, 1, 1, 1, 2)))


def _field(of: random.Random, id: str, sections: tuple[Section, ...]) -> Field:
    section = of.choice(sections).id if sections else ""
    if of.random() < 0.25:
        parts = tuple(_part(of, f"p{number}") for number in range(of.randint(1, 3)))
        return Field(
            id,
            "Gruppe",
            FieldType.GROUP,
            required=of.random() < 0.4,
            show_if=_condition(of, _ids(of)),
            min=of.choice((None, "0", "2")),
            max=of.choice((None, "2")),
            section=section,
            fields=parts,
        )
    return replace(_part(of, id), section=section)


def _part(of: random.Random, id: str) -> Field:
    kind = of.choice(TYPES)
    computed = of.random() < 0.12
    names = [*_ids(of), "p0", "p1"]
    return Field(
        id,
        "Felt",
        FieldType.INTEGER if computed else kind,
        required=not computed and of.random() < 0.4,
        show_if=_condition(of, names),
        required_if="" if computed else _condition(of, names),
        options=OPTIONS if kind in (FieldType.CHOICE, FieldType.CHOICES) and not computed else (),
        max=of.choice((None, "12")) if kind is FieldType.INTEGER else None,
        value=of.choice(("f0 * 2", "sum(f1.p0)", "count(f2)", "p0 + 1")) if computed else "",
    )


def _ids(of: random.Random) -> list[str]:
    return [f"f{number}" for number in of.sample(range(9), 3)]


def _condition(of: random.Random, names: list[str]) -> str:
    name = of.choice(names)
    return of.choice(
        (
            "",
            "",
            "",
            f"given({name})",
            f"not(given({name}))",
            f"{name} = 'yes'",
            f"{name} > 3",
            name,
            f"any({name}.p0 = 'yes')",
            f"sum({name}.p1) > 3 or other.x = 1",
            "p0 = 'yes' or p1 > 2",
        )
    )


def _without_conditions(event: Event, id: str) -> Event:
    """The event with one field (and its page) asked always, so that a ring is broken."""
    fields = tuple(
        replace(
            field,
            show_if="",
            value="",
            fields=tuple(replace(p, show_if="", required_if="", value="") for p in field.fields),
        )
        if field.id == id
        else field
        for field in event.fields
    )
    page = next(field.section for field in event.fields if field.id == id)
    sections = tuple(replace(s, show_if="" if s.id == page else s.show_if) for s in event.sections)
    return replace(event, fields=fields, sections=sections)
