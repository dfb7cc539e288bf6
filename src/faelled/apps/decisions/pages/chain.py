"""One chain as a page: the matter, where it stands, what was done, and what the reader can do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faelled.apps.decisions.chains.errors import MatterUnavailable
from faelled.apps.decisions.chains.eyes import another_place
from faelled.apps.decisions.chains.graph import (
    ADJUST,
    ANSWERS,
    APPROVE,
    CONDITION,
    DIRECT,
    FORWARD,
    RELEASE,
    RETURN,
    REVISE,
    STOP,
    WITHDRAW,
    Act,
)
from faelled.apps.decisions.chains.plans import Plan, acting_id, plan_of, roles_in_chain, step_rows
from faelled.apps.decisions.chains.queries import undoable
from faelled.apps.decisions.chains.rows import ChainLine, chain_lines
from faelled.apps.decisions.chains.run import Stage, engine_of
from faelled.apps.decisions.matters import MATTERS, Matter
from faelled.apps.decisions.models import Chain, ChainAct, ChainState, ChainStep
from faelled.base.access.actor import Actor
from faelled.base.access.separation import may_approve
from faelled.lib.dcr import Engine, Explanation, Field, FieldType, Marking

BUTTONS: Mapping[str, tuple[str | Promise, str, str]] = {
    APPROVE: (gettext_lazy("Godkend"), "button-primary", "check"),
    RELEASE: (gettext_lazy("Frigiv til lederen"), "button-primary", "send"),
    FORWARD: (gettext_lazy("Send videre"), "button-primary", "send"),
    REVISE: (gettext_lazy("Send igen"), "button-primary", "send"),
    ADJUST: (gettext_lazy("Betingelsen er opfyldt"), "button-primary", "check"),
    DIRECT: (gettext_lazy("Send direkte videre"), "button-secondary", "send"),
    CONDITION: (gettext_lazy("Godkend på betingelse"), "button-secondary", "edit"),
    RETURN: (gettext_lazy("Send tilbage"), "button-secondary", "reply"),
    WITHDRAW: (gettext_lazy("Tag tilbage fra lederen"), "button-secondary", "reply"),
}
ICONS = {
    "start": "flag",
    APPROVE: "check",
    CONDITION: "edit",
    RETURN: "reply",
    STOP: "close",
    "comment": "chat",
}


@dataclass(frozen=True, slots=True)
class Button:
    """One act the reader can do now."""

    event_id: str
    label: str
    look: str
    icon: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the approval document, as a timeline takes it."""

    at: datetime
    title: str
    who: str
    text: str
    icon: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step with its people: who has answered, who is waited for, who comes later."""

    number: int
    note: str
    kind: str
    state: str
    approvers: Sequence[str]
    copies: Sequence[str]


@dataclass(frozen=True, slots=True)
class ChainPage:
    """``against``: why the answers that the reader owes cannot be given, in words. ``lawful``: what
    the matter still lacks before it can take effect. ``waits``: it is the reader's turn.
    """

    chain: Chain
    line: ChainLine
    matter: Matter | None
    trouble: str
    steps: Sequence[StepLine]
    told: Sequence[Told]
    buttons: Sequence[Button]
    against: Sequence[str]
    lawful: Sequence[str]
    waits: bool
    last: bool
    why: Explanation | None
    can_stop: bool
    can_change: bool
    can_take_over: bool
    undo: ChainAct | None
    why_no_undo: str
    copy: bool

    @property
    def decides(self) -> bool:
        """Whether the reader's approval is the one that lets it take effect."""
        return self.last and any(Act.parse(one.event_id).verb == APPROVE for one in self.buttons)


def comment_field(page_verbs: Sequence[str]) -> Field:
    """What is written with an answer; the hint says for which it is needed."""
    needed = {RETURN, CONDITION} & set(page_verbs)
    hint = _("Skal udfyldes, når du sender tilbage eller sætter en betingelse.") if needed else ""
    return Field("comment", _("Kommentar"), FieldType.LONGTEXT, help=hint, max="4000")


