"""A.1, 4: optional per step: approvers get write access to the case while the step is theirs (and
lose it after). All in the chain may read while it runs.
"""

from faelled.apps.decisions import actions
from faelled.apps.decisions.tests.chains import Chained
from faelled.casework.cases.models import Case
from faelled.casework.cases.queries import roles_in_case, visible_to
from tests.cast import Worker


def reads(chained: Chained, who: Worker, case: Case) -> bool:
    return visible_to(chained.actor(who), now=chained.now).filter(pk=case.pk).exists()


def roles(chained: Chained, who: Worker, case: Case) -> frozenset[str]:
    fresh = Case.objects.get(pk=case.pk)
    return roles_in_case(chained.actor(who), fresh, now=chained.now)


def test_erik_may_write_while_the_step_is_his_and_then_no_more(chained: Chained) -> None:
    cast = chained.cast
    case = chained.office.drafted()
    chain = chained.started(chained.step(cast.erik, write=True), chained.step(cast.bo), case=case)
    chained.tick()
    assert roles(chained, cast.erik, case) == {"caseworker"}
    chained.act(chain, cast.erik, "approve")
    chained.tick()
    assert roles(chained, cast.erik, case) == frozenset()
    assert reads(chained, cast.erik, case)


def test_without_it_he_reads_and_that_ends_with_the_chain(chained: Chained) -> None:
    cast = chained.cast
    case = chained.office.drafted()
    assert not reads(chained, cast.erik, case)
    chain = chained.started(chained.step(cast.erik), chained.step(cast.bo), case=case)
    chained.tick()
    assert reads(chained, cast.erik, case)
    assert roles(chained, cast.erik, case) == frozenset()
    chained.act(chain, cast.erik, "approve")
    chained.act(chain, cast.bo, "approve")
    chained.tick()
    assert not reads(chained, cast.erik, case)


def test_who_comes_later_reads_later(chained: Chained) -> None:
    cast = chained.cast
    case = chained.office.drafted()
    chain = chained.started(
        chained.step(cast.erik), chained.step(cast.carla), chained.step(cast.bo), case=case
    )
    chained.tick()
    assert not reads(chained, cast.carla, case)
    chained.act(chain, cast.erik, "approve")
    chained.tick()
    assert reads(chained, cast.carla, case)


def test_who_gets_a_copy_reads_also_when_the_chain_is_over(chained: Chained) -> None:
    cast = chained.cast
    case = chained.office.drafted()
    chain = chained.started(chained.step(cast.bo, copies=[cast.erik]), case=case)
    chained.act(chain, cast.bo, "approve")
    chained.tick()
    assert reads(chained, cast.erik, case)


def test_who_is_taken_out_of_the_chain_neither_reads_nor_writes_any_more(chained: Chained) -> None:
    cast = chained.cast
    case = chained.office.drafted()
    chain = chained.started(chained.step(cast.erik, write=True), chained.step(cast.bo), case=case)
    chained.tick()
    assert roles(chained, cast.erik, case) == {"caseworker"}
    actions.change_chain(
        chain,
        [chained.step(cast.carla), chained.step(cast.bo)],
        why="Erik har travlt.",
        by=chained.actor(cast.anna),
        now=chained.tick(),
    )
    chained.tick()
    assert roles(chained, cast.erik, case) == frozenset()
    assert not reads(chained, cast.erik, case)
    assert reads(chained, cast.carla, case)
