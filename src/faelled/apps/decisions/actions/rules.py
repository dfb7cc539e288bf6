"""What an authority decides about its chains: saved ones, whether others may be made, and gates."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.decisions.actions.planning import people_named
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.chains.gates import gate_of, may_set_gate
from faelled.apps.decisions.models import ChainRules, ChainTemplate, LeaderGate, TemplateStep
from faelled.apps.decisions.specs import StepSpec
from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import require_capability, require_same_authority
from faelled.base.people.models import Employee

MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Gate:
    """How the gate before a leader works; see `models.LeaderGate`."""

    auto_release: bool = False
    auto_forward: bool = False
    direct: bool = False
    limited: bool = False


def save_template(
    name: str, steps: Sequence[StepSpec], *, by: Actor, now: datetime
) -> ChainTemplate:
    """Keep a chain for everybody in the authority. Raises Refused or ChainError."""
    require_capability(by, Capability.MANAGE_PEOPLE)
    name = name.strip()
    if not name or not steps or any(not step.approvers for step in steps):
        raise ChainError(_("En skabelon har et navn og mindst én godkender i hvert trin."))
    with transaction.atomic():
        people = people_named(steps, by=by)
        taken = ChainTemplate.objects.filter(authority_id=by.authority_id, name=name, active=True)
        if taken.exists():
            raise ChainError(_("Der er allerede en skabelon med det navn."))
        template = ChainTemplate.objects.create(authority_id=by.authority_id, name=name)
        for number, spec in enumerate(steps, start=1):
            row = TemplateStep.objects.create(
                template=template, number=number, needs=spec.needs, write=spec.write
            )
            row.approvers.set([people[pk] for pk in spec.approvers])
            row.copies.set([people[pk] for pk in spec.copies])
        _log(by, "chain.template", {"template": str(template.uuid)}, now)
    return template


def retire_template(template: ChainTemplate, *, by: Actor, now: datetime) -> None:
    """Nobody starts from it any more; chains that run keep what they took from it."""
    require_capability(by, Capability.MANAGE_PEOPLE)
    require_same_authority(by, template.authority_id)
    with transaction.atomic():
        template.active = False
        template.save(update_fields=["active"])
        _log(by, "chain.template-retired", {"template": str(template.uuid)}, now)


def set_rules(
    *, free_chains: bool, send_directly: bool, copy_days: int, by: Actor, now: datetime
) -> ChainRules:
    """Decide for the authority. Raises Refused, or ChainError for days that make no sense."""
    require_capability(by, Capability.MANAGE_PEOPLE)
    if not 1 <= copy_days <= MOST_DAYS:
        raise ChainError(_("Skriv et antal dage fra 1 til 3650."))
    chosen = {
        "free_chains": free_chains,
        "send_directly": send_directly,
        "copy_days": copy_days,
    }
    with transaction.atomic():
        rules, _made = ChainRules.objects.update_or_create(
            authority_id=by.authority_id, defaults=chosen
        )
        _log(by, "chain.rules", chosen, now)
    return rules


def set_gate(leader: Employee, gate: Gate, *, by: Actor, now: datetime) -> LeaderGate:
    """Decide how the gate before one leader works, for chains planned from now on.

    The leader decides on their own gate, but not whether they are limited. Raises Refused.
    """
    require_same_authority(by, leader.authority_id)
    if not may_set_gate(by, leader) or gate.limited != gate_of(leader).limited:
        require_capability(by, Capability.MANAGE_PEOPLE)
    with transaction.atomic():
        row, _made = LeaderGate.objects.update_or_create(leader=leader, defaults=asdict(gate))
        _log(by, "chain.gate", {"leader": str(leader.uuid), **asdict(gate)}, now)
    return row


def _log(by: Actor, action: str, detail: Mapping[str, str | int | bool], now: datetime) -> None:
    log_write(
        by,
        stream=f"authority:{by.authority_id}",
        action=action,
        subjects=[],
        detail={**detail},
        now=now,
    )
