"""``faelled dcr contrast LOG --bad EXPR``: few rules that set the bad cases apart."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from typing import TextIO

from faelled.lib.dcr.commands.codes import FOUND, OK
from faelled.lib.dcr.commands.files import BadInput
from faelled.lib.dcr.commands.log_arguments import add_log, log_of
from faelled.lib.dcr.commands.telling import number, percent, tell
from faelled.lib.dcr.contrast.contrast import FOLDS, LEVEL, Contrast, Found, contrast, labelled
from faelled.lib.dcr.contrast.early import Early, early
from faelled.lib.dcr.contrast.evidence import Evidence
from faelled.lib.dcr.contrast.fairness import Uneven
from faelled.lib.dcr.contrast.held_back import HeldBack
from faelled.lib.dcr.contrast.rule import Aspect
from faelled.lib.dcr.values import Json


def add(parser: ArgumentParser) -> None:
    add_log(parser)
    parser.add_argument(
        "--bad",
        required=True,
        metavar="UDTRYK",
        help="Hvilke sager er dårlige, fx 'duration > p75(duration)' eller \"channel = 'Post'\".",
    )
    parser.add_argument(
        "--about",
        default=",".join(Aspect),
        metavar="EMNER",
        help="Hvad reglerne må handle om: flow, who, data, time (alle).",
    )
    parser.add_argument(
        "--protected",
        default="",
        metavar="NAVNE",
        help="Attributter, som ingen må rammes skævt efter; de bruges ikke i regler.",
    )
    parser.add_argument(
        "--without", default="", metavar="NAVNE", help="Andre attributter, der ikke må bruges."
    )
    parser.add_argument(
        "--level",
        type=share,
        default=LEVEL,
        help=f"Hvor stor en del af reglerne der må være tilfældige ({LEVEL}); 1: spørg ikke.",
    )
    parser.add_argument(
        "--folds", type=parts, default=FOLDS, help=f"Dele, loggen prøves i ({FOLDS})."
    )
    parser.add_argument(
        "--early", action="store_true", help="Sig også, hvad reglerne dur til, mens sagen løber."
    )


def share(text: str) -> float:
    """
    >>> share("0.05")
    0.05
    """
    value = float(text)
    if not 0 < value <= 1:
        raise ArgumentTypeError(f"»{text}« skal være over 0 og højst 1.")
    return value


def parts(text: str) -> int:
    value = int(text)
    if not 2 <= value <= 50:
        raise ArgumentTypeError(f"»{text}« skal være fra 2 til 50.")
    return value


def listed(text: str) -> list[str]:
    """
    >>> listed("age, channel")
    ['age', 'channel']
    """
    return [part.strip() for part in text.split(",") if part.strip()]


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    unknown = set(listed(args.about)) - set(Aspect)
    if unknown or not listed(args.about):
        raise BadInput(f"--about: vælg blandt {', '.join(Aspect)}.")
    protected = listed(args.protected)
    cases = labelled(
        log_of(args),
        args.bad,
        aspects=[Aspect(name) for name in listed(args.about)],
        without=[*listed(args.without), *protected],
    )
    found = contrast(cases, level=args.level, parts=args.folds, protected=protected)
    later = list(early(cases, args.level, args.folds)) if args.early else []
    tell(args, out, _told(found, later, args.level), _lines(found, later, args.level))
    return FOUND if found.rules else OK


def _told(found: Contrast, later: list[Early], level: float) -> dict[str, Json]:
    return {
        "bad": found.bad,
        "good": found.good,
        "unlabelled": found.unlabelled,
        "tried": found.tried,
        "rules": [_rule_told(rule, level) for rule in found.rules],
        "together": {
            "bad_stopped": found.stopped,
            "good_hit": found.struck,
            "fairness": [_uneven_told(one) for one in found.uneven],
        },
        "held_back": _held_back_told(found.held_back),
        "early": [
            {"events": one.events, "cases": one.cases, **_held_back_told(one.held_back)}
            for one in later
        ],
    }


def _rule_told(found: Found, level: float) -> dict[str, Json]:
    proof = found.evidence
    return {
        "sentence": found.rule.sentence,
        "relations": list(found.rule.arrows),
        "about": found.rule.aspect.value,
        "bad_stopped": proof.bad_hit,
        "bad_stopped_share": proof.bad_hit / proof.bad,
        "good_hit": proof.good_hit,
        "good_hit_share": proof.good_hit / proof.good,
        "support": proof.support,
        "confidence": proof.confidence,
        "lift": proof.lift,
        "p": proof.p,
        "q": proof.q,
        "may_be_chance": _may_be_chance(proof.q, level),
        "stable_folds": proof.stable,
        "folds": proof.folds,
        "seen_before_last_event": proof.in_time,
        "fairness": [_uneven_told(one) for one in found.uneven],
    }


def _uneven_told(one: Uneven) -> dict[str, Json]:
    return {
        "attribute": one.attribute,
        "group": one.group,
        "among": "good" if one.wrongly else "all",
        "share": one.share,
        "others": one.others,
        "difference_from": one.low,
        "difference_to": one.high,
        "warning": one.warns,
    }


def _held_back_told(one: HeldBack) -> dict[str, Json]:
    return {
        "accuracy": one.counts.accuracy,
        "balanced": one.balanced,
        "rules_mean": one.rules,
        "rules_most": one.most,
    }


def _may_be_chance(corrected: float, level: float) -> bool:
    """Also where chance was not asked about (level 1), rules are held to the usual level."""
    return corrected > min(level, LEVEL)


def _lines(found: Contrast, later: list[Early], level: float) -> Iterator[str]:
    yield f"{number(found.bad)} dårlige og {number(found.good)} gode sager."
    if found.unlabelled:
        yield f"Uden svar, ikke talt med: {number(found.unlabelled)}."
    yield f"{number(found.tried)} regler er prøvet."
    if not found.rules:
        yield "Ingen regel skiller sagerne bedre, end tilfældet kunne."
    for place, rule in enumerate(found.rules, 1):
        yield ""
        yield from _rule_lines(place, rule, level)
    if found.rules:
        yield ""
        yield f"Alle regler tilsammen: {_effect(found.stopped, found.struck, found)}"
        yield from _warnings(found.uneven)
        yield "Reglerne siger, hvad der fulgtes ad i gamle sager, ikke hvorfor."
    held = found.held_back
    yield (
        f"Prøvet på sager, reglerne ikke er fundet i: {percent(held.counts.accuracy)} kaldes "
        f"rigtigt; afbalanceret (gode og dårlige vejer lige, gæt giver 50 %) "
        f"{percent(held.balanced)}."
    )
    for one in later:
        when = "Efter halvdelen af tiden" if one.events is None else f"Efter trin {one.events}"
        yield f"{when} ({number(one.cases)} sager): afbalanceret {percent(one.held_back.balanced)}."


def _effect(stopped: int, struck: int, cases: Contrast | Evidence) -> str:
    """What would have come of it, had it been in force."""
    return (
        f"{number(stopped)} af {number(cases.bad)} dårlige sager var standset "
        f"({percent(stopped / cases.bad)}), og {number(struck)} af {number(cases.good)} gode "
        f"var ramt ({percent(struck / cases.good)})."
    )


def _rule_lines(place: int, found: Found, level: float) -> Iterator[str]:
    proof = found.evidence
    yield f"{place}. {found.rule.sentence}"
    for arrow in found.rule.arrows:
        yield f"   {arrow}"
    yield (
        f"   Brydes i {number(proof.bad_hit + proof.good_hit)} sager ({percent(proof.support)} af "
        f"alle). {percent(proof.confidence)} af dem er dårlige, {_decimal(proof.lift)} gange så "
        "stor en andel som af alle sager."
    )
    yield f"   Havde reglen gældt: {_effect(proof.bad_hit, proof.good_hit, proof)}"
    chance = f"p = {proof.p:.1e}, rettet for antallet af regler {proof.q:.1e}".replace(".", ",")
    doubt = "Det kan være tilfældigt" if _may_be_chance(proof.q, level) else "Næppe tilfældigt"
    yield f"   {doubt} ({chance}). Holder i {proof.stable} af {proof.folds} dele af loggen."
    yield f"   Ses før sagens sidste trin i {percent(proof.in_time)} af de dårlige sager."
    yield from _warnings(found.uneven)


def _warnings(uneven: tuple[Uneven, ...]) -> Iterator[str]:
    for one in uneven:
        if one.warns:
            among = "gode sager" if one.wrongly else "alle sager"
            yield (
                f"   ADVARSEL: rammer skævt. Af {among} med {one.attribute} = {one.group} brydes "
                f"den af {percent(one.share)}, af de andre {percent(one.others)} "
                f"(forskel {percent(one.low)} til {percent(one.high)})."
            )
    if uneven and not any(one.warns for one in uneven):
        names = ", ".join(sorted({one.attribute for one in uneven}))
        yield f"   Rammer ingen gruppe skævt efter {names}."


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
