"""``faelled dcr next ... --case ID``: what to do next in one case of the log, and why."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from typing import TextIO

from faelled.lib.dates.calendar import danish_calendar
from faelled.lib.dates.duration import COPENHAGEN
from faelled.lib.dcr.commands.codes import OK
from faelled.lib.dcr.commands.files import BadInput
from faelled.lib.dcr.commands.telling import percent, tell
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.guidance.goal import Goal
from faelled.lib.dcr.guidance.guide import Guide
from faelled.lib.dcr.guidance.history import Course
from faelled.lib.dcr.guidance.legs import DRAWS, Leg, Route
from faelled.lib.dcr.guidance.saying import span
from faelled.lib.dcr.guidance.suggestion import Advice, Suggestion
from faelled.lib.dcr.replay import Recorded, replay
from faelled.lib.dcr.sentences import moment
from faelled.lib.dcr.values import Json

ADVICE = {Advice.END: "Afslut sagen.", Advice.WAIT: "Vent."}


def tell_case(
    args: Namespace, out: TextIO, graph: Graph, courses: Sequence[Course], at: datetime, goal: Goal
) -> int:
    """The case as it stood at `at`; other cases are known as they stood then."""
    course = next((one for one in courses if one.id == args.case), None)
    if course is None or course.begun >= at:
        raise BadInput(f"{args.log}: sagen »{args.case}« er ikke begyndt før {args.train_until}.")
    engine = Engine(graph, calendar=danish_calendar())
    so_far = course.until(at)
    steps = [
        Recorded(name, moment) for name, moment in zip(so_far.trace, so_far.moments, strict=True)
    ]
    run = replay(engine, steps, start=so_far.begun)
    marking = run.markings[0]
    others = [one for one in courses if one is not course]
    found = Guide(engine, others, at).suggest(marking, so_far, at, goal=goal or None)
    labels = {event.id: event.label for event in engine.events(marking)}
    told: dict[str, Json] = {"case": course.id, "violations": len(run.violations)}
    tell(args, out, told | found.to_json(), _lines(found, labels))
    return OK


def _lines(found: Suggestion, labels: dict[str, str]) -> list[str]:
    event = found.event
    step = ADVICE[found.advice] if event is None else f"Næste trin: »{labels.get(event, event)}«"
    lines = [step, found.text]
    if found.route is not None:
        lines += _way(found.route, labels)
    if found.others:
        lines.append("Kan også gøres (andel af tidligere sager):")
        for one in found.others[:5]:
            name = "slut" if one.event is None else labels.get(one.event, one.event)
            lines.append(f"  {percent(one.share):>8}  {name}")
    return lines


def _way(route: Route, labels: dict[str, str]) -> list[str]:
    """The steps to the end with their times from now, and the chance to make the deadline."""
    lines = ["Vejen til slut (tid fra nu; de fleste inden):"]
    lines += [_leg(leg, labels.get(leg.event, leg.event)) for leg in route.legs]
    if route.chance is not None:
        of = (
            f"{route.went} sager, der gik netop den vej"
            if route.went
            else f"{DRAWS} prøvede forløb"
        )
        lines.append(f"Vejen når fristen i {percent(route.chance)} af {of}.")
    return lines


def _leg(leg: Leg, label: str) -> str:
    due = "" if leg.due is None else f"; frist {moment(leg.due, COPENHAGEN)}"
    sure = "" if leg.certain else "; kræver svar eller trin, der ikke kendes endnu"
    return f"  {label}: {span(leg.after.middle)} ({span(leg.after.high)}){due}{sure}"
