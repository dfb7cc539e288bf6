"""Write values, texts and citations as TOML: pairs of key and value, in lines or in line."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from faelled.lib.dcr.duration import Duration
from faelled.lib.dcr.form import Citation
from faelled.lib.dcr.formats.native_values import DURATION
from faelled.lib.dcr.values import Value

_BASIC_ESCAPES = {
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f",
}  # fmt: skip

Pair = tuple[str, str]


def texts(part: object, names: Iterable[str]) -> list[Pair]:
    """The named attributes that say something."""
    values = ((name, getattr(part, name)) for name in names)
    return [(name, quoted(value)) for name, value in values if value]


def flag(name: str, value: bool) -> list[Pair]:
    return [(name, "true")] if value else []


def listed(name: str, items: Iterable[str]) -> list[Pair]:
    written = ", ".join(quoted(item) for item in items)
    return [(name, f"[{written}]")] if written else []


def cites(citations: Iterable[Citation]) -> list[Pair]:
    """A citation with a text of its own, or of unusual form, is written in full."""
    written = [
        quoted(str(cite))
        if Citation.parse(str(cite)) == cite
        else inline(texts(cite, ("act", "section", "text")))
        for cite in citations
    ]
    return [("cites", "[" + ", ".join(written) + "]")] if written else []


def time_out(time: date | Duration) -> str:
    """Where nothing but a moment or a duration can stand."""
    return quoted(str(time)) if isinstance(time, Duration) else time.isoformat()


def value_out(value: Value) -> str:
    """A duration among values says that it is one: a text may look like it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return _number(value)
    if isinstance(value, date):
        return time_out(value)
    if isinstance(value, Duration):
        return inline([(DURATION, time_out(value))])
    if isinstance(value, tuple):
        return "[" + ", ".join(value_out(item) for item in value) + "]"
    if isinstance(value, Mapping):
        pairs = [
            (name_out(name), value_out(item)) for name, item in value.items() if item is not None
        ]
        return inline(pairs)
    return quoted(str(value))


def _number(value: int | Decimal) -> str:
    """TOML tells 5 from 5.0; a decimal keeps its point."""
    text = f"{value:f}"
    return text if isinstance(value, int) or "." in text else f"{text}.0"


def quoted(text: str) -> str:
    escaped = "".join(
        _BASIC_ESCAPES.get(
            sign, f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else sign
        )
        for sign in text
    )
    return f'"{escaped}"'


def name_out(name: str) -> str:
    return (
        name
        if name and all(c.isascii() and (c.isalnum() or c in "_-") for c in name)
        else quoted(name)
    )


def lines(pairs: Iterable[Pair]) -> str:
    return "".join(f"{name} = {value}\n" for name, value in pairs)


def inline(pairs: Iterable[Pair]) -> str:
    return "{ " + ", ".join(f"{name} = {value}" for name, value in pairs) + " }"
