"""Read a delegation plan from TOML; every mistake is collected with its line and path.

```toml
id = "faelleskoebing"
version = "1.0.0"
name = "Kompetenceplan for Fælleskøbing Kommune"
language = "da"
source = "Fælled"
licence = "MPL-2.0"
covers = ["99"]                       # where everything must have somebody who decides

[[roles]]
id = "manager"
label = "Leder"

[[decisions]]
id = "grant"
label = "Bevilling"
values = ["granted", "partly"]        # what the processes call it

[[rules]]
id = "small-grant"
kle = "99.01.*"                       # "*", "99.*", "99.01.*" or "99.01.01"
facet = "G01"                         # may be left out: all
decisions = ["grant"]                 # or ["*"]
amount_up_to = 10000                  # kroner, inclusive; left out: no limit
unit = "Børnehandicap"                # with those below; left out: all
deciders = [{ role = "manager", up = 1 }, { position = "Borgmester" }, { board = "board" }]
copies = [{ position = "Direktør" }]
why = "Mindre beløb afgøres tæt på borgeren."
section = "afsnit 3.1"
```
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from faelled.lib.dcr.formats.problems import GraphError, Problem, Problems
from faelled.lib.dcr.formats.toml_tables import Lines, Table
from faelled.lib.delegation.rules import (
    ANY,
    Decider,
    DeciderKind,
    DecisionType,
    Needs,
    Rule,
    Rules,
)
from faelled.lib.text.kle import KleError, parse_facet, parse_number

MOST_BYTES = 2 * 1024 * 1024
MOST_RULES = 5_000
MOST_LEVELS = 20
LONGEST_ID, LONGEST_TEXT = 80, 1_000
_LINE = re.compile(r"at line (\d+)")
_POINTERS = tuple(kind.value for kind in DeciderKind if kind is not DeciderKind.PERSON)


class RulesError(ValueError):
    """A file that is no usable plan; `problems` holds all that is wrong, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def read_rules(data: bytes) -> Rules:
    """The plan in a file. Raises RulesError."""
    if len(data) > MOST_BYTES:
        raise RulesError([Problem("", None, "Filen er for stor. Der er plads til 2 MB.")])
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        content = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise RulesError([Problem("", None, "Filen er ikke en tekst i UTF-8.")]) from error
    except tomllib.TOMLDecodeError as error:
        raise RulesError([_not_toml(str(error), text)]) from error
    except (RecursionError, ValueError):
        # Neither is TOMLDecodeError's: Python reads no number of more than 4,300 digits.
        text = "Filen har lister i for mange lag eller et tal med for mange cifre."
        raise RulesError([Problem("", None, text)]) from None
    problems = Problems()
    if "\x00" in text or "\\u0000" in text:
        problems.add("", "Filen har et ulovligt tegn.")
    rules = _rules(Table(content, place=(), path="", lines=Lines(text), problems=problems))
    try:
        problems.raise_if_any()
    except GraphError as error:
        raise RulesError(error.errors) from error
    return rules


def parse_pattern(text: str) -> str:
    """ "27.36.*" and "27.36" are "27.36"; "*" is "". Raises KleError."""
    bare = text.strip()
    return "" if bare == ANY else parse_number(bare.removesuffix(".*"))


def _not_toml(message: str, text: str) -> Problem:
    found = _LINE.search(message)  # at the end of the file tomllib names no line
    line = int(found[1]) if found else text.count("\n") + 1
    return Problem("", line, "Linjen kan ikke læses som TOML. Se efter anførselstegn og klammer.")


def _rules(table: Table) -> Rules:
    roles = dict(_labels(table))
    decisions = tuple(_decision_types(table))
    known = {one.id for one in decisions}
    rules = Rules(
        id=_short(table, "id"),
        version=_short(table, "version"),
        name=_short(table, "name", LONGEST_TEXT),
        source=table.required_text("source"),
        licence=table.required_text("licence"),
        valid_from=_day(table, "valid_from"),
        covers=tuple(_patterns(table, "covers")),
        decisions=decisions,
        roles=roles,
        rules=tuple(_rule(row, known, roles) for row in table.tables("rules")),
    )
    table.text("language")
    table.close()
    _refuse_twice(table, "rules", (rule.id for rule in rules.rules))
    _refuse_twice(table, "decisions", (one.id for one in decisions))
    values = (value for one in decisions for value in {*one.values, one.id})
    _refuse_twice(table, "decisions", values)
    if not rules.rules:
        table.wrong("rules", "Planen har ingen regler. Skriv [[rules]] for hver.")
    if len(rules.rules) > MOST_RULES:
        table.wrong("rules", f"Der er plads til {MOST_RULES} regler.")
    return rules


