"""Other names in an expression, all else as it was written."""

import re
from collections.abc import Iterator, Mapping

from faelled.lib.dcr.guards.parser import tree_of
from faelled.lib.dcr.guards.tree import Name, Node, children

_PLAIN = re.compile(r"[^\W\d]\w*")


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The expression with events and variables called by their new names, fields as before.

    >>> renamed("Diagnosis = true and not(x.ok)", {"Diagnosis": "Event_1", "x": "y z"})
    'Event_1 = true and not(`y z`.ok)'

    Raises GuardError for an expression that cannot be read.
    """
    found = sorted({(node.position - 1, node.name) for node in _names(tree_of(text))}, reverse=True)
    for at, name in found:
        end = _end(text, at, name)
        text = text[:at] + _new(name, names, text[at:end]) + text[end:]
    return text


def _names(tree: Node) -> Iterator[Name]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Name):
            yield node
        waiting.extend(children(node))


def _end(text: str, at: int, name: str) -> int:
    """Where the name ends that begins here: with its backticks, or with the spaces inside it."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    match = re.compile(rf"`[^`]+`(?:\.\w+)?|{words}").match(text, at)
    return match.end() if match is not None else at + len(name)


def _new(name: str, names: Mapping[str, str], written: str) -> str:
    if name in names:
        return _quoted(names[name])
    owner, dot, field = name.rpartition(".")
    return f"{_quoted(names[owner])}{dot}{field}" if owner in names else written


def _quoted(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else f"`{name}`"
