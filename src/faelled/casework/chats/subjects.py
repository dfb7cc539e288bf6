"""What a chat can be about: the rooms that own such things say what they are, in ``ready()``.

So a chat leads back to its approval or its agenda item, and can be begun from there, while this
room knows neither.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee
from faelled.casework.cases.models import Case


@dataclass(frozen=True, slots=True)
class About:
    """The thing as one reader may see it: its page, its case, and who belongs in the talk.

    ``open``: whether a chat may be begun, or the matter is decided.
    """

    title: str
    url: str
    case: Case | None = None
    members: tuple[Employee, ...] = ()
    open: bool = True


Describe = Callable[[str, Actor, datetime], About | None]


class Subjects:
    """Describers by the word before the colon; a word used twice is refused.

    ``SUBJECTS.register("chain", describe)`` with ``describe(id, actor, now)``, which gives None
    to who may not see the thing.
    """

    def __init__(self) -> None:
        self._kinds: dict[str, Describe] = {}

    def register(self, kind: str, describe: Describe) -> None:
        if kind in self._kinds:
            raise ValueError(f"Chats about {kind!r} are registered twice.")
        self._kinds[kind] = describe

    def about(self, subject: str, actor: Actor, now: datetime) -> About | None:
        """What ``subject`` is to this reader; None where it is nothing, or not theirs to see."""
        kind, _colon, id = subject.partition(":")
        describe = self._kinds.get(kind)
        return describe(id, actor, now) if describe else None


SUBJECTS = Subjects()
