"""The rules of one chain as a graph that a jurist can read: who answers, in what order, and what a
return, a condition and the secretariat's gate do to that order. Pure: the engine runs it.

Every approver of a step has a turn. It begins when the step opens: the answers become possible and
one is owed. Behind a gate the secretariat first owes the release, and after the answer the
forwarding. ``done`` is the system's own event: it ends the step when nothing in it is owed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from faelled.apps.decisions.specs import ALL, ONE, Needs
from faelled.lib.dcr import Event, Graph, Initial, Kind, Relation, Role

RELEASE, WITHDRAW, FORWARD, DIRECT = "release", "withdraw", "forward", "direct"
APPROVE, CONDITION, RETURN = "approve", "condition", "return"
ADJUST, REVISE, DONE, STOP = "adjust", "revise", "done", "stop"
ANSWERS = (APPROVE, CONDITION, RETURN)
RESPONSIBLE, SYSTEM = "responsible", "system"

LABELS = {
    RELEASE: "Frigiv til {name}",
    WITHDRAW: "Tag tilbage fra {name}",
    FORWARD: "Send videre efter {name}",
    DIRECT: "Send direkte videre",
    APPROVE: "{name} godkender",
    CONDITION: "{name} godkender på betingelse",
    RETURN: "{name} sender tilbage",
    ADJUST: "Opfyld betingelsen fra {name}",
}
# The same when it has been done, as it stands in the story, the history and the case's journal.
DONE_LABELS = {
    RELEASE: "Frigivet til {name}",
    WITHDRAW: "Taget tilbage fra {name}",
    FORWARD: "Sendt videre efter {name}",
    DIRECT: "Sendt direkte videre af {name}",
    APPROVE: "Godkendt af {name}",
    CONDITION: "Godkendt på betingelse af {name}",
    RETURN: "Sendt tilbage af {name}",
    ADJUST: "Betingelsen fra {name} er opfyldt",
    REVISE: "Trin {step} er rettet og sendt igen",
    STOP: "Godkendelsen er trukket tilbage",
}
WHY_RELEASE = "Sekretariatet frigiver den først."
WHY_FORWARD = "Sekretariatet sender den først videre."
WHY_CONDITION = "Den ansvarlige opfylder først betingelsen."
WHY_ANSWER = "Trinnet er først færdigt, når der er svaret."
WHY_REVISE = "Den ansvarlige retter først det, der er sendt tilbage."


@dataclass(frozen=True, slots=True)
class Approver:
    """One who answers. ``gated``: the secretariat stands before and after, unless it passes by
    itself (``auto_release``, ``auto_forward``); ``direct``: may send on past the secretariat;
    ``limited``: may only send back or approve on a condition.
    """

    id: int
    name: str
    gated: bool = False
    auto_release: bool = False
    auto_forward: bool = False
    direct: bool = False
    limited: bool = False

    @property
    def owes(self) -> str:
        """The answer that is owed while it is their turn; any answer lifts it."""
        return CONDITION if self.limited else APPROVE

    @property
    def answers(self) -> tuple[str, ...]:
        return (CONDITION, RETURN) if self.limited else ANSWERS

    @property
    def waits_before(self) -> bool:
        return self.gated and not self.auto_release

    @property
    def waits_after(self) -> bool:
        return self.gated and not self.auto_forward


@dataclass(frozen=True, slots=True)
class PlannedStep:
    approvers: tuple[Approver, ...]
    needs: Needs = ALL


@dataclass(frozen=True, slots=True)
class Act:
    """An event of a chain's graph taken apart: ``Act(1, "approve", 7)`` is ``s1_approve_7``.

    >>> Act.parse("s1_approve_7"), str(Act(2, "done"))
    (Act(step=1, verb='approve', approver=7), 's2_done')
    """

    step: int
    verb: str
    approver: int | None = None

    def __str__(self) -> str:
        head = f"s{self.step}_{self.verb}" if self.step else self.verb
        return head if self.approver is None else f"{head}_{self.approver}"

    @classmethod
    def parse(cls, event_id: str) -> "Act":
        head, *rest = event_id.split("_")
        if not rest:
            return cls(0, head)
        return cls(int(head[1:]), rest[0], int(rest[1]) if len(rest) > 1 else None)


def said_done(act: Act, steps: Sequence[PlannedStep]) -> str:
    """``"Godkendt af Bo Lind"``: an act in words when it has been done."""
    names = {one.id: one.name for step in steps for one in step.approvers}
    return DONE_LABELS[act.verb].format(name=names.get(act.approver or 0, ""), step=act.step)


def employee_role(id: int) -> str:
    """The role of one approver: ``e7``."""
    return f"e{id}"


def gate_role(leader: int) -> str:
    """The role of those who keep the gate before a leader: ``gate7``."""
    return f"gate{leader}"


def chain_graph(steps: Sequence[PlannedStep]) -> Graph:
    """The chain's graph: steps are numbered from 1, each opens when the one before is done.

    >>> graph = chain_graph([PlannedStep((Approver(7, "Bo Lind"),))])
    >>> [event.id for event in graph.events][:3]
    ['s1_approve_7', 's1_condition_7', 's1_return_7']
    """
    numbered = [*enumerate(steps, start=1)]
    last = len(numbered)
    events = [*(e for number, step in numbered for e in _events(number, step)), _stop()]
    relations = [
        rule
        for number, step in numbered
        for rule in (*_rules(number, step, last), *_next(numbered, number))
    ]
    everything = [event.id for event in events]
    relations += [Relation(Kind.EXCLUDE, STOP, id) for id in everything]
    relations += [Relation(Kind.EXCLUDE, str(Act(last, DONE)), id) for id in everything]
    included, pending = _opening(1, steps[0])
    return Graph(
        "godkendelseskaede",
        "1",
        "Godkendelse",
        roles=tuple(_roles(steps)),
        events=tuple(events),
        relations=tuple(dict.fromkeys(relations)),
        initial=Initial(
            included=frozenset({*included, str(Act(1, DONE)), STOP}),
            pending=dict.fromkeys((*pending, str(Act(1, DONE)))),
        ),
    )


def _stop() -> Event:
    return Event(STOP, "Træk godkendelsen tilbage", roles=(RESPONSIBLE,))


def _roles(steps: Sequence[PlannedStep]) -> Iterator[Role]:
    yield Role(RESPONSIBLE, "den ansvarlige")
    yield Role(SYSTEM, "systemet")
    people = {a.id: a for step in steps for a in step.approvers}
    for approver in people.values():
        yield Role(employee_role(approver.id), approver.name)
        yield Role(gate_role(approver.id), f"sekretariatet for {approver.name}")


def _events(number: int, step: PlannedStep) -> Iterator[Event]:
    for a in step.approvers:
        own, gate = (employee_role(a.id),), (gate_role(a.id),)
        verbs = dict.fromkeys(a.answers, own)
        if a.gated:
            verbs |= {RELEASE: gate, WITHDRAW: gate}
        if a.waits_after:
            verbs |= {FORWARD: gate} | ({DIRECT: own} if a.direct else {})
        verbs[ADJUST] = (RESPONSIBLE,)
        for verb, roles in verbs.items():
            yield Event(str(Act(number, verb, a.id)), LABELS[verb].format(name=a.name), roles)
    yield Event(str(Act(number, REVISE)), f"Ret trin {number} og send igen", (RESPONSIBLE,))
    yield Event(str(Act(number, DONE)), f"Trin {number} er færdigt", (SYSTEM,))


def _opening(number: int, step: PlannedStep) -> tuple[list[str], list[str]]:
    """What a step lets in and what it asks for when it opens, for all its approvers."""
    turns = [_turn(number, approver) for approver in step.approvers]
    return [id for turn in turns for id in turn[0]], [id for turn in turns for id in turn[1]]


def _turn(number: int, a: Approver) -> tuple[list[str], list[str]]:
    """The same for one approver: the answers, and before them the release where one is wanted."""
    let_in = [str(Act(number, verb, a.id)) for verb in a.answers]
    asked = [str(Act(number, a.owes, a.id))]
    if a.waits_before:
        let_in.append(str(Act(number, RELEASE, a.id)))
        asked.append(str(Act(number, RELEASE, a.id)))
    elif a.gated:
        let_in.append(str(Act(number, WITHDRAW, a.id)))
    return let_in, asked


def _opens(source: str, opening: tuple[list[str], list[str]]) -> Iterator[Relation]:
    let_in, asked = opening
    yield from (Relation(Kind.INCLUDE, source, id) for id in let_in)
    yield from (Relation(Kind.RESPONSE, source, id) for id in asked)


def _next(numbered: Sequence[tuple[int, PlannedStep]], number: int) -> Iterator[Relation]:
    """A step that is done opens the next."""
    done = str(Act(number, DONE))
    if number < len(numbered):
        after = str(Act(number + 1, DONE))
        yield Relation(Kind.EXCLUDE, done, done)
        yield from _opens(done, _opening(number + 1, numbered[number][1]))
        yield from _opens(done, ([after], [after]))


def _rules(number: int, step: PlannedStep, last: int) -> Iterator[Relation]:
    revise, done = str(Act(number, REVISE)), str(Act(number, DONE))
    yield Relation(Kind.EXCLUDE, revise, revise)
    yield Relation(Kind.MILESTONE, revise, done, why=WHY_REVISE)
    yield from _opens(revise, _opening(number, step))
    for approver in step.approvers:
        yield from _answering(number, step, approver)
        yield from _adjusting(number, step, approver, final=number == last)
        if approver.gated:
            yield from _gate(number, approver)


def _answering(number: int, step: PlannedStep, a: Approver) -> Iterator[Relation]:
    """An answer ends the turn; with ``one`` it ends everybody's; a return ends the whole step."""
    answers = [str(Act(number, verb, a.id)) for verb in a.answers]
    owed, done = str(Act(number, a.owes, a.id)), str(Act(number, DONE))
    others = [b for b in step.approvers if b.id != a.id]
    yield Relation(Kind.MILESTONE, owed, done, why=WHY_ANSWER)
    for answer in answers:
        yield from _take_out(answer, [*answers, *_if(a.gated, str(Act(number, WITHDRAW, a.id)))])
        if answer != owed:
            yield Relation(Kind.CANCEL, answer, owed)
        if step.needs == ONE:
            yield from _take_out(answer, _of(number, others, (RELEASE, WITHDRAW, *ANSWERS)))
    back = str(Act(number, RETURN, a.id))
    of_others = [*_of(number, others, (RELEASE, WITHDRAW, FORWARD, DIRECT, *ANSWERS))]
    conditions = [str(Act(number, ADJUST, b.id)) for b in step.approvers]
    yield from _take_out(back, [*of_others, *conditions])
    yield from (Relation(Kind.CANCEL, back, id) for id in (*of_others, *conditions))
    yield from _opens(back, ([str(Act(number, REVISE))], [str(Act(number, REVISE))]))


