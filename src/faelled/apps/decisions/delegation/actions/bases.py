"""By what a chain stands: a row that is never changed, and an entry in the log."""

from collections.abc import Sequence
from datetime import datetime

from faelled.apps.decisions.delegation.models import ChainBasis, PlanVersion
from faelled.apps.decisions.delegation.people import NamedChain
from faelled.apps.decisions.delegation.rederiving import newest_basis
from faelled.apps.decisions.models import Chain
from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.lib.delegation.wording import place_in_words


def keep_basis(
    chain: Chain,
    version: PlanVersion,
    named: NamedChain,
    lines: Sequence[str],
    *,
    problem: str = "",
    by: Actor,
    now: datetime,
) -> None:
    """The row that says by what the chain stands, and the entry that says it in the log."""
    derived, before = named.derived, newest_basis(chain)
    rule = derived.rule.id if derived.rule else ""
    ChainBasis.objects.create(
        chain=chain,
        version=version,
        rule=rule,
        kle=derived.matter.kle,
        facet=derived.matter.facet,
        decision=derived.matter.decision[:100],
        amount=derived.matter.amount,
        steps=[
            {
                "words": step.words,
                "people": [one.employee.name for one in step.people],
                "ids": [*step.ids],
            }
            for step in named.steps
        ],
        reasons=list(derived.reasons),
        changes=list(lines),
        problem=problem[:1_000],
        made_by=by.id,
        made_by_name=by.shown_name,
        at=now,
    )
    log_write(
        by,
        stream=chain.ref,
        action="chain.derive",
        subjects=[chain.ref, *([chain.case.ref] if chain.case else [])],
        detail={
            "version": version.number,
            "rule": rule,
            "old_version": before.version.number if before else 0,
            "old_rule": before.rule if before else "",
            "place": place_in_words(derived.rule) if derived.rule else "",
        },
        now=now,
    )
