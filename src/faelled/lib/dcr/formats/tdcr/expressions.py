"""The expressions of text DCR, loosest first: OR, AND, comparison, + -, * /, ~ -, names.

Also what both parsers need: looking at the next word, and saying what stood there instead.
"""

from collections.abc import Callable
from decimal import Decimal

from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.formats.tdcr.lexer import Token, broken
from faelled.lib.dcr.formats.tdcr.tree import (
    Expression,
    Listed,
    Literal,
    Operation,
    Path,
    Range,
    Record,
)

_LEVELS = (("OR",), ("AND",), ("==", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/"))
MOST_NESTED = 30
MOST_SIGNS = 150


class Expressions:
    """Reads expressions off a list of words."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0
        self._signs = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _sees(self, *texts: str) -> bool:
        return self._next.sort not in ("text", "end") and self._next.text in texts

    def _after_next(self, text: str) -> bool:
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)].text == text

    def _skips(self, text: str) -> bool:
        if self._sees(text):
            self._take()
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._skips(text):
            raise self._unexpected(f"»{text}«")

    def _unexpected(self, wanted: str) -> GraphError:
        there = f"ikke »{self._next.text}«" if self._next.text else "men filen er slut"
        return broken(f"Her skulle stå {wanted}, {there}.", self._next.line)

    def _name(self) -> str:
        if self._next.sort != "name":
            raise self._unexpected("et navn")
        return self._take().text

    def _names(self) -> tuple[str, ...]:
        found = [self._name()]
        while self._skips(","):
            found.append(self._name())
        return tuple(found)

    def expression(self) -> Expression:
        self._depth += 1
        if self._depth > MOST_NESTED:
            raise broken(f"Der er mere end {MOST_NESTED} parenteser i hinanden.", self._next.line)
        found = self._level(0)
        self._depth -= 1
        if self._depth == 0:
            self._signs = 0
        return found

    def _level(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._unary()
        left = self._level(level + 1)
        while self._sees(*_LEVELS[level]):
            sign = self._take()
            self._signs += 1  # `1 + 2 + 3` is worked out from within, so its length is a depth
            if self._signs > MOST_SIGNS:
                raise broken(f"Udtrykket har mere end {MOST_SIGNS} regnetegn.", sign.line)
            left = Operation(sign.text, (left, self._level(level + 1)), sign.line)
        return left

    def _unary(self) -> Expression:
        signs: list[Token] = []
        while self._sees("~", "-"):
            signs.append(self._take())
        if len(signs) > MOST_NESTED:
            raise broken("Der er for mange fortegn efter hinanden.", signs[0].line)
        found = self._single()
        for sign in reversed(signs):
            found = Operation(sign.text, (found,), sign.line)
        return found

    def _single(self) -> Expression:
        token = self._next
        read: dict[str, Callable[[], Expression]] = {
            "(": self._bracket,
            "[": self._list,
            "{": self._record,
            "@": self._special,
        }
        if token.sort == "sign" and token.text in read:
            return read[token.text]()
        if token.sort == "text":
            return Literal(self._take().text[1:-1], token.line)
        if token.sort == "number":
            text = self._take().text
            return Literal(Decimal(text) if "." in text else int(text), token.line)
        if self._sees("true", "false"):
            return Literal(self._take().text == "true", token.line)
        return self._path(self._name(), token.line)

    def _path(self, first: str, line: int) -> Path:
        names = [first]
        while self._skips("."):
            names.append(self._name())
        return Path(tuple(names), line)

    def _bracket(self) -> Expression:
        self._take()
        found = self.expression()
        self._expect(")")
        return found

    def _list(self) -> Expression:
        line = self._take().line
        parts: list[Expression] = []
        while not self._skips("]"):
            if parts:
                self._expect(",")
            parts.append(self.expression())
        return Listed(tuple(parts), line)

    def _record(self) -> Expression:
        line = self._take().line
        parts: list[tuple[str, Expression]] = []
        while not self._skips("}"):
            if parts:
                self._expect(",")
            name = self._name()
            self._expect(":")
            parts.append((name, self.expression()))
        return Record(tuple(parts), line)

    def _special(self) -> Expression:
        line = self._take().line
        name = self._name()
        if name == "trigger":
            return self._path("@trigger", line)
        if name != "range":
            raise broken(f"»@{name}« kendes ikke.", line)
        self._expect("(")
        first = self.expression()
        self._expect(",")
        last = self.expression()
        self._expect(")")
        return Range(first, last, line)
