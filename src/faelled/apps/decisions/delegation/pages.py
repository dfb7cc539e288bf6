"""What the pages of delegation show: the plan as a table, the checks, the differences, a chain."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.decisions.delegation.asking import Question, answer
from faelled.apps.decisions.delegation.books import book_of, findings_of
from faelled.apps.decisions.delegation.models import PlanInForce, PlanVersion
from faelled.apps.decisions.delegation.people import NamedChain
from faelled.apps.decisions.delegation.previewing import changes_under
from faelled.apps.decisions.delegation.queries import in_force, positions_missing
from faelled.apps.decisions.delegation.rederiving import ChainChange
from faelled.base.access.actor import Actor, Capability
from faelled.casework.cases.models import Case
from faelled.casework.cases.queries import visible_to
from faelled.lib.dates import local_day
from faelled.lib.delegation import Change, Finding, Rule, Rules, difference
from faelled.lib.delegation.checking import errors_in
from faelled.lib.delegation.wording import (
    chain_in_words,
    decisions_in_words,
    limit_in_words,
    pattern_in_words,
)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as a line of the table."""

    rule: Rule
    kle: str
    decisions: str
    limit: str
    deciders: str
    copies: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An open chain that would change. ``case`` is None where the reader may not see it: then
    only its unit is told.
    """

    change: ChainChange
    case: Case | None
    unit: str

    @property
    def was(self) -> str:
        return people_of(self.change.old)

    @property
    def becomes(self) -> str:
        return people_of(self.change.new)


@dataclass(frozen=True, slots=True)
class VersionPage:
    """Everything on the page of a version."""

    version: PlanVersion
    rules: Rules
    rows: tuple[RuleRow, ...]
    findings: tuple[Finding, ...]
    nobody: tuple[str, ...]
    in_force: tuple[PlanInForce, ...]
    current: PlanVersion | None
    changes: tuple[Change, ...]
    chains: tuple[ChangeRow, ...]
    more_chains: int
    may_manage: bool

    @property
    def is_current(self) -> bool:
        return self.current is not None and self.current.pk == self.version.pk

    @property
    def has_errors(self) -> bool:
        return bool(errors_in(self.findings))

    @property
    def may_put_in_force(self) -> bool:
        return self.may_manage and not self.has_errors and not self.is_current


def version_page(version: PlanVersion, actor: Actor, *, now: datetime) -> VersionPage:
    """Read a version: its rules in the order in which they go before one another, what the check
    says, and what it changes of the plan in force. What it does to open chains is shown to those
    who may put it in force.
    """
    rules, today = book_of(version).rules, local_day(now)
    current = in_force(version.authority_id, today)
    other = current if current is not None and current.pk != version.pk else None
    manages = actor.can(Capability.MANAGE_DELEGATION)
    shown, more = change_rows(version, actor, now=now) if other and manages else ([], 0)
    return VersionPage(
        version=version,
        rules=rules,
        rows=tuple(rule_row(rules, rule) for rule in sorted(rules.rules, key=_as_in_a_book)),
        findings=findings_of(version),
        nobody=tuple(positions_missing(rules, version.authority_id, today)),
        in_force=tuple(version.in_force.order_by("-valid_from", "-pk")),
        current=current,
        changes=tuple(difference(book_of(other).rules, rules)) if other else (),
        chains=tuple(shown),
        more_chains=more,
        may_manage=manages,
    )


def rule_row(rules: Rules, rule: Rule) -> RuleRow:
    """``RuleRow(rule, "99.01.*", "Bevilling", "til og med 12.000 kr.", "Leder i ...", "")``."""
    return RuleRow(
        rule,
        pattern_in_words(rule.kle) + (f" {rule.facet}" if rule.facet else ""),
        decisions_in_words(rules, rule),
        limit_in_words(rule),
        chain_in_words(rules, rule.deciders),
        chain_in_words(rules, rule.copies),
    )


def change_rows(
    version: PlanVersion, actor: Actor, *, now: datetime
) -> tuple[list[ChangeRow], int]:
    """The first open chains that would change, with the cases that the reader may see, and how many
    more there may be.
    """
    preview = changes_under(version, now=now)
    changes = preview.changes
    seen = {
        case.pk: case
        for case in visible_to(actor, now=now).filter(
            pk__in=[change.chain.case_id for change in changes]
        )
    }
    rows = [
        ChangeRow(
            change,
            seen.get(change.chain.case_id or 0),
            change.chain.case.owner_unit.name if change.chain.case else _("sagssystemet"),
        )
        for change in changes
    ]
    return rows, preview.more


def people_of(named: NamedChain) -> str:
    """``"Bo Lind, derefter Lise Krogh"``; what the plan asks for where nobody holds it."""
    return ", derefter ".join(
        " eller ".join(person.employee.name for person in step.people) or step.words
        for step in named.steps
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to "Hvem må afgøre det?"."""

    named: NamedChain
    row: RuleRow | None


def answer_page(version: PlanVersion, question: Question, *, now: datetime) -> Answer:
    named = answer(version, question, now=now)
    rule = named.derived.rule
    return Answer(named, rule_row(book_of(version).rules, rule) if rule else None)


def _as_in_a_book(rule: Rule) -> tuple[str, bool, int]:
    """By KLE number; within one, what has a limit before what has none."""
    limit = rule.amount_up_to
    return (rule.kle, limit is None, int(limit or 0))
