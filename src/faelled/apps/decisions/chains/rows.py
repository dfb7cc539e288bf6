"""A chain as a line of a list: where it stands, how its deadline looks, and whether it is new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from faelled.apps.decisions.chains.run import Stage
from faelled.apps.decisions.models import Chain, ChainCopy, ChainState, ChainTask
from faelled.apps.decisions.summary import headline
from faelled.apps.decisions.verdicts import drafted_by
from faelled.base.ui import words
from faelled.base.ui.badges import Badge
from faelled.base.ui.drawn import due_words
from faelled.casework.processes.engines import graph_for
from faelled.lib.dates import local_day
from faelled.lib.dcr import Marking

WEEK = timedelta(days=7)


class DeadlineLook(StrEnum):
    """The four states of a deadline in F2's lists: none, far, near, past."""

    NONE = "none"
    FAR = "far"
    NEAR = "near"
    PAST = "past"


def deadline_look(deadline: datetime | None, now: datetime) -> DeadlineLook:
    """More than seven days away is far; seven days or less is near."""
    if deadline is None:
        return DeadlineLook.NONE
    if deadline < now:
        return DeadlineLook.PAST
    return DeadlineLook.FAR if deadline - now > WEEK else DeadlineLook.NEAR


def deadline_badge(look: DeadlineLook) -> Badge:
    """Its icon, with words for who does not see the icon."""
    return {
        DeadlineLook.NONE: Badge(_("Ingen frist"), "neutral", "minus"),
        DeadlineLook.FAR: Badge(_("Mere end 7 dage"), "success", "calendar-month"),
        DeadlineLook.NEAR: Badge(_("Mindre end 7 dage"), "warning", "hourglass"),
        DeadlineLook.PAST: Badge(_("Over fristen"), "error", "error"),
    }[look]


@dataclass(frozen=True, slots=True)
class ChainLine:
    """A chain in a list. ``where`` says whom it waits for, ``of`` how many steps there are."""

    chain: Chain
    where: str
    steps: int
    now: datetime

    @property
    def ours(self) -> bool:
        """Whether it is about a case here, and not a matter of another system."""
        return self.chain.case_id is not None

    @property
    def url(self) -> str:
        return reverse("decisions:chain", kwargs={"uuid": self.chain.uuid})

    @property
    def look(self) -> DeadlineLook:
        return deadline_look(self.chain.deadline, self.now)

    @property
    def deadline_badge(self) -> Badge:
        return deadline_badge(self.look)

    @property
    def due(self) -> SafeString:
        """The deadline in words, without a mark of its own: the icon of its look stands before."""
        due = self.chain.deadline
        if due is None:
            return format_html("{}", _("Ingen frist"))
        said = words.deadline_words(due, self.now)
        return due_words(due, said, words.day_words(local_day(due)), words.Urgency.LATER)

    @property
    def state_kind(self) -> str:
        """The badge's kind."""
        kinds = {ChainState.APPROVED: "approved", ChainState.STOPPED: "neutral"}
        return kinds.get(ChainState(self.chain.state), "active")

    @property
    def state(self) -> str:
        return str(ChainState(self.chain.state).label)


@dataclass(frozen=True, slots=True)
class TurnRow:
    """Somebody's turn in a chain; ``unread`` until they have opened it."""

    line: ChainLine
    task: ChainTask
    headline: str = ""

    @property
    def key(self) -> str:
        """Which card it is in an address: ``turn-12``."""
        return f"turn-{self.task.pk}"

    @property
    def unread(self) -> bool:
        return self.task.seen_at is None

    @property
    def asks(self) -> str:
        if self.task.stage == Stage.UPDATE:
            return _("Sendt tilbage til dig")
        return _("Til din godkendelse")


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy to read."""

    line: ChainLine
    copy: ChainCopy


def with_places(chains: Iterable[Chain]) -> list[Chain]:
    """The chains with who is waited for and their steps read: two queries for all."""
    found = list(chains)
    tasks = Prefetch("tasks", ChainTask.objects.select_related("employee").order_by("pk"))
    prefetch_related_objects(found, tasks, "steps")
    return found


def chain_lines(chains: Iterable[Chain], *, now: datetime) -> list[ChainLine]:
    """Lines of chains, in the order given: two queries."""
    return [_line(chain, now) for chain in with_places(chains)]


def turn_rows(tasks: Iterable[ChainTask], *, now: datetime) -> list[TurnRow]:
    """Turns as cards, in the order given."""
    found = list(tasks)
    with_places([task.chain for task in found])
    return [TurnRow(_line(task.chain, now), task, _headline(task.chain)) for task in found]


def _headline(chain: Chain) -> str:
    """What lies there to be decided; nothing where the title says it, or another system knows."""
    if chain.case is None:
        return ""
    graph = graph_for(chain.case.version_id)
    of = drafted_by(graph.event(chain.event_id)) if chain.event_id in graph else None
    if not of or of not in graph:
        return ""
    said = headline(graph.event(of), Marking.from_json(chain.case.marking).values.get(of))
    return "" if said == chain.title else said


def copy_rows(copies: Iterable[ChainCopy], *, now: datetime) -> list[CopyRow]:
    """Copies as cards, in the order given."""
    found = list(copies)
    with_places([copy.step.chain for copy in found])
    return [CopyRow(_line(copy.step.chain, now), copy) for copy in found]


def chain_subjects(chains: Iterable[Chain]) -> list[str]:
    """What a list of chains has shown, for the log of look-ups; their cases are read with them."""
    found = list(chains)
    return [
        *(chain.ref for chain in found),
        *(chain.case.ref for chain in found if chain.case is not None),
    ]


def place_words(chain: Chain, tasks: Iterable[ChainTask]) -> str:
    """``"Hos Bo Lind"``, ``"Hos sekretariatet for Bo Lind"``; why it is over when it is."""
    if not chain.open:
        return str(ChainState(chain.state).label)
    words = {
        Stage.BEFORE: _("sekretariatet for %(name)s"),
        Stage.AFTER: _("sekretariatet efter %(name)s"),
        Stage.UPDATE: _("%(name)s, der er ansvarlig"),
        Stage.ANSWER: "%(name)s",
    }
    who = [words[Stage(task.stage)] % {"name": task.employee.name} for task in tasks]
    return _("Hos %(who)s") % {"who": ", ".join(who)}


def _line(chain: Chain, now: datetime) -> ChainLine:
    return ChainLine(chain, place_words(chain, chain.tasks.all()), len(chain.steps.all()), now)
