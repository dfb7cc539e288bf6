"""What guidance answers: one thing to do next, with its grounds."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from faelled.lib.dcr.guidance.goal import Rest, Risk
from faelled.lib.dcr.guidance.legs import Leg, Route
from faelled.lib.dcr.guidance.similar import Likeness
from faelled.lib.dcr.timing import Due
from faelled.lib.dcr.values import Json


class Advice(StrEnum):
    """`END` is only said when nothing is owed; `WAIT` when nothing can be done now."""

    STEP = "step"
    END = "end"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Option:
    """An enabled event (None: to end), the share of it in history, and the risk of those that took
    it."""

    event: str | None
    share: float
    risk: Risk


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`event`: an enabled one, of a STEP. `likeness`, `alike`, `took`: how like past cases are, how
    many, and how many of them did this next. `rest`, `risk`: of the cases alike that did this, as
    far as the guide looks (`similar.Sight`); None where history has none. `due`: what the graph
    itself wants done soonest. `text`: the reason, in Danish. `others`: what else can be done, the
    most usual first."""

    advice: Advice
    event: str | None
    share: float
    likeness: Likeness
    alike: int
    took: int
    rest: Rest | None
    risk: Risk | None
    route: Route | None
    due: Due | None
    text: str
    others: tuple[Option, ...] = ()

    def to_json(self) -> dict[str, Json]:
        rest, risk, route = self.rest, self.risk, self.route
        return {
            "advice": self.advice.value,
            "event": self.event,
            "share": self.share,
            "likeness": self.likeness.value,
            "alike": self.alike,
            "took": self.took,
            "rest_hours": None if rest is None else _rest(rest),
            "risk": None if risk is None else _risk(risk),
            "route": None if route is None else [*route.events],
            "route_hours": None if route is None else hours(route.takes),
            "route_chance": None if route is None else route.chance,
            "route_went": None if route is None else route.went,
            "legs": [] if route is None else [_leg(leg) for leg in route.legs],
            "due": None
            if self.due is None
            else {"event": self.due.event, "deadline": self.due.deadline.isoformat()},
            "text": self.text,
            "others": [
                {"event": one.event, "share": one.share, "risk": _risk(one.risk)}
                for one in self.others
            ],
        }


def hours(span: timedelta) -> float:
    return round(span / timedelta(hours=1), 2)


def _rest(rest: Rest) -> dict[str, Json]:
    return {"low": hours(rest.low), "middle": hours(rest.middle), "high": hours(rest.high)}


def _leg(leg: Leg) -> Json:
    return {
        "event": leg.event,
        "after_hours": _rest(leg.after),
        "due": None if leg.due is None else leg.due.isoformat(),
        "certain": leg.certain,
    }


def _risk(risk: Risk) -> Json:
    if not risk.cases:
        return None
    return {
        "share": risk.share,
        "low": risk.low,
        "high": risk.high,
        "missed": risk.missed,
        "cases": risk.cases,
    }
