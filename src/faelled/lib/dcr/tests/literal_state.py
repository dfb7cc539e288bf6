"""What the literal reading keeps: the events and the rules there are by now, and the marking."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from faelled.lib.dcr.graph import Relation
from faelled.lib.dcr.values import Value

# What an expression is worth over the values and now; None when it cannot be worked out.
Meaning = Callable[[Mapping[str, Value], datetime], Value]


@dataclass(frozen=True)
class Node:
    """An event of the graph in so many copies: `Node("send", (("visit", 2), ("letter", 1)))`."""

    id: str
    path: tuple[tuple[str, int], ...] = ()

    @cached_property
    def name(self) -> str:
        copies = ".".join(f"{template}#{number}" for template, number in self.path)
        if not copies or self.path[-1][0] == self.id:
            return copies or self.id
        return f"{copies}.{self.id}"


Arrow = tuple[Node, Node, Relation]


@dataclass
class State:
    """M = (ex, re, in, va), with the events and the rules that are there by now."""

    ex: dict[str, datetime] = field(default_factory=dict)
    re: dict[str, datetime | None] = field(default_factory=dict)
    inc: set[str] = field(default_factory=set)
    va: dict[str, Value] = field(default_factory=dict)
    copies: dict[str, int] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)

    def copy(self) -> "State":
        return State(
            dict(self.ex), dict(self.re), set(self.inc), dict(self.va), dict(self.copies),
            list(self.nodes), list(self.arrows),
        )  # fmt: skip
