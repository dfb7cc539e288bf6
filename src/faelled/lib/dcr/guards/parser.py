"""From words to a tree, by recursive descent; loosest first:

or  <  and  <  not  <  = != < <= > >= in contains  <  + -  <  * /  <  -x, calls, literals
"""

from collections.abc import Callable

from faelled.lib.dcr.guards.errors import GuardError
from faelled.lib.dcr.guards.lexer import Sort, Token, tokens
from faelled.lib.dcr.guards.rows import OVER_ROWS, over_rows
from faelled.lib.dcr.guards.tree import (
    Call,
    Chain,
    Compare,
    Items,
    Literal,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Now,
)

MAX_DEPTH = 32
COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">=", "in", "contains"})
FUNCTIONS = {
    "hash": (1, 1),
    "given": (1, 1),
    "abs": (1, 1),
    "count": (1, 1),
    "sum": (1, 1),
    "any": (1, 1),
    "all": (1, 1),
    "date": (1, 1),
    "min": (2, 9),
    "max": (2, 9),
}


def tree_of(text: str) -> Node:
    """The tree of an expression; `GuardError` says what is wrong and where."""
    parser = _Parser(tokens(text))
    node = parser.any_of()
    parser.expect_end()
    return node


class _Parser:
    def __init__(self, found: tuple[Token, ...]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _sees(self, *words: str) -> bool:
        return self._next.sort is Sort.WORD and self._next.text in words

    def _expect(self, word: str) -> None:
        if not self._sees(word):
            raise GuardError(f"Her skulle stå »{word}«{self._instead()}", self._next.position)
        self._at += 1

    def _instead(self) -> str:
        return f", ikke »{self._next.text}«" if self._next.text else ", men udtrykket er slut"

    def expect_end(self) -> None:
        if self._next.sort is not Sort.END:
            message = (
                f"Før »{self._next.text}« mangler et tegn som = eller and, eller det er for meget"
            )
            raise GuardError(message, self._next.position)

    def any_of(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise GuardError(
                f"Der er mere end {MAX_DEPTH} parenteser inde i hinanden", self._next.position
            )
        node = self._logic("or", lambda: self._logic("and", self._negation))
        self._depth -= 1
        return node

    def _logic(self, word: str, operand: Callable[[], Node]) -> Node:
        position = self._next.position
        found = [operand()]
        while self._sees(word):
            self._take()
            found.append(operand())
        return found[0] if len(found) == 1 else Logic(word, tuple(found), position)

    def _negation(self) -> Node:
        marks: list[int] = []
        while self._sees("not"):
            marks.append(self._take().position)
        if len(marks) > MAX_DEPTH:
            raise GuardError("Der er for mange »not« efter hinanden", marks[MAX_DEPTH])
        node = self._comparison()
        for position in reversed(marks):
            node = Not(node, position)
        return node

    def _comparison(self) -> Node:
        left = self._chain(("+", "-"), lambda: self._chain(("*", "/"), self._single))
        if not self._sees(*COMPARISONS):
            return left
        sign = self._take()
        right = self._chain(("+", "-"), lambda: self._chain(("*", "/"), self._single))
        if self._sees(*COMPARISONS):
            raise GuardError(
                "To sammenligninger i træk skal forbindes med »and«", self._next.position
            )
        return Compare(sign.text, left, right, sign.position)

    def _chain(self, signs: tuple[str, str], operand: Callable[[], Node]) -> Node:
        position = self._next.position
        first = operand()
        rest: list[tuple[str, Node, int]] = []
        while self._sees(*signs):
            sign = self._take()
            rest.append((sign.text, operand(), sign.position))
        return Chain(first, tuple(rest), position) if rest else first

    def _single(self) -> Node:
        token = self._take()
        if token.sort is Sort.VALUE:
            return Literal(token.value, token.position)
        if token.sort is Sort.NAME:
            return self._name(token)
        match token.text:
            case "(":
                inside = self.any_of()
                self._expect(")")
                return inside
            case "[":
                return Items(self._listed("]"), token.position)
            case "-" if not self._sees("-"):
                return Negative(self._single(), token.position)
            case "now":
                return Now(token.position)
            case "true" | "false":
                return Literal(token.text == "true", token.position)
            case "not" if self._sees("("):
                return Not(self._single(), token.position)
        self._at -= 1
        raise GuardError(f"Her mangler en værdi{self._instead()}", token.position)

    def _name(self, token: Token) -> Node:
        if not self._sees("("):
            return Name(token.text, token.position)
        if token.text not in FUNCTIONS:
            known = ", ".join(sorted(FUNCTIONS))
            message = f"Der findes ingen funktion »{token.text}«; der er {known}"
            raise GuardError(message, token.position)
        self._take()
        arguments = self._listed(")")
        least, most = FUNCTIONS[token.text]
        if not least <= len(arguments) <= most:
            raise GuardError(f"»{token.text}« skal have {least} udtryk i parentes", token.position)
        if token.text == "given" and not isinstance(arguments[0], Name):
            raise GuardError("»given« spørger til et navn", token.position)
        if token.text in OVER_ROWS:
            return over_rows(token.text, arguments[0], token.position)
        return Call(token.text, arguments, token.position)

    def _listed(self, end: str) -> tuple[Node, ...]:
        parts: list[Node] = []
        while not self._sees(end):
            if parts:
                self._expect(",")
            parts.append(self.any_of())
        self._expect(end)
        return tuple(parts)
