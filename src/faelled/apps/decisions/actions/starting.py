"""A chain begins."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.decisions.actions.planning import check_steps, people_named, write_steps
from faelled.apps.decisions.actions.writing import START, settle, write_act
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.chains.plans import acting_id, plan_of, step_rows
from faelled.apps.decisions.chains.queries import rules_of, template_specs
from faelled.apps.decisions.chains.run import begun, engine_of
from faelled.apps.decisions.matters import MATTERS, MatterStart
from faelled.apps.decisions.models import Chain, ChainTemplate
from faelled.apps.decisions.planner import PLANNER
from faelled.apps.decisions.specs import MatterRef, StepSpec
from faelled.base.access.actor import Actor, ActorKind


def start_chain(
    matter_ref: MatterRef,
    steps: Sequence[StepSpec] = (),
    *,
    template: ChainTemplate | None = None,
    deadline: datetime | None = None,
    urgent: bool = False,
    comment: str = "",
    by: Actor,
    now: datetime,
) -> Chain:
    """Send a matter through its approvers. ``by`` becomes the responsible.

    With a ``template`` and no steps, the template's; where the authority allows no free chains,
    only those and what its plan makes of the matter. Where a plan says who decides, no other chain
    is begun. One open chain a matter. Raises ChainError with every reason, and nothing is begun.
    """
    if by.kind is not ActorKind.EMPLOYEE or by.employee_id is None:
        raise ChainError(_("Kun en medarbejder kan starte en godkendelse."))
    source = MATTERS[matter_ref.source]
    with transaction.atomic():
        found = source.start(matter_ref.id, by=by, now=now)
        rules = rules_of(by.authority_id)
        chain = new_chain(matter_ref, found, by=by, now=now)
        chain.template, chain.urgent = template, urgent
        chain.deadline = deadline or found.deadline
        steps = _steps_to_take(steps, template, chain, free=rules.free_chains, by=by, now=now)
        people = people_named(steps, by=by)
        refused = check_steps(steps, people, chain, matter_ref, by=by, now=now)
        if Chain.objects.filter(
            authority_id=by.authority_id,
            source=matter_ref.source,
            matter=matter_ref.id,
            state="open",
        ).exists():
            refused.append(_("Der er allerede en godkendelse i gang om det."))
        if refused:
            raise ChainError(*refused)
        chain.save(force_insert=True)
        write_steps(chain, steps, people, rules, first=1, now=now)
        rows = step_rows(chain)
        plan = plan_of(rows)
        engine = engine_of(plan)
        said = _("Startede godkendelsen")
        write_act(chain, verb=START, label=said, comment=comment, key=str(uuid4()), by=by, now=now)
        settle(chain, rows, plan, engine, begun(engine, now), now)
        names = ", ".join(a.name for step in plan for a in step.approvers)
        line = _("Sendt til godkendelse hos %(names)s") % {"names": names}
        source.tell(chain, line, comment, by=by, now=now)
        PLANNER.one.begun(chain, by=by, now=now)
    return chain


def new_chain(ref: MatterRef, found: MatterStart, *, by: Actor, now: datetime) -> Chain:
    """The chain that ``by`` would begin about this, not stored."""
    return Chain(
        authority_id=by.authority_id,
        source=ref.source,
        matter=ref.id,
        case=found.case,
        event_id=found.event_id,
        title=found.title[:200],
        number=found.number[:60],
        party=found.party[:200],
        responsible_id=acting_id(by),
        prepared_by=sorted(by.user_ids),
        deadline=found.deadline,
        started_at=now,
    )


def _steps_to_take(
    steps: Sequence[StepSpec],
    template: ChainTemplate | None,
    chain: Chain,
    *,
    free: bool,
    by: Actor,
    now: datetime,
) -> Sequence[StepSpec]:
    if template is not None and (template.authority_id != by.authority_id or not template.active):
        raise ChainError(_("Skabelonen findes ikke."))
    of_template = template_specs(template) if template else ()
    steps = steps or of_template
    if not free and (template is None or tuple(steps) != tuple(of_template)):
        planned = PLANNER.one.plan(chain, now=now)
        if planned is None or not steps or tuple(steps) != planned.steps:
            raise ChainError(_("Her bruges kun skabeloner. Vælg en skabelon, som den er."))
    return steps
