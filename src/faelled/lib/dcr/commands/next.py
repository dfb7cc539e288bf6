"""``faelled dcr next GRAPH LOG --train-until DATE``: how often is the next step foretold?

Learnt from what happened before the date, asked of the cases that began on it or later. The end of
a case counts as a step; the first step of a case is not asked about. Only what the graph allows is
ever suggested. With `--case`: one suggestion, its grounds, and the way to the end.
"""

from argparse import ArgumentParser, Namespace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from faelled.lib.dates.duration import COPENHAGEN
from faelled.lib.dcr.commands.codes import OK
from faelled.lib.dcr.commands.files import BadInput, graph_in
from faelled.lib.dcr.commands.log_arguments import add_log, log_of
from faelled.lib.dcr.commands.next_case import tell_case
from faelled.lib.dcr.commands.telling import number, percent, tell
from faelled.lib.dcr.guidance.baseline import over_folds
from faelled.lib.dcr.guidance.calibration import Calibrated
from faelled.lib.dcr.guidance.goal import Goal
from faelled.lib.dcr.guidance.history import Course, courses_of
from faelled.lib.dcr.guidance.measure import Measured, measure
from faelled.lib.dcr.guidance.suggestion import hours
from faelled.lib.dcr.logs import LogError
from faelled.lib.dcr.values import Json


def add(parser: ArgumentParser) -> None:
    parser.add_argument("graph", type=Path, metavar="GRAPH", help="Grafen.")
    add_log(parser)
    parser.add_argument(
        "--train-until",
        required=True,
        metavar="DATO",
        help="Lær af det, der skete før denne dag; spørg om sager, der begyndte da eller senere.",
    )
    parser.add_argument(
        "--case", metavar="SAG", help="Foreslå i stedet det næste trin i denne sag, som den var da."
    )
    parser.add_argument(
        "--deadline", metavar="DATO", help="Målet med --case: sagen er slut inden da."
    )
    parser.add_argument(
        "--avoid", action="append", default=[], metavar="NAVN", help="Målet: dette sker ikke."
    )


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    until = _moment("--train-until", args.train_until)
    graph = graph_in(args.graph)
    try:
        courses = courses_of(log_of(args))
    except LogError as error:
        raise BadInput(f"{args.log}: {error}") from error
    if args.case is not None:
        deadline = None if args.deadline is None else _moment("--deadline", args.deadline)
        goal = Goal(deadline, frozenset(args.avoid))
        return tell_case(args, out, graph, courses, until, goal)
    found = measure(graph, courses, until)
    if found is None:
        raise BadInput(f"{args.log}: der er ingen sager på den ene side af {args.train_until}.")
    _tell(args, out, found, courses)
    return OK


def _moment(option: str, text: str) -> datetime:
    """A day (from its first minute, in Denmark) or a moment.

    >>> _moment("--deadline", "2012-04-18").isoformat()
    '2012-04-18T00:00:00+02:00'
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(f"{option}: »{text}« er ikke en dato.") from error
    return found if found.tzinfo else found.replace(tzinfo=COPENHAGEN)


def _tell(args: Namespace, out: TextIO, found: Measured, courses: list[Course]) -> None:
    folds = over_folds(courses)
    half_life = found.way.half_life
    told: dict[str, Json] = {
        "accuracy": found.accuracy,
        "accuracy_learning_on": found.learning_on,
        "reference": found.reference,
        "reference_5_fold": folds,
        "ceiling": found.ceiling,
        "lessons": found.lessons,
        "cases": found.cases,
        "steps": found.steps,
        "barred": found.barred,
        "half_life_days": None if half_life is None else half_life.days,
        "asks_who": found.way.who,
        "told": None if found.told is None else _told(found.told),
    }
    fades = "glemmes ikke" if half_life is None else f"tæller halvt efter {half_life.days} dage"
    lines = [
        f"Lært af {number(found.lessons)} trin; det lærte {fades}.",
        f"Spurgt om {number(found.steps)} trin i {number(found.cases)} senere sager.",
        f"Forudset rigtigt: {percent(found.accuracy)}",
        f"Når der læres videre undervejs: {percent(found.learning_on)}",
        f"Det sædvanlige næste trin, uden grafen: {percent(found.reference)}",
        f"Det samme over hele loggen i fem dele: {percent(folds)}",
        f"Loft, når kun rækkefølgen kendes: {percent(found.ceiling)}",
        f"Trin, som grafen ikke tillader (tæller som fejl): {number(found.barred)}",
    ]
    if found.told is not None:
        lines += _told_lines(found.told)
    tell(args, out, told, lines)


def _told(told: Calibrated) -> dict[str, Json]:
    return {
        "asked": told.asked,
        "error_hours": hours(told.error),
        "naive_error_hours": hours(told.naive_error),
        "within": told.within,
        "span_hours": hours(told.span),
        "open": told.open,
        "brier": told.brier,
        "naive_brier": told.naive_brier,
        "bins": [
            {
                "low": one.low,
                "high": one.high,
                "cases": one.cases,
                "told": one.told,
                "came": one.came,
            }
            for one in told.bins
        ],
    }


def _told_lines(told: Calibrated) -> list[str]:
    """What a reader needs to trust the times and the risks, or not to."""
    span, error, naive = (days(one) for one in (told.span, told.error, told.naive_error))
    lines = [
        f"Resten af tiden, spurgt {number(told.asked)} gange, hvor forslaget blev fulgt:",
        f"  i gennemsnit {error} dage ved siden af (det samme svar til alle: {naive}).",
        f"  Det sagte spænd, som skal holde for 80 % af sagerne, holdt for {percent(told.within)}.",
    ]
    if told.open:
        lines += [
            f"Risikoen for at tage mere end {span} dage, Brier-tal (0 er fejlfrit):",
            f"  {decimal(told.brier)} (det samme svar til alle: {decimal(told.naive_brier)}).",
        ]
        lines += [
            f"  sagt {percent(one.told)}: {percent(one.came)} af {number(one.cases)} for sent."
            for one in told.bins
        ]
    return lines


def days(span: timedelta) -> str:
    """
    >>> days(timedelta(hours=36))
    '1,5'
    """
    return f"{span / timedelta(days=1):.1f}".replace(".", ",")


def decimal(value: float) -> str:
    """
    >>> decimal(0.0789)
    '0,079'
    """
    return f"{value:.3f}".replace(".", ",")