def _refuse_twice(table: Table, key: str, names: Iterable[str]) -> None:
    for name, times in Counter(names).items():
        if name and times > 1:
            table.wrong(key, f"»{name}« står der {times} gange. Hvert navn må stå én gang.")


def _labels(table: Table) -> Iterator[tuple[str, str]]:
    for row in table.tables("roles"):
        yield _short(row, "id"), _short(row, "label")
        row.close()


def _decision_types(table: Table) -> Iterator[DecisionType]:
    for row in table.tables("decisions"):
        yield DecisionType(_short(row, "id"), _short(row, "label"), row.texts("values"))
        row.close()


def _rule(row: Table, known: set[str], roles: dict[str, str]) -> Rule:
    rule = Rule(
        id=_short(row, "id"),
        kle=_pattern(row, "kle", row.required_text("kle")),
        facet=_facet(row),
        decisions=_decisions(row, known),
        amount_up_to=_amount(row),
        unit=row.text("unit"),
        deciders=tuple(_deciders(row, "deciders", roles)),
        copies=tuple(_deciders(row, "copies", roles)),
        why=_short(row, "why", LONGEST_TEXT),
        section=row.text("section"),
        line=row.line,
    )
    if not rule.deciders:
        row.wrong("deciders", 'Skriv, hvem der afgør det, fx [{ role = "manager" }].')
    row.close()
    return rule


def _short(row: Table, key: str, most: int = LONGEST_ID) -> str:
    text = row.required_text(key)
    if len(text) > most:
        row.wrong(key, f"Teksten er for lang. Der er plads til {most} tegn.")
    return text


def _patterns(table: Table, key: str) -> Iterator[str]:
    for text in table.texts(key):
        yield _pattern(table, key, text)


def _pattern(row: Table, key: str, text: str) -> str:
    if not text:
        return ""
    try:
        return parse_pattern(text)
    except KleError:
        row.wrong(key, f"»{text[:20]}« er ikke et mønster. Skriv *, 27.*, 27.36.* eller 27.36.01.")
        return ""


def _facet(row: Table) -> str:
    text = row.text("facet")
    if text in ("", ANY):
        return ""
    try:
        return parse_facet(text)
    except KleError as error:
        row.wrong("facet", str(error))
        return ""


def _decisions(row: Table, known: set[str]) -> tuple[str, ...]:
    found = row.texts("decisions")
    if not found:
        row.wrong("decisions", 'Skriv, hvilke afgørelser reglen gælder, fx ["grant"] eller ["*"].')
    if ANY in found:
        return (ANY,)
    for name in found:
        if name not in known:
            names = ", ".join(sorted(known)) or "ingen"
            row.wrong("decisions", f"Afgørelsen »{name}« findes ikke. De kendte er: {names}.")
    return tuple(dict.fromkeys(found))


def _amount(row: Table) -> Decimal | None:
    value = row.raw("amount_up_to")
    if value is None:
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal("NaN")
    # A bool is an int to Python, and "NaN" a number to Decimal; neither is an amount.
    if isinstance(value, bool | str) or not amount.is_finite() or amount < 0:
        row.wrong("amount_up_to", "Her skal stå et beløb i kroner uden anførselstegn, fx 50000.")
        return None
    if amount >= Decimal(10) ** 12 or amount != amount.quantize(Decimal("0.01")):
        row.wrong("amount_up_to", "Beløbet har højst to decimaler og er under en billion kroner.")
        return None
    return amount


def _day(table: Table, key: str) -> date | None:
    value = table.raw(key)
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    table.wrong(key, "Her skal stå en dato uden anførselstegn, fx 2027-01-01.")
    return None


def _deciders(row: Table, key: str, roles: dict[str, str]) -> Iterator[Decider]:
    for inner in row.tables(key, "role"):
        named = [word for word in _POINTERS if inner.has(word)]
        if len(named) != 1:
            inner.wrong("", "Peg på én: role, position eller board.")
            continue
        kind = DeciderKind(named[0])
        name = _short(inner, kind.value, 200)
        if name and kind is not DeciderKind.POSITION and name not in roles:
            names = ", ".join(sorted(roles)) or "ingen"
            inner.wrong(
                kind.value, f"Rollen »{name}« står ikke under [[roles]]. Der står: {names}."
            )
        up = _level(inner) if kind is DeciderKind.ROLE else 0
        yield Decider(kind, name, up, _needs(inner))
        inner.close()


def _level(row: Table) -> int:
    value: Any = row.raw("up")
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_LEVELS:
        row.wrong("up", f"Her skal stå, hvor mange enheder op: et tal fra 0 til {MOST_LEVELS}.")
        return 0
    return value


def _needs(row: Table) -> Needs:
    text = row.text("needs", Needs.ONE.value)
    if text not in set(Needs):
        row.wrong("needs", 'Her skal stå "one" (én er nok) eller "all" (alle).')
        return Needs.ONE
    return Needs(text)
