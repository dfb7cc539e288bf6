"""From words to the tree, by recursive descent; semicolons may stand between any statements."""

from faelled.lib.dcr.formats.tdcr.expressions import Expressions
from faelled.lib.dcr.formats.tdcr.lexer import Token, broken, tokens
from faelled.lib.dcr.formats.tdcr.tree import (
    EventDecl,
    Expression,
    File,
    ForEach,
    If,
    Parameter,
    Rule,
    Statement,
    Template,
    Type,
    Use,
)
from faelled.lib.dcr.graph import Kind

_ARROWS = {
    "-->*": Kind.CONDITION,
    "*-->": Kind.RESPONSE,
    "--><>": Kind.MILESTONE,
    "-->+": Kind.INCLUDE,
    "-->%": Kind.EXCLUDE,
    "-->>": Kind.SPAWN,
    "-[]->*": Kind.CONDITION,
    "*-[]->": Kind.RESPONSE,
    "-[]-><>": Kind.MILESTONE,
    "-[]->+": Kind.INCLUDE,
    "-[]->%": Kind.EXCLUDE,
    "-[]->>": Kind.SPAWN,
}
MOST_DEPTH = 40


def parsed(text: str) -> File:
    """The tree of a file; GraphError with the line where it cannot be read."""
    return _Parser(tokens(text)).file()


class _Parser(Expressions):
    def __init__(self, found: list[Token]) -> None:
        super().__init__(found)
        self._bodies = 0

    def file(self) -> File:
        templates: list[Template] = []
        body: list[Statement] = []
        while self._next.sort != "end":
            if self._skips(";"):
                continue
            if self._sees("tmpl"):
                templates.append(self._template())
            else:
                body.append(self._statement())
        return File(tuple(templates), tuple(body))

    def _template(self) -> Template:
        line = self._take().line
        name = self._name()
        self._expect("(")
        parameters: list[Parameter] = []
        while not self._skips(")"):
            if parameters:
                self._expect(",")
            parameters.append(self._parameter())
        labels = self._names() if self._skips(":") else ()
        body = self._body()
        exports = self._names() if self._skips("=>") else ()
        return Template(name, tuple(parameters), labels, body, exports, line)

    def _parameter(self) -> Parameter:
        name = self._name()
        self._expect(":")
        type = self._type()
        return Parameter(name, type, self.expression() if self._skips("=") else None)

    def _body(self) -> tuple[Statement, ...]:
        self._expect("{")
        self._bodies += 1
        if self._bodies > MOST_DEPTH:
            raise broken(f"Der er mere end {MOST_DEPTH} lag af {{ }}.", self._next.line)
        found: list[Statement] = []
        while not self._skips("}"):
            if not self._skips(";"):
                found.append(self._statement())
        self._bodies -= 1
        return tuple(found)

    def _statement(self) -> Statement:
        if self._sees("(", "!", "%"):
            return self._event()
        if self._sees("if"):
            return self._if()
        if self._sees("foreach"):
            return self._foreach()
        if self._next.sort != "name":
            raise self._unexpected("et trin, en regel eller en skabelon")
        return self._use() if self._after_next("(") else self._rule()

    def _event(self) -> EventDecl:
        marks: set[str] = set()
        while self._sees("!", "%"):
            marks.add(self._take().text)
        line = self._next.line
        self._expect("(")
        id = self._name()
        self._expect(":")
        label = self._name()
        self._expect(")")
        self._expect("[")
        type, value = Type("Unit"), None
        if self._skips("?"):
            type = self._type() if self._skips(":") else type
        else:
            value = self.expression()
        self._expect("]")
        return EventDecl(id, label, "%" not in marks, "!" in marks, type, value, line)

    def _type(self) -> Type:
        if self._skips("{"):
            parts: list[tuple[str, Type]] = []
            while not self._skips("}"):
                if parts:
                    self._expect(",")
                name = self._name()
                self._expect(":")
                parts.append((name, self._type()))
            return Type("Record", tuple(parts))
        name = self._name()
        if name == "List" and self._skips("["):
            inner = self._type()
            self._expect("]")
            return Type("List", (("", inner),))
        return Type(name)

    def _use(self) -> Use:
        line = self._next.line
        name = self._name()
        self._expect("(")
        arguments: list[tuple[str, Expression]] = []
        while not self._skips(")"):
            if arguments:
                self._expect(",")
            argument = self._name()
            self._expect("=")
            arguments.append((argument, self.expression()))
        exports = self._names() if self._skips("=>") else ()
        return Use(name, tuple(arguments), exports, line)

    def _if(self) -> If:
        line = self._take().line
        condition = self.expression()
        then = self._body()
        return If(condition, then, self._body() if self._skips("else") else (), line)

    def _foreach(self) -> ForEach:
        line = self._take().line
        name = self._name()
        self._expect("in")
        return ForEach(name, self.expression(), self._body(), line)

    def _rule(self) -> Rule:
        line = self._next.line
        sources = self._names()
        arrow, guard = self._take(), None
        sign = arrow.text
        if arrow.sort == "open":
            guard = self.expression()
            sign += self._take().text
        kind = _ARROWS.get(sign)
        if kind is None:
            raise broken(f"»{sign}« er ikke en pil, der kendes.", arrow.line)
        if kind is Kind.SPAWN:
            return Rule(kind, sources, (), guard, line, self._body())
        return Rule(kind, sources, self._names(), guard, line)
