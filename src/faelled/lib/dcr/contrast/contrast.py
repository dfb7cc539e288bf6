"""From a log and a word on what is bad to few rules, each with what the log says for it.

1. Which cases are bad (`bad`), and what is known of them (`case_values`).
2. Candidate rules on people, data, order and time, with who breaks which (`who`, `data`, `flow`,
   `pauses`); what nearly nobody or the very same cases break is left out. Labels are not looked at.
3. Those that chance does not explain (`chance`, `evidence`), and of them the few that do best
   (`choose`), their number settled by inner folds.
4. What they are worth on cases held back (`held_back`), and whom they strike (`fairness`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faelled.lib.dcr.contrast.bad import BadLabel, Labels, known_names, labels
from faelled.lib.dcr.contrast.case_values import DERIVED, TIMED, case_values, persons_named
from faelled.lib.dcr.contrast.choose import called_bad
from faelled.lib.dcr.contrast.data import data_rules
from faelled.lib.dcr.contrast.evidence import Evidence, evidence
from faelled.lib.dcr.contrast.fairness import Uneven, unevenness
from faelled.lib.dcr.contrast.flow import flow_rules
from faelled.lib.dcr.contrast.given import given_rules
from faelled.lib.dcr.contrast.held_back import HeldBack, held_back, rows_chosen
from faelled.lib.dcr.contrast.pauses import time_rules
from faelled.lib.dcr.contrast.practice import practice_rules
from faelled.lib.dcr.contrast.rule import Aspect, Rule
from faelled.lib.dcr.contrast.table import Bools, Table, joined
from faelled.lib.dcr.contrast.who import who_rules
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.values import Scalar

LEVEL = 0.05
FOLDS = 5
LEAST_CASES = 10  # of each kind; from fewer nothing can be learned
MOST_CELLS = 400_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """A log whose every case is good or bad, and the rules to be tried on it."""

    log: EventLog
    bad: Bools
    table: Table
    values: Mapping[str, Sequence[Scalar]]
    unlabelled: int

    @property
    def lengths(self) -> npt.NDArray[np.int64]:
        return np.diff(self.log.bounds)


@dataclass(frozen=True, slots=True)
class Found:
    """A chosen rule, what the log says for it, and whom it strikes more than others."""

    rule: Rule
    evidence: Evidence
    uneven: tuple[Uneven, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """`tried`: the rules tried; `together`: what the chosen ones do as one; `held_back`: the same
    on cases they were not chosen from."""

    rules: tuple[Found, ...]
    bad: int
    good: int
    unlabelled: int
    tried: int
    stopped: int
    struck: int
    uneven: tuple[Uneven, ...]
    held_back: HeldBack


def labelled(
    log: EventLog,
    expression: str,
    *,
    aspects: Sequence[Aspect] = tuple(Aspect),
    without: Sequence[str] = (),
) -> Labelled:
    """The cases that the expression can be asked of, and the candidates.

    `without`: attributes no rule is made on, beside those the expression reads and those that name
    people. Raises BadLabel for one there is not, and where one of the two kinds has too few cases.
    """
    values = case_values(log)
    known_names(without, values)
    found = labels(expression, values, log.cases.height)
    kept = [case for case, bad in enumerate(found.bad) if bad is not None]
    bad = np.array([found.bad[case] for case in kept], bool)
    if min(bad.sum(), (~bad).sum()) < LEAST_CASES:
        raise BadLabel(
            f"Der er {bad.sum()} dårlige og {(~bad).sum()} gode sager; "
            f"der skal være mindst {LEAST_CASES} af hver."
        )
    part = log.part(kept)
    known = {name: [of[case] for case in kept] for name, of in values.items()}
    named, shut = persons_named(part), {*found.names, *without}
    held_by = {name: part.cases[name].to_list() for name in sorted(named - shut)}
    hidden = {*shut, *DERIVED, "id", "concept:name", *named}
    open_values = {name: of for name, of in known.items() if name not in hidden}
    table = _candidates(part, open_values, held_by, aspects, found)
    return Labelled(part, bad, table, known, log.cases.height - len(kept))


def _candidates(
    log: EventLog,
    values: Mapping[str, Sequence[Scalar]],
    held_by: Mapping[str, Sequence[str | None]],
    aspects: Sequence[Aspect],
    found: Labels,
) -> Table:
    parts = []
    if Aspect.WHO in aspects:
        parts += [who_rules(log), practice_rules(log, held_by)]
    if Aspect.DATA in aspects:
        parts.append(data_rules(values))
    if Aspect.FLOW in aspects:
        parts.append(flow_rules(log))
    if Aspect.TIME in aspects:
        parts.append(time_rules(log, measured=not TIMED & found.names))
    alone = joined(parts)
    if not alone.rules:
        raise BadLabel("Sagerne er så ens, at ingen regel kan prøves.")
    table = joined([alone, given_rules(alone)])
    if table.when.size > MOST_CELLS:
        raise BadLabel(
            f"Loggen er for stor: {len(table.rules)} regler og {log.cases.height} sager."
        )
    return table


def contrast(
    cases: Labelled, *, level: float = LEVEL, parts: int = FOLDS, protected: Sequence[str] = ()
) -> Contrast:
    """The rules that set the bad cases apart. BadLabel for a protected attribute there is not."""
    known_names(protected, cases.values)
    guarded = {name: cases.values[name] for name in protected}
    bad, hits = cases.bad, cases.table.hits
    rows = rows_chosen(hits, bad, level)
    told = evidence(cases.table, rows, bad, cases.lengths, min(level, LEVEL), parts)
    found = [
        Found(cases.table.rules[row], proof, tuple(unevenness(hits[row], bad, guarded)))
        for row, proof in zip(rows, told, strict=True)
    ]
    called = called_bad(hits, rows)
    return Contrast(
        tuple(found),
        int(bad.sum()),
        int((~bad).sum()),
        cases.unlabelled,
        cases.table.tried,
        int((called & bad).sum()),
        int((called & ~bad).sum()),
        tuple(unevenness(called, bad, guarded)) if rows else (),
        held_back(hits, bad, level, parts),
    )
