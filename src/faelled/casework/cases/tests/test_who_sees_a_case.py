"""Need to know: who finds a case on a list, and who can open it."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from faelled.base.access.actions import break_glass
from faelled.base.access.actor import Actor, ActorKind, Capability
from faelled.base.access.policy import can_list, can_see, can_work
from faelled.base.access.purposes import PurposeRefused
from faelled.base.access.queries import open_refs
from faelled.casework.cases.models import Assignment, Case, CaseTypeRole, Party
from faelled.casework.cases.queries import facts_of, openable_by, visible_to, worked_on_by
from faelled.casework.cases.tests.house import House, the_house
from tests.cast import NOW, Citizen, Worker

REASON = "Sagen skal bruges i en akut underretning."


def breaker(actor: Actor) -> Actor:
    """The same person with the right to break the glass."""
    return replace(actor, capabilities=actor.capabilities | {Capability.BREAK_GLASS})


def listed(house: House, who: Worker | Citizen) -> list[Case]:
    return list(visible_to(house.cast.actor(who), now=NOW))


def test_the_unit_and_its_leader_see_the_case_and_carla_does_not(house: House) -> None:
    case = house.case()
    assert listed(house, house.cast.anna) == [case]
    assert listed(house, house.cast.bo) == [case]
    assert listed(house, house.cast.carla) == []
    assert listed(house, house.cast.frida) == []


def test_dorthe_sees_her_case_and_esben_does_not(house: House) -> None:
    case = house.case()
    assert listed(house, house.cast.dorthe) == [case]
    assert listed(house, house.cast.esben) == []


def test_a_party_who_has_left_sees_it_no_longer(house: House) -> None:
    case = house.case()
    case.parties.update(valid_to=NOW)
    assert listed(house, house.cast.dorthe) == []


def test_carla_sees_a_case_that_she_is_assigned_to(house: House) -> None:
    case = house.case()
    Assignment.objects.create(case=case, employee=house.cast.carla.employee, valid_from=NOW)
    assert listed(house, house.cast.carla) == [case]


def test_carla_sees_a_case_whose_type_is_open_to_her_role(house: House) -> None:
    case = house.case()
    CaseTypeRole.objects.create(case_type=house.case_type, role="caseworker")
    assert listed(house, house.cast.carla) == [case]


def test_a_broken_glass_opens_the_page_and_lists_nothing(house: House, client: Client) -> None:
    case, carla = house.case(), breaker(house.cast.actor(house.cast.carla))
    break_glass(case.ref, by=carla, reason=REASON, now=NOW)
    assert list(openable_by(carla, now=NOW)) == [case]
    assert listed(house, house.cast.carla) == []
    assert list(openable_by(carla, now=NOW + timedelta(hours=9))) == []


def test_a_read_without_a_purpose_is_refused(house: House) -> None:
    with pytest.raises(PurposeRefused):
        visible_to(house.cast.actor(house.cast.anna).for_purpose(""), now=NOW)


def test_carla_gets_404_on_every_page_of_the_case(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.carla.user)
    for name in ("case", "map", "journal", "looks", "note"):
        assert client.get(reverse(f"cases:{name}", args=[case.uuid])).status_code == 404, name
    step = reverse("cases:step", args=[case.uuid, "hear"])
    assert client.get(step).status_code == 404
    assert client.post(step).status_code == 404
    assert client.post(reverse("cases:take", args=[case.uuid])).status_code == 404
    assert client.post(reverse("cases:assign", args=[case.uuid])).status_code == 404
    assert client.get(reverse("cases:status", args=[case.uuid, "bero"])).status_code == 404


def test_a_citizen_gets_404_on_the_caseworkers_pages(house: House, client: Client) -> None:
    case = house.case()
    client.force_login(house.cast.dorthe.user)
    assert client.get(reverse("cases:case", args=[case.uuid])).status_code == 404
    assert client.get(reverse("cases:list")).status_code == 404


IN = st.sampled_from(["", "reads", "works", "over", "to come"])
FLAGS = st.fixed_dictionaries(
    {"handler": st.booleans(), "role": st.booleans(), "carla": IN, "technical": IN}
)


class ListedIsPartOfOpenable(TestCase):
    """For random cases and readers the filter, the policy and the page say the same."""

    house: House
    cases: list[Case]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.house = the_house()
        cls.cases = [cls.house.case() for _ in range(3)]

    @given(
        flags=st.tuples(FLAGS, FLAGS, FLAGS),
        who=st.sampled_from(["anna", "bo", "carla", "erik", "frida", "dorthe", "esben"]),
        glass=st.sampled_from([None, 0, 1, 2]),
    )
    def test_it(
        self, flags: tuple[dict[str, bool | str], ...], who: str, glass: int | None
    ) -> None:
        cast = self.house.cast
        actor: Actor = cast.actor(getattr(cast, who))
        for case, flag in zip(self.cases, flags, strict=True):
            arrange(SimpleNamespace(**flag), case, self.house)
        if glass is not None and actor.kind is ActorKind.EMPLOYEE:
            actor = breaker(actor)
            break_glass(self.cases[glass].ref, by=actor, reason=REASON, now=NOW)
        opened = open_refs(actor, NOW)
        facts = {case: facts_of(Case.objects.get(pk=case.pk), now=NOW) for case in self.cases}
        on_lists, openable = set(visible_to(actor, now=NOW)), set(openable_by(actor, now=NOW))
        assert on_lists == {case for case in facts if can_list(actor, facts[case])}
        assert openable == {case for case in facts if can_see(actor, facts[case], opened=opened)}
        worked_on = set(worked_on_by(actor, now=NOW))
        assert worked_on == {case for case in facts if can_work(actor, facts[case])}
        assert worked_on <= on_lists <= openable


def arrange(flag: SimpleNamespace, case: Case, house: House) -> None:
    """Put the case in the state that the flags name."""
    carla, technical = house.cast.carla.employee, house.cast.technical
    Case.objects.filter(pk=case.pk).update(handler=carla if flag.handler else None)
    Assignment.objects.filter(case=case).delete()
    for who, how in (({"employee": carla}, flag.carla), ({"unit": technical}, flag.technical)):
        if how:
            role, since = "" if how == "reads" else "caseworker", NOW - timedelta(days=1)
            window = {"over": (since, NOW), "to come": (NOW + timedelta(hours=1), None)}
            begins, ends = window.get(how, (since, None))
            Assignment.objects.create(case=case, role=role, valid_from=begins, valid_to=ends, **who)
    Party.objects.filter(case=case).update(sees_case=not flag.role)
