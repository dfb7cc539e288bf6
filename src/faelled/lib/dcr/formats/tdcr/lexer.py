"""The words of text DCR."""

import re
from dataclasses import dataclass

from faelled.lib.dcr.formats.problems import GraphError, Problem

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<arrow>--><>|-->>|-->\*|-->\+|-->%|\*-->)
    |(?P<open>\*-\[|-\[)
    |(?P<close>\]-><>|\]->>|\]->\*|\]->\+|\]->%|\]->)
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<text>"[^"\n]*")
    |(?P<name>[^\W\d]\w*)
    |(?P<sign>=>|==|!=|<=|>=|[()\[\]{},:;.=<>+\-*/~!%?@])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word; `sort` is the name of its group above, or "end"."""

    sort: str
    text: str
    line: int


def broken(message: str, line: int, path: str = "") -> GraphError:
    return GraphError([Problem(path, line, message)])


def tokens(text: str) -> list[Token]:
    """All words, the last of them the end.

    >>> [token.text for token in tokens("a -[b.value > 0]->% c # why")]
    ['a', '-[', 'b', '.', 'value', '>', '0', ']->%', 'c', '']
    """
    found: list[Token] = []
    at, line = 0, 1
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise broken(f"Tegnet »{text[at]}« hører ikke hjemme her.", line)
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match.group(), line))
        line += match.group().count("\n")
        at = match.end()
    found.append(Token("end", "", line))
    return found