def _adjusting(number: int, step: PlannedStep, a: Approver, *, final: bool) -> Iterator[Relation]:
    """A condition is met by the responsible. In the last step its author then answers again:
    nothing takes effect without a last approval by the approver's own hand.
    """
    set_by, adjust = str(Act(number, CONDITION, a.id)), str(Act(number, ADJUST, a.id))
    yield from _opens(set_by, ([adjust], [adjust]))
    yield Relation(Kind.EXCLUDE, adjust, adjust)
    yield Relation(Kind.MILESTONE, adjust, str(Act(number, DONE)), why=WHY_CONDITION)
    for answer in _of(number, step.approvers, ANSWERS):
        yield Relation(Kind.MILESTONE, adjust, answer, why=WHY_CONDITION)
    if final and not a.limited:
        yield from _opens(adjust, _turn(number, a))


def _gate(number: int, a: Approver) -> Iterator[Relation]:
    """Before the leader: release, which can be taken back until the leader has answered. After:
    forward, or the leader sends on directly where that is allowed.
    """
    answers = [str(Act(number, verb, a.id)) for verb in a.answers]
    release, withdraw = str(Act(number, RELEASE, a.id)), str(Act(number, WITHDRAW, a.id))
    yield from _take_out(release, [release])
    yield from _take_out(withdraw, [withdraw])
    yield Relation(Kind.INCLUDE, release, withdraw)
    yield from _opens(withdraw, ([release], [release]))
    yield from (Relation(Kind.MILESTONE, release, id, why=WHY_RELEASE) for id in answers)
    if not a.waits_after:
        return
    forward, direct = str(Act(number, FORWARD, a.id)), str(Act(number, DIRECT, a.id))
    onward = [forward, *_if(a.direct, direct)]
    for answer in answers:
        yield from _opens(answer, (onward, [forward]))
    for way in onward:
        yield from _take_out(way, onward)
    if a.direct:
        yield Relation(Kind.CANCEL, direct, forward)
    for held in (Act(number, DONE), Act(number, REVISE), Act(number, ADJUST, a.id)):
        yield Relation(Kind.MILESTONE, forward, str(held), why=WHY_FORWARD)


def _of(number: int, approvers: Iterable[Approver], verbs: Iterable[str]) -> Iterator[str]:
    """The events of these verbs that these approvers have."""
    wanted = tuple(verbs)
    for a in approvers:
        has = {*a.answers}
        has |= {RELEASE, WITHDRAW} if a.gated else set()
        has |= {FORWARD, *_if(a.direct, DIRECT)} if a.waits_after else set()
        yield from (str(Act(number, verb, a.id)) for verb in wanted if verb in has)


def _take_out(source: str, targets: Iterable[str]) -> Iterator[Relation]:
    return (Relation(Kind.EXCLUDE, source, target) for target in targets)


def _if(wanted: bool, id: str) -> tuple[str, ...]:
    return (id,) if wanted else ()