def read_chain(chain: Chain, actor: Actor, *, now: datetime) -> ChainPage:
    """Everything the page shows for one reader."""
    rows = step_rows(chain)
    plan = plan_of(rows)
    engine, marking = engine_of(plan), Marking.from_json(chain.marking)
    roles = roles_in_chain(chain, plan, actor, now=now)
    matter, lawful, made_by, trouble = _about(chain, actor, now)
    possible = [Act.parse(id) for id in engine.enabled(marking, at=now, roles=roles)]
    acts = list(chain.acts.order_by("seq"))
    hindrance = _hindrance(acts, made_by, actor)
    own = bool(hindrance)
    last = chain.step == len(plan)
    against = _against(
        possible, hindrance=hindrance, lawful=lawful if last else (), trouble=trouble
    )
    undo, why_no_undo = undoable(chain, actor)
    me = acting_id(actor)
    copies = (copy for row in rows for copy in row.copies.all() if copy.employee_id == me)
    return ChainPage(
        chain=chain,
        line=chain_lines([chain], now=now)[0],
        matter=matter,
        trouble=trouble,
        steps=step_lines(rows, chain),
        told=[_told(act) for act in acts],
        buttons=_buttons(possible, own=own, lawful=not (last and (lawful or trouble))),
        against=against,
        lawful=lawful,
        waits=any(
            task.employee_id == me and task.stage in (Stage.ANSWER, Stage.UPDATE)
            for task in chain.tasks.all()
        ),
        last=last,
        why=_why(engine, marking, plan, me, roles, now) if chain.open else None,
        can_change=chain.open and chain.responsible_id == me,
        can_stop=any(act.verb == STOP for act in possible),
        can_take_over=chain.open and chain.responsible_id != me and not _answers(plan, me),
        undo=undo,
        why_no_undo=why_no_undo if acts and _mine(acts, actor) else "",
        copy=any(copy.arrived_at and not copy.read_at for copy in copies),
    )


def _about(
    chain: Chain, actor: Actor, now: datetime
) -> tuple[Matter | None, tuple[str, ...], frozenset[str], str]:
    """The matter, what it lacks, who made it; or what to say when its system does not answer."""
    source, started = MATTERS[chain.source], frozenset(chain.prepared_by)
    try:
        matter = source.describe(chain, actor, now=now)
        lawful = source.lawful_now(chain, actor, now=now) if chain.open else ()
        made_by = source.prepared_by(chain) if chain.open else frozenset()
    except MatterUnavailable as error:
        return None, (), started, " ".join(error.messages)
    return matter, lawful, started | made_by, ""


def _against(
    possible: Sequence[Act], *, hindrance: str, lawful: Sequence[str], trouble: str
) -> list[str]:
    if hindrance and any(act.verb in ANSWERS for act in possible):
        return [hindrance]
    if any(act.verb == APPROVE for act in possible):
        return [*lawful, *([trouble] if trouble else [])]
    return []


def _hindrance(acts: Sequence[ChainAct], made_by: frozenset[str], actor: Actor) -> str:
    """Why this reader answers nothing in the chain, "" where they may."""
    if not may_approve(actor, made_by):
        return _("Du har selv arbejdet på det, eller det er lavet på dine vegne. En anden svarer.")
    if another_place(acts, actor) is not None:
        return _("Du har allerede svaret i kæden for en anden eller som dig selv. En anden svarer.")
    return ""


def _buttons(possible: Sequence[Act], *, own: bool, lawful: bool) -> list[Button]:
    """In the order of the table: what goes forward first."""
    open_ones = {
        act.verb: act
        for act in possible
        if not (act.verb in ANSWERS and own) and not (act.verb == APPROVE and not lawful)
    }
    return [
        Button(str(open_ones[verb]), str(label), look, icon)
        for verb, (label, look, icon) in BUTTONS.items()
        if verb in open_ones
    ]


def _why(
    engine: Engine, marking: Marking, plan: Plan, me: int, roles: frozenset[str], now: datetime
) -> Explanation | None:
    """Why the reader, who answers somewhere in the chain, cannot do it now."""
    for number, step in enumerate(plan, start=1):
        for approver in step.approvers:
            event = str(Act(number, approver.owes, approver.id))
            if approver.id == me and event not in marking.executed:
                found = engine.explain(marking, event, at=now, roles=roles)
                return None if found.possible else found
    return None


def _answers(plan: Plan, me: int) -> bool:
    return any(approver.id == me for step in plan for approver in step.approvers)


def _mine(acts: Sequence[ChainAct], actor: Actor) -> bool:
    return any(act.actor_id == actor.id and act.event_id and not act.undone_at for act in acts)


def _told(act: ChainAct) -> Told:
    said = [act.comment] if act.comment else []
    if act.undone_at is not None:
        said.append(_("Gælder ikke længere: fortrudt af %(name)s.") % {"name": act.undone_by})
    icon = ICONS.get(act.verb, "arrow-forward")
    return Told(act.at, act.label, act.shown_name, "\n".join(said), icon)


def step_lines(rows: Sequence[ChainStep], chain: Chain) -> list[StepLine]:
    """The steps with their people and where each stands."""

    def state(number: int) -> tuple[str, str]:
        if number < chain.step or (not chain.step and chain.state == ChainState.APPROVED):
            return "success", _("Færdigt")
        if number == chain.step and chain.open:
            return "info", _("I gang")
        return "neutral", _("Senere") if chain.open else _("Ikke nået")

    def note(row: ChainStep, count: int) -> str:
        if count == 1:
            return ""
        return _("Én af dem er nok") if row.needs == "one" else _("Alle skal svare")

    return [
        StepLine(
            row.number,
            note(row, len(row.approvers.all())),
            *state(row.number),
            [one.employee.name for one in row.approvers.all()],
            [one.employee.name for one in row.copies.all()],
        )
        for row in rows
    ]
