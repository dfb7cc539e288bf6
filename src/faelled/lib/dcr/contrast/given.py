"""Rules asked only of some cases: how many hands a case goes through, given its data or a step.

The graph's language has guards for this. Which rules and conditions are put together does not
depend on who is bad, so the number tried is known and corrected for.
"""

import numpy as np

from faelled.lib.dcr.contrast.rule import KINDS, Rule
from faelled.lib.dcr.contrast.table import NEVER, Table, worth_trying

COUNTED = frozenset({"persons", "units", "handovers", "returns", "events"})
LEAST_SHARE = 0.02  # of the cases: a condition that fewer meet makes no rule worth keeping
MOST_CELLS = 100_000_000


def given_rules(table: Table) -> Table:
    """Each counting rule of the table under each condition in it, where both part the cases."""
    cases = table.when.shape[1]
    hits = table.hits
    counted = [row for row, rule in enumerate(table.rules) if rule.kind in COUNTED]
    conditions = [
        row
        for row, rule in enumerate(table.rules)
        if KINDS[rule.kind].broken and hits[row].sum() >= LEAST_SHARE * cases
    ]
    rules: list[Rule] = []
    found = [np.zeros((0, cases), np.uint16)]
    tried = 0
    for row in counted:
        if tried * cases > MOST_CELLS:
            break
        rule = table.rules[row]
        when = np.maximum(table.when[conditions], table.when[row])
        tried += len(conditions)
        kept = worth_trying((when < NEVER).sum(1), cases)
        found.append(when[kept])
        rules += [Rule(rule.kind, rule.parts, table.rules[conditions[at]]) for at in kept]
    return Table(tuple(rules), np.concatenate(found), tried)
