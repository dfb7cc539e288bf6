"""A running case moved to a changed graph: its history replayed there, and what that comes to.

What the new rules would not have allowed cannot be carried over; it is said, with the rule, and the
marking is as if it had not been done. A case-worker decides what to do about it. Nothing is moved
here: the answer is a report and the marking the case would have.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from faelled.lib.dcr.changes import Changes, changes
from faelled.lib.dcr.copies import copy_name, inner_name, read_name
from faelled.lib.dcr.engine import Engine, NotEnabled
from faelled.lib.dcr.errors import BadValue, DcrError, UnknownEvent
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.reasons import Explanation
from faelled.lib.dcr.replay import Recorded
from faelled.lib.dcr.timing import Due


class Cause(StrEnum):
    """Why a step of the history is lost: it is gone from the graph, the new rules refuse it, or its
    answers do not fit its fields any more."""

    GONE = "gone"
    REFUSED = "refused"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Carried:
    """A step that holds under the new rules. `step` counts from 0 in the history."""

    step: int
    event: str
    now: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A step that does not. `text` says why in Danish; `why` names the rules that refuse it."""

    step: int
    event: str
    cause: Cause
    text: str
    why: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A duty that stands under both, with its deadline (None: none) before and after."""

    event: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Migration:
    """What becomes of a case. Events are named as in the new graph, but for `lost` and `lifted`.

    `new_duties`: owed now and not before, by the new rules' deadline or None. `lifted`: owed before
    and no more. `overdue`: late under the new rules and not under the old. `opened` and `closed`:
    what somebody can do now and could not, and the other way round.
    """

    changes: Changes
    marking: Marking
    carried: tuple[Carried, ...]
    lost: tuple[Lost, ...]
    new_duties: Mapping[str, datetime | None]
    lifted: tuple[str, ...]
    moved: tuple[Moved, ...]
    overdue: tuple[Due, ...]
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    values_lost: tuple[str, ...]
    may_close: bool

    @property
    def whole(self) -> bool:
        """Nothing of the history or its data is lost."""
        return not self.lost and not self.values_lost


def migrate(
    old: Engine,
    new: Engine,
    history: Sequence[Recorded],
    *,
    start: datetime,
    at: datetime,
    renamed: Mapping[str, str] | None = None,
) -> Migration:
    """Replay what was done in a case, by event ids, from `start`, and look at it at `at`.

    A step that the old graph itself refuses (a history typed in by hand) is tried on the new one
    all the same. Raises `UnknownEvent` for a step of neither graph.
    """
    found = changes(old.graph, new.graph, renamed)
    run = _Run(old, new, found, old.initial(start), new.initial(start))
    for number, step in enumerate(history):
        run.take(number, step)
    return _compared(run, at)


class _Run:
    """The case in both graphs, step by step; `copies`: the old copies by their name in the new."""

    def __init__(
        self, old: Engine, new: Engine, found: Changes, before: Marking, after: Marking
    ) -> None:
        self.old, self.new, self.changes = old, new, found
        self.before, self.after = before, after
        self.carried: list[Carried] = []
        self.lost: list[Lost] = []
        self.copies: dict[str, str] = {}

    def name(self, event: str) -> str | None:
        """What the new graph calls an event of the old; a copy that was not made is gone."""
        name = read_name(event)
        if name is None:
            return self.changes.now(event)
        copy = ""
        for template, number in name.path:
            copy = copy_name(inner_name(copy, template), number)
        now = self.copies.get(copy)
        if now is None or name.event == name.path[-1][0]:
            return now
        inner = self.changes.now(name.event)
        return None if inner is None else inner_name(now, inner)

    def take(self, number: int, step: Recorded) -> None:
        event, now = step.activity, self.name(step.activity)
        if event not in self.old.graph and event not in self.new.graph:
            raise UnknownEvent(event)
        before, after = self.before, self.after
        with suppress(DcrError):  # the old graph's quarrel with its own history is not asked here
            self.before = self._done(self.old, before, event, step)
        if now is None:
            self.lost.append(self._gone(number, event))
            return
        try:
            self.after = self._done(self.new, after, now, step)
        except NotEnabled as refusal:
            why = refusal.explanation
            self.lost.append(Lost(number, event, Cause.REFUSED, str(refusal), why))
        except BadValue as error:
            self.lost.append(Lost(number, event, Cause.VALUE, str(error)))
        except UnknownEvent:
            self.lost.append(self._not_made(number, event))
        else:
            self.carried.append(Carried(number, event, now))
            self._pair_copies(before, after)

    def _gone(self, number: int, event: str) -> Lost:
        if read_name(event) and self.changes.now(event) is not None:
            return self._not_made(number, event)
        return Lost(number, event, Cause.GONE, f"»{self._label(event)}« findes ikke mere.")

    def _not_made(self, number: int, event: str) -> Lost:
        text = f"»{self._label(event)}« er ikke kommet med i sagen."
        return Lost(number, event, Cause.REFUSED, text)

    def _done(self, engine: Engine, m: Marking, event: str, step: Recorded) -> Marking:
        return engine.execute(m, event, at=step.at, roles=step.roles, value=step.value)

    def _label(self, event: str) -> str:
        graph = self.old.graph if event in self.old.graph else self.new.graph
        return graph.event(event).label

    def _pair_copies(self, before: Marking, after: Marking) -> None:
        """The copies that one step made in both graphs are the same, template by template."""
        fresh: dict[str, list[str]] = {}
        for copy in _made(after, self.after):
            fresh.setdefault(copy.rpartition("#")[0], []).append(copy)
        for copy in _made(before, self.before):
            place = self._place(copy.rpartition("#")[0])
            if place is not None and fresh.get(place):
                self.copies[copy] = fresh[place].pop(0)

    def _place(self, place: str) -> str | None:
        """Where the new graph makes the copies that the old made here."""
        around, _, template = place.rpartition("#")
        number, dot, inner = template.partition(".")
        if not around:
            return self.changes.now(place)
        now = self.copies.get(f"{around}#{number}")
        renamed = self.changes.now(inner)
        return None if now is None or renamed is None or not dot else inner_name(now, renamed)


def _made(before: Marking, after: Marking) -> list[str]:
    return [
        copy_name(place, number)
        for place, count in after.instances.items()
        for number in range(before.instances.get(place, 0) + 1, count + 1)
    ]


def _compared(run: _Run, at: datetime) -> Migration:
    old, new, before, after = run.old, run.new, run.before, run.after
    owed = {id: due for id, due in before.pending.items() if id in old.included(before)}
    owes = {id: due for id, due in after.pending.items() if id in new.included(after)}
    names = {id: run.name(id) for id in {*owed, *before.values, *old.enabled(before, at=at)}}
    stands = {now: owed[id] for id, now in names.items() if id in owed and now in owes}
    late = {names.get(due.event) for due in old.overdue(before, at=at)}
    could = {names.get(id) for id in old.enabled(before, at=at)} - {None}
    can = new.enabled(after, at=at)
    return Migration(
        changes=run.changes,
        marking=after,
        carried=tuple(run.carried),
        lost=tuple(run.lost),
        new_duties={id: due for id, due in owes.items() if id not in stands},
        lifted=tuple(id for id in owed if names[id] not in owes),
        moved=tuple(
            Moved(id, stands[id], due)
            for id, due in owes.items()
            if id in stands and stands[id] != due
        ),
        overdue=tuple(due for due in new.overdue(after, at=at) if due.event not in late),
        opened=tuple(id for id in can if id not in could),
        closed=tuple(sorted(id for id in could if id is not None and id not in can)),
        values_lost=tuple(
            id
            for id in before.values
            if id in old.graph and (names[id] is None or names[id] not in after.values)
        ),
        may_close=new.may_close(after, at=at),
    )
