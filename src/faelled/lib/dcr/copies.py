"""The names of what a template makes: `visit#2` is its second copy, `visit#2.plan` a step in it.

A template that stands inside a template is copied inside a copy: `visit#2.letter#1.send`. Ids of a
graph with templates hold no `#` (`flatten` sees to it), so every name can be read back.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from faelled.lib.dcr.values import Value

# The name, in a template's expressions, of the value of the step that made the copy.
TRIGGER = "trigger"
_COPY = re.compile(r"([^#]+)#([1-9]\d{0,8})(?:\.|$)")


@dataclass(frozen=True, slots=True)
class Copied:
    """What a name says: the copies around it, outermost first, and the event of the graph."""

    path: tuple[tuple[str, int], ...]
    event: str


def read_name(name: str) -> Copied | None:
    """The parts of the name of something copied; None when it is no such name.

    >>> read_name("visit#2.letter#1.send")
    Copied(path=(('visit', 2), ('letter', 1)), event='send')
    >>> read_name("visit#2").event, read_name("visit")
    ('visit', None)
    """
    path: list[tuple[str, int]] = []
    at = 0
    while found := _COPY.match(name, at):
        path.append((found[1], int(found[2])))
        at = found.end()
    if not path or (at == len(name) and name.endswith(".")):
        return None
    return Copied(tuple(path), name[at:] or path[-1][0])


def copy_name(place: str, number: int) -> str:
    """The name of a copy: `place` is the template's, inside the copy around it if there is one."""
    return f"{place}#{number}"


def inner_name(copy: str, event: str) -> str:
    """The name of an event inside a copy; outside any copy its own id.

    >>> inner_name("visit#2", "plan"), inner_name("", "plan")
    ('visit#2.plan', 'plan')
    """
    return f"{copy}.{event}" if copy else event


def path_name(path: tuple[tuple[str, int], ...]) -> str:
    """The name of the innermost copy of a path; "" outside all.

    >>> path_name((("visit", 2), ("letter", 1)))
    'visit#2.letter#1'
    """
    copy = ""
    for template, number in path:
        copy = copy_name(inner_name(copy, template), number)
    return copy


def copies_at(place: str, instances: Mapping[str, int]) -> Iterator[str]:
    """The copies made at a place so far, in order.

    >>> list(copies_at("visit", {"visit": 2}))
    ['visit#1', 'visit#2']
    """
    return (copy_name(place, number + 1) for number in range(instances.get(place, 0)))


def own_values(event: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """What an event in a copy calls by a plain name: the values of its own copies, and `trigger`.

    >>> own_values("visit#2.plan", {"visit#1.hours": 1, "visit#2.hours": 7, "visit#2": 3})
    {'hours': 7, 'visit': 3, 'trigger': 3}
    """
    name = read_name(event)
    found: dict[str, Value] = {}
    copy = ""
    for template, number in () if name is None else name.path:
        copy = copy_name(inner_name(copy, template), number)
        inside = {
            key.removeprefix(f"{copy}."): value
            for key, value in values.items()
            if key.startswith(f"{copy}.")
        }
        found |= {key: value for key, value in inside.items() if "#" not in key}
        found[template] = found[TRIGGER] = values.get(copy)
    return found
