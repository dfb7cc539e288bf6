"""The other holder's signature: found from the custody rows, asked for at once, never typed.

``{ kind = "co-sign", who = "other-holder", role = "other_parent", ask = "ask_other",
none = "no_other", unless = "shelter", shows = "school, from" }`` on a step says: whoever else has
custody of the child it is about becomes a party with ``role``, and the system takes the step
``ask``, which sends the letter and makes the signature a pending step with its deadline; where
nobody else has custody it takes ``none``. With a yes to the field ``unless`` nobody is asked.
``shows`` are the only answers that the other reads. ADR 18 says why the case does not wait.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from faelled.apps.intake.asked import Answer
from faelled.apps.intake.effects import CO_SIGN, CO_SIGNATURE, told
from faelled.base.access.actor import Actor, ActorKind, system_actor
from faelled.base.people.models import Custody, Person
from faelled.casework.cases.actions import Step, add_party, end_party, execute
from faelled.casework.cases.effects import EFFECTS, AttemptContext, EffectHandler, StepContext
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.models import Case, CaseEvent, Party
from faelled.casework.cases.queries import current
from faelled.casework.processes.engines import graph_for
from faelled.lib import fields as form_fields
from faelled.lib.dates import local_day
from faelled.lib.dcr import Effect, Event
from faelled.lib.dcr.values import Value, from_json

OTHER_HOLDER = "other-holder"
# How the case names them, in the language that its papers are kept in.
CO_SIGNER = "Den anden forælder"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody is asked to sign: the step that was sent, and the answers they may read."""

    label: str
    at: datetime
    answers: tuple[Answer, ...]


def ask_co_signers(context: StepContext) -> None:
    """Ask those whose signature the step needs, in the transaction that sends it; alike for what a
    parent sends and for the paper that a caseworker types in.

    Where they cannot be asked by the system (a letter on paper to a protected address), the case
    is opened all the same, and the asking is left to a caseworker. So it is where no child whose
    custody we know stands in the case: that nobody else has it would be written of a child that
    nobody has looked for.
    """
    effect, done, now = context.effect, context.step, context.now
    if effect.options.get("who") != OTHER_HOLDER or _is_spared(effect, _record(done)):
        return
    if not _custody_of_parties(context.case, now).exists():
        return
    try:
        with transaction.atomic():
            _ask(effect, done, _others(context.case, context.by, now), now=now)
    except CaseError:
        # Nothing of the asking stands; the graph keeps it as a step that the authority owes.
        return


def refuse_without_the_child(attempt: AttemptContext) -> list[str]:
    """On paper nobody has said whom it is about: the child must be in the case, or "nobody else has
    custody" would be written down of a child that nobody has looked for.
    """
    values = attempt.values if isinstance(attempt.values, Mapping) else {}
    if attempt.by.kind is not ActorKind.EMPLOYEE or _is_spared(attempt.effect, values):
        return []
    if attempt.effect.options.get("who") != OTHER_HOLDER:
        return []
    if _custody_of_parties(attempt.case, attempt.now).exists():
        return []
    return [
        _(
            "Føj først barnet til sagen. Den anden forælder findes ud fra, hvem der har "
            "forældremyndigheden over barnet."
        )
    ]


def asked_of(case: Case, roles: frozenset[str]) -> Asked | None:
    """What a reader with these roles is asked to sign; None where they are asked for nothing."""
    graph = graph_for(case.version_id)
    for event in graph.events:
        effect = told(event, CO_SIGN)
        if effect is None or effect.options.get("role") not in roles:
            continue
        step = case.events.filter(event_id=event.id).order_by("-seq").first()
        if step is not None:
            return Asked(step.label, step.at, _shown(effect, event, step))
    return None


@transaction.atomic
def end_lost_co_signers(*, by: Actor, now: datetime) -> int:
    """Those who were asked as holders of custody and are none any more leave the case.

    Gives how many. What they have answered stays in the case, with its date.
    """
    if by.kind is not ActorKind.SYSTEM:
        raise NotYours(_("Kun systemet gør det."))
    rows = Party.objects.filter(
        current(now), role=CO_SIGNER, person__isnull=False, case__authority_id=by.authority_id
    ).select_related("person", "case")
    reason = _("Personen har ikke længere forældremyndigheden.")
    lost = [party for party in rows if not _holds_custody(party.case, party.person_id, now)]
    for party in lost:
        end_party(party, by=by, now=now, reason=reason)
    return len(lost)


def refuse_who_holds_no_custody(attempt: AttemptContext) -> list[str]:
    """A citizen signs as a holder of custody today; a caseworker types in what came on paper."""
    if attempt.by.kind is not ActorKind.CITIZEN:
        return []
    if _holds_custody(attempt.case, attempt.by.person_id, attempt.now):
        return []
    return [
        _(
            "Du har ikke længere forældremyndigheden, så du skal ikke skrive under. "
            "Kontakt os, hvis det er forkert."
        )
    ]


def register() -> None:
    """Called once, from the app's ``ready()``."""
    EFFECTS.register(
        EffectHandler(CO_SIGN, apply=_signed, check=refuse_without_the_child, after=ask_co_signers)
    )
    EFFECTS.register(EffectHandler(CO_SIGNATURE, apply=_signed, check=refuse_who_holds_no_custody))


def _signed(context: StepContext) -> None:
    """The step itself is all that is stored; the check has been made."""


def _ask(effect: Effect, done: CaseEvent, others: Iterable[Person], *, now: datetime) -> None:
    case, by, role = done.case, system_actor(done.case.authority_id), effect.options["role"]
    found = list(others)
    for person in found:
        add_party(case, person, by=by, now=now, role=CO_SIGNER, graph_role=role, sees_case=True)
    step = effect.options["ask" if found else "none"]
    as_us = replace(by, roles=frozenset(graph_for(case.version_id).event(step).roles))
    execute(case, Step(step, key=f"{done.key}:ask"), by=as_us, now=now)


def _others(case: Case, by: Actor, now: datetime) -> list[Person]:
    """Who else has custody of the child that the case is about: neither the sender nor, where a
    caseworker has typed it in, the parent who is in the case already.
    """
    present = set(case.parties.filter(current(now)).values_list("person_id", flat=True))
    there = {by.person_id} if by.kind is ActorKind.CITIZEN else present
    holders = _custody_of_parties(case, now).exclude(holder_id__in=there - {None})
    return list(Person.objects.filter(pk__in=holders.values("holder_id")).order_by("pk"))


def _custody_of_parties(case: Case, now: datetime) -> QuerySet[Custody]:
    """The rows of custody of the children among the case's parties, today."""
    parties = case.parties.filter(current(now)).values("person_id")
    return Custody.objects.on(local_day(now)).filter(child_id__in=parties)


def _is_spared(effect: Effect, record: Mapping[str, Value]) -> bool:
    return record.get(effect.options.get("unless", "")) is True


def _record(step: CaseEvent) -> Mapping[str, Value]:
    value = from_json(step.data)
    return value if isinstance(value, Mapping) else {}


def _shown(effect: Effect, event: Event, step: CaseEvent) -> tuple[Answer, ...]:
    """Only what the graph lists: a field that is added later is hidden until somebody lists it."""
    names = {name.strip() for name in effect.options.get("shows", "").split(",")}
    record = _record(step)
    return tuple(
        Answer(field.id, field.label, form_fields.as_text(field, record[field.id]))
        for field in event.fields
        if field.id in names and record.get(field.id) is not None
    )


def _holds_custody(case: Case, person_id: int | None, now: datetime) -> bool:
    return _custody_of_parties(case, now).filter(holder_id=person_id).exists()
