"""For random policies, actors and cases: lists are a part of what opens, and nothing crosses."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from faelled.base.access.actor import ANONYMOUS, Actor, ActorKind, OnBehalfOf, system_actor
from faelled.base.access.policy import (
    CaseFacts,
    Policy,
    Way,
    can_list,
    can_see,
    can_work,
    scope_of,
)
from faelled.base.access.tests.someone import ANNA, BO, DORTHE, ERIK

IDS = st.frozensets(st.integers(1, 4), max_size=3)
ROLES = st.frozensets(st.sampled_from(["citizen", "caseworker", "manager", "board"]), max_size=3)
REFS = st.sampled_from(["case:1", "case:2", "case:3"])
POLICIES = st.builds(Policy, ways=st.frozensets(st.sampled_from(list(Way))))
ACTORS = st.builds(
    Actor,
    id=st.sampled_from(["anna", "bo"]),
    name=st.just(""),
    kind=st.sampled_from(list(ActorKind)),
    authority_id=st.integers(0, 2),
    employee_id=st.none() | st.integers(1, 4),
    unit_ids=IDS,
    roles=ROLES,
    represents=IDS,
    on_behalf_of=st.none() | st.builds(OnBehalfOf, st.just("x"), st.just(""), st.integers(1, 4)),
)
CASES = st.builds(
    CaseFacts,
    ref=REFS,
    authority_id=st.integers(0, 2),
    unit_id=st.none() | st.integers(1, 4),
    assigned=IDS,
    assigned_units=IDS,
    readers=IDS,
    reader_units=IDS,
    open_to_roles=ROLES,
    parties=IDS,
)
OPENED = st.frozensets(REFS)


@given(ACTORS, st.lists(CASES, max_size=8), OPENED, POLICIES)
def test_lists_and_counts_are_a_part_of_what_opens(
    actor: Actor, cases: list[CaseFacts], opened: frozenset[str], policy: Policy
) -> None:
    listed = [case for case in cases if can_list(actor, case, policy=policy)]
    opens = [case for case in cases if can_see(actor, case, opened=opened, policy=policy)]
    assert all(case in opens for case in listed)
    assert len(listed) <= len(opens)
    worked_on = [case for case in cases if can_work(actor, case, policy=policy)]
    assert all(case in listed for case in worked_on)


@given(ACTORS, CASES, OPENED, POLICIES)
def test_nothing_crosses_from_one_authority_to_another(
    actor: Actor, case: CaseFacts, opened: frozenset[str], policy: Policy
) -> None:
    if can_see(actor, case, opened=opened, policy=policy):
        assert actor.authority_id == case.authority_id != 0


@given(ACTORS, CASES, OPENED, POLICIES, st.sampled_from(list(Way)))
def test_a_stricter_policy_never_opens_more(
    actor: Actor, case: CaseFacts, opened: frozenset[str], policy: Policy, way: Way
) -> None:
    stricter = Policy(policy.ways - {way})
    if can_see(actor, case, opened=opened, policy=stricter):
        assert can_see(actor, case, opened=opened, policy=policy)


@given(ACTORS, CASES, OPENED, POLICIES)
def test_whoever_opens_has_a_relation_that_the_policy_counts(
    actor: Actor, case: CaseFacts, opened: frozenset[str], policy: Policy
) -> None:
    """A literal reading, written apart from ``Scope``."""
    if actor.kind is ActorKind.SYSTEM:
        relations = set(Way)
    elif actor.kind is ActorKind.CITIZEN:
        relations = {Way.PARTY} if actor.represents & case.parties else set()
    elif actor.kind is ActorKind.EMPLOYEE:
        relations = {
            way
            for way, holds in {
                Way.UNIT: case.unit_id in actor.unit_ids,
                Way.ROLE: bool(actor.roles & case.open_to_roles),
                Way.ASSIGNMENT: bool(
                    actor.employee_ids & (case.assigned | case.readers)
                    or actor.unit_ids & (case.assigned_units | case.reader_units)
                ),
                Way.BREAK_GLASS: case.ref in opened,
            }.items()
            if holds
        }
    else:
        relations = set()
    same = actor.authority_id == case.authority_id != 0
    counted = bool(relations & policy.ways) or actor.kind is ActorKind.SYSTEM
    assert can_see(actor, case, opened=opened, policy=policy) == (same and counted)


CASE = CaseFacts("case:1", 1, unit_id=5, assigned=frozenset({11}), parties=frozenset({23}))


def test_anna_through_the_unit_bo_above_it_dorthe_through_emil_and_erik_not() -> None:
    assert can_see(ANNA, CASE)
    assert can_see(BO, CASE)
    assert can_see(DORTHE, CASE)
    assert not can_see(ERIK, CASE)
    assert can_see(ERIK.acting_for(BO), CASE)
    assert can_see(system_actor(1), CASE)
    assert not can_see(ANONYMOUS, CASE)


def test_broken_glass_opens_the_page_and_stays_off_the_lists() -> None:
    assert can_see(ERIK, CASE, opened=frozenset({"case:1"}))
    assert not can_list(ERIK, CASE)
    assert not scope_of(ERIK, opened=frozenset({"case:1"})).listed().holds(CASE)


def test_the_role_citizen_opens_nothing() -> None:
    loose = replace(CASE, parties=frozenset(), open_to_roles=frozenset({"citizen"}))
    assert not can_see(DORTHE, loose)


@given(ACTORS, CASES, POLICIES)
def test_who_is_let_in_to_read_has_no_hand_in_the_case(
    actor: Actor, case: CaseFacts, policy: Policy
) -> None:
    without = replace(case, readers=frozenset(), reader_units=frozenset())
    assert can_work(actor, case, policy=policy) == can_list(actor, without, policy=policy)


def test_erik_is_let_in_by_name_or_with_his_unit() -> None:
    reads, works = replace(CASE, readers=frozenset({13})), replace(CASE, assigned=frozenset({13}))
    units = replace(CASE, reader_units=ERIK.unit_ids), replace(CASE, assigned_units=ERIK.unit_ids)
    assert ERIK.employee_ids == {13}
    assert [can_see(ERIK, case) for case in (reads, works, *units)] == [True] * 4
    assert [can_work(ERIK, case) for case in (reads, works, *units)] == [False, True, False, True]
