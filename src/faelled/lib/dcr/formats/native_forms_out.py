"""Write what a step asks for as native TOML: sections, fields with their rows, ways out."""

from collections.abc import Iterable

from faelled.lib.dcr.form import Exit, Field, FieldType, Option, Section, Way
from faelled.lib.dcr.formats.toml_out import Pair, cites, flag, inline, lines, quoted, texts
from faelled.lib.dcr.graph import Event


def form_blocks(event: Event) -> str:
    """The tables below an event, in the order a reader meets them on the page."""
    blocks = ["[[events.sections]]\n" + lines(_section(item)) for item in event.sections]
    blocks += [_field_block(item, "events.fields") for item in event.fields]
    blocks += ["[[events.exits]]\n" + lines(_exit(item)) for item in event.exits]
    return "".join(blocks)


def _field_block(field: Field, name: str) -> str:
    block = f"[[{name}]]\n" + lines(_field(field))
    return block + "".join(_field_block(part, f"{name}.fields") for part in field.fields)


def _section(section: Section) -> list[Pair]:
    return texts(section, ("id", "title", "help", "show_if"))


def _field(field: Field) -> list[Pair]:
    pairs = texts(field, ("id", "label"))
    pairs += [("type", quoted(field.type))] if field.type is not FieldType.TEXT else []
    pairs += texts(field, ("section", "each"))
    pairs += flag("required", field.required)
    pairs += texts(field, ("show_if", "required_if", "value", "prefill"))
    pairs += flag("locked", field.locked)
    pairs += texts(field, ("min", "max"))
    if field.options:
        pairs.append(("options", _tables(_option(option) for option in field.options)))
    return [*pairs, *texts(field, ("help",)), *cites(field.cites), *flag("summary", field.summary)]


def _exit(way: Exit) -> list[Pair]:
    pairs = texts(way, ("id", "when", "kind", "title", "text"))
    if way.instead:
        pairs.append(("instead", _tables(_way(item) for item in way.instead)))
    return [*pairs, *cites(way.cites)]


def _option(option: Option) -> list[Pair]:
    return texts(option, ("value", "label"))


def _way(way: Way) -> list[Pair]:
    return texts(way, ("text", "service", "guide"))


def _tables(items: Iterable[list[Pair]]) -> str:
    return "[" + ", ".join(inline(item) for item in items) + "]"
