"""What is left of a chain is planned anew, or somebody else answers for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.decisions.actions.acting import acts_done
from faelled.apps.decisions.actions.locking import locked_chain, require_open
from faelled.apps.decisions.actions.planning import check_steps, people_named, write_steps
from faelled.apps.decisions.actions.writing import (
    CHANGE,
    TAKE_OVER,
    readers_of,
    settle,
    write_act,
)
from faelled.apps.decisions.chains.errors import ChainError, ChainMoved
from faelled.apps.decisions.chains.plans import acting_id, plan_of, spec_of, step_rows
from faelled.apps.decisions.chains.queries import chains_visible_to, rules_of
from faelled.apps.decisions.chains.run import engine_of, replayed
from faelled.apps.decisions.matters import MATTERS
from faelled.apps.decisions.models import Chain, ChainAct, ChainApprover, ChainStep
from faelled.apps.decisions.specs import ONE, StepSpec
from faelled.base.access.actor import Actor, ActorKind
from faelled.base.people.models import Employee
from faelled.lib.dcr import Marking, NotEnabled


def change_chain(
    chain: Chain, steps: Sequence[StepSpec], *, why: str, by: Actor, now: datetime
) -> Chain:
    """Plan what is left anew: ``steps`` come after those that are done. Where the first is the
    step under way, it stands as it is with what was answered in it; otherwise its answers do not
    count any more, and say why. By the responsible, or by the system. Raises ChainError.
    """
    with transaction.atomic():
        chain = locked_chain(chain, by=by)
        require_open(chain)
        if by.kind is not ActorKind.SYSTEM and acting_id(by) != chain.responsible_id:
            raise ChainError(_("Kun den ansvarlige kan ændre kæden."))
        people = people_named(steps, by=by)
        refused = check_steps(steps, people, chain, chain.about, by=by, now=now)
        if refused:
            raise ChainError(*refused)
        under_way = chain.steps.prefetch_related("approvers", "copies").get(number=chain.step)
        kept = _same(spec_of(under_way), steps[0])
        first = chain.step + 1 if kept else chain.step
        if not kept:
            _void(chain, why, by, now)
        before = _readers(chain, now)
        chain.steps.filter(number__gte=first).delete()
        write_steps(
            chain,
            steps[1:] if kept else steps,
            people,
            rules_of(chain.authority_id),
            first=first,
            now=now,
        )
        key, said = str(uuid4()), _("Ændrede kæden")
        write_act(chain, verb=CHANGE, label=said, comment=why, key=key, by=by, now=now)
        _settle_anew(chain, why, by, now)
        _let_out_who_left(chain, before, now)
    return chain


def plan_the_rest(
    chain: Chain, later: Sequence[StepSpec], *, seen_step: int, why: str, by: Actor, now: datetime
) -> Chain:
    """Put other steps in the place of those that are not reached. What is done stands, and so does
    the step under way with its answers. Who, why, and what it was before stand in the chain's
    story. ``seen_step`` is the step that was under way when the form was read. Raises ChainError.
    """
    if not why.strip():
        raise ChainError(_("Skriv, hvorfor kæden ændres. Det står i godkendelsens forløb."))
    with transaction.atomic():
        chain = locked_chain(chain, by=by)
        require_open(chain)
        if not rules_of(chain.authority_id).free_chains:
            raise ChainError(_("Her bruges kun skabeloner. Træk den tilbage, og send den igen."))
        if chain.step != seen_step:
            raise ChainMoved(_("Kæden er gået videre, mens du skrev. Se den igen, og ret til."))
        rows = step_rows(chain)
        under_way = next(row for row in rows if row.number == chain.step)
        was = [spec_of(row) for row in rows if row.number > chain.step]
        if was == [*later]:
            raise ChainError(_("Kæden er ikke ændret."))
        people = people_named([*was, *later], by=by)
        told = _("%(why)s\nFør: %(was)s\nNu: %(becomes)s") % {
            "why": why.strip(),
            "was": steps_in_words(was, people),
            "becomes": steps_in_words(later, people),
        }
        return change_chain(chain, [spec_of(under_way), *later], why=told, by=by, now=now)


def steps_in_words(steps: Sequence[StepSpec], people: Mapping[int, Employee]) -> str:
    """``"Bo Lind, derefter Lise Krogh (kopi: Gitte Bang)"``."""
    said = []
    for step in steps:
        word = _(" eller ") if step.needs == ONE else _(" og ")
        line = word.join(people[id].name for id in step.approvers)
        copies = ", ".join(people[id].name for id in step.copies)
        said.append(f"{line} ({_('kopi')}: {copies})" if copies else line)
    return _(", derefter ").join(said) or _("ingen flere trin")


def take_over(chain: Chain, *, by: Actor, now: datetime) -> Chain:
    """``by`` becomes the responsible, and can approve it no more. Raises ChainError."""
    with transaction.atomic():
        chain = locked_chain(chain, by=by)
        require_open(chain)
        me = acting_id(by)
        if not me or not chains_visible_to(by, now=now).filter(pk=chain.pk).exists():
            raise ChainError(_("Godkendelsen findes ikke."))
        if ChainApprover.objects.filter(step__chain=chain, employee_id=me).exists():
            raise ChainError(_("Du skal selv godkende i kæden og kan ikke også være ansvarlig."))
        chain.responsible_id = me
        chain.prepared_by = sorted({*chain.prepared_by, *by.user_ids})
        chain.save(update_fields=["responsible", "prepared_by"])
        key, said = str(uuid4()), _("Overtog som ansvarlig")
        write_act(chain, verb=TAKE_OVER, label=said, comment="", key=key, by=by, now=now)
        rows = step_rows(chain)
        plan = plan_of(rows)
        settle(chain, rows, plan, engine_of(plan), Marking.from_json(chain.marking), now)
    return chain


def _readers(chain: Chain, now: datetime) -> dict[int, Employee]:
    rows = step_rows(chain)
    return readers_of(rows, plan_of(rows), chain.step, now)


def _let_out_who_left(chain: Chain, before: Mapping[int, Employee], now: datetime) -> None:
    """Who was in the chain and is not any more neither reads nor changes the matter."""
    stay = _readers(chain, now)
    gone = [one for pk, one in before.items() if pk not in stay]
    if gone:
        source = MATTERS[chain.source]
        source.let_out(chain, gone, write=True, now=now)
        source.let_out(chain, gone, write=False, now=now)


def _same(one: StepSpec, other: StepSpec) -> bool:
    return (set(one.approvers), one.needs, one.write) == (
        set(other.approvers),
        other.needs,
        other.write,
    )


def _void(chain: Chain, why: str, by: Actor, now: datetime) -> None:
    """What was answered in the step under way counts no more."""
    rows = ChainAct.objects.filter(chain=chain, step=chain.step, undone_at=None)
    rows.exclude(event_id="").update(undone_at=now, undone_by=by.shown_name)


def _settle_anew(chain: Chain, why: str, by: Actor, now: datetime) -> None:
    """The marking as what still counts makes it under the new plan. A step that was the last one
    and is not any more (or the other way) has other rules: then it begins anew.
    """
    rows: list[ChainStep] = step_rows(chain)
    plan = plan_of(rows)
    engine = engine_of(plan)
    try:
        marking = replayed(engine, chain.started_at, acts_done(chain))
    except NotEnabled:
        _void(chain, why, by, now)
        marking = replayed(engine, chain.started_at, acts_done(chain))
    settle(chain, rows, plan, engine, marking, now)
