"""For random cases and readers: the filter of the lists, the policy and the page say the same."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from faelled.base.access.actions import break_glass
from faelled.base.access.actor import Actor, ActorKind, Capability
from faelled.base.access.policy import can_list, can_see, can_work
from faelled.base.access.queries import open_refs
from faelled.casework.cases.models import Assignment, Case, Party
from faelled.casework.cases.queries import facts_of, openable_by, visible_to, worked_on_by
from faelled.casework.cases.tests.house import House, the_house
from tests.cast import NOW

REASON = "Sagen skal bruges i en akut underretning."

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
            actor = replace(actor, capabilities=actor.capabilities | {Capability.BREAK_GLASS})
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
