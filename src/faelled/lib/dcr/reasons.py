"""Why a step is not possible, and what would help: plain data, for pages, logs and machines."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from faelled.lib.dcr.graph import Citation, Relation
from faelled.lib.dcr.values import Json, instant_to_text


class ReasonCode(StrEnum):
    """What is in the way. `SUBPROCESS`: what the event lies in (or is) is not to be had yet.
    `COPIES`: the case has as many copies as it may have."""

    EXCLUDED = "excluded"
    CONDITION = "condition"
    DELAY = "delay"
    MILESTONE = "milestone"
    ROLE = "role"
    GUARD_UNSET = "guard-unset"
    SUBPROCESS = "subprocess"
    TIME_LOCK = "time-lock"
    COPIES = "copies"


class RemedyKind(StrEnum):
    """What to do against a reason: the step itself, one that changes it, time, or somebody else."""

    EXECUTE = "execute"
    EXCLUDE = "exclude"
    INCLUDE = "include"
    CANCEL = "cancel"
    WAIT = "wait"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that takes a reason away.

    `event`: what to execute (itself the answer, or because it excludes, includes or cancels).
    `ready`: it can be done now, by somebody with one of `roles`. Otherwise `first` names what can
    be done now on the way there. `when`: a guard that must hold after it; `fills`: the missing
    value that the event gives. With neither, a ready remedy is certain: afterwards the reason is
    gone.
    """

    kind: RemedyKind
    text: str
    event: str | None = None
    role: str | None = None
    at: datetime | None = None
    ready: bool = True
    first: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    when: str = ""
    fills: str = ""

    def to_json(self) -> dict[str, Json]:
        return {
            "kind": self.kind.value,
            "text": self.text,
            "event": self.event,
            "role": self.role,
            "at": None if self.at is None else instant_to_text(self.at),
            "ready": self.ready,
            "first": [*self.first],
            "roles": [*self.roles],
            "when": self.when,
            "fills": self.fills,
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing in the way: the event it comes from, the rule, the law, and what would help."""

    code: ReasonCode
    text: str
    source: str | None = None
    relation: Relation | None = None
    cites: tuple[Citation, ...] = ()
    remedies: tuple[Remedy, ...] = ()

    def to_json(self) -> dict[str, Json]:
        rule = self.relation
        return {
            "code": self.code.value,
            "text": self.text,
            "source": self.source,
            "relation": None
            if rule is None
            else {
                "kind": rule.kind.value,
                "source": rule.source,
                "target": rule.target,
                "guard": rule.guard,
                "why": rule.why,
            },
            "cites": [str(cite) for cite in self.cites],
            "remedies": [remedy.to_json() for remedy in self.remedies],
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Whether the event is possible, and if not all reasons why.

    >>> first = Reason(ReasonCode.CONDITION, "»Hør parten« skal gøres først.", source="hear")
    >>> Explanation("decide", False, (first,)).to_json()["reasons"][0]["code"]
    'condition'
    """

    event: str
    possible: bool
    reasons: tuple[Reason, ...] = ()

    def to_json(self) -> dict[str, Json]:
        return {
            "event": self.event,
            "possible": self.possible,
            "reasons": [reason.to_json() for reason in self.reasons],
        }
