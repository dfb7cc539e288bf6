"""Carla needs a case that is not hers, at once; it works, it ends, and somebody else judges it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from faelled.base.access.actions import (
    LASTS,
    ReasonTooShortError,
    break_glass,
    review_break_glass,
)
from faelled.base.access.actor import Actor, Capability, system_actor
from faelled.base.access.models import BreakGlass, Verdict
from faelled.base.access.queries import open_refs, unreviewed, visible_breaks
from faelled.base.access.refusals import Refused
from faelled.base.access.tests import someone
from faelled.base.access.tests.someone import BO, DORTHE, ERIK
from faelled.base.audit.queries import about
from faelled.base.audit.tests.writing import NOW

pytestmark = pytest.mark.django_db
BREAKS = frozenset({Capability.BREAK_GLASS})
ANNA = replace(someone.ANNA, capabilities=BREAKS)
FRIDA = replace(someone.FRIDA, capabilities=someone.FRIDA.capabilities | BREAKS)
REF = "case:1"
REASON = "Akut underretning om barnet, vagttelefonen."


def broken(by: Actor = ANNA) -> BreakGlass:
    return break_glass(REF, by=by, reason=REASON, now=NOW)


def test_it_opens_the_one_case_for_the_one_person_until_the_hour() -> None:
    broken()
    assert open_refs(ANNA, NOW) == {REF}
    assert open_refs(ANNA, NOW + LASTS - timedelta(seconds=1)) == {REF}
    assert open_refs(ANNA, NOW + LASTS) == frozenset()
    assert open_refs(BO, NOW) == frozenset()
    assert open_refs(replace(ANNA, authority_id=2), NOW) == frozenset()


@pytest.mark.parametrize("reason", ["", "haster", " " * 40, "a  b" * 4])
def test_a_reason_that_says_nothing_is_refused(reason: str) -> None:
    with pytest.raises(ReasonTooShortError, match="mindst 20 tegn"):
        break_glass(REF, by=ANNA, reason=reason, now=NOW)
    assert open_refs(ANNA, NOW) == frozenset()


@pytest.mark.parametrize("by", [DORTHE, BO, system_actor(1), replace(ANNA, authority_id=0)])
def test_only_an_employee_with_the_right_breaks_it(by: Actor) -> None:
    with pytest.raises(Refused):
        broken(by)


def test_it_is_told_in_the_case_s_own_log() -> None:
    review_break_glass(broken(), verdict=Verdict.JUSTIFIED, by=FRIDA, now=NOW)
    told = [(entry.action, entry.actor_id, entry.purpose) for entry in about(REF)]
    assert told == [
        ("review-break-glass", "frida", "control"),
        ("break-glass", "anna", "break-glass"),
    ]
    assert all(entry.stream == REF and REASON not in entry.detail for entry in about(REF))


def test_frida_sees_what_waits_and_judges_it_once() -> None:
    row = broken()
    assert list(unreviewed(FRIDA)) == [row]
    review_break_glass(row, verdict=Verdict.JUSTIFIED, comment="Vagten.", by=FRIDA, now=NOW)
    assert not unreviewed(FRIDA).exists()
    assert visible_breaks(FRIDA).get().comment == "Vagten."
    with pytest.raises(Refused, match="allerede"):
        review_break_glass(row, verdict=Verdict.UNJUSTIFIED, by=FRIDA, now=NOW)


def test_nobody_judges_their_own_not_even_through_a_stand_in() -> None:
    row = broken(FRIDA)
    assert not unreviewed(FRIDA).exists()
    other = replace(ERIK, capabilities=frozenset({Capability.REVIEW_BREAK_GLASS}))
    for reviewer in (FRIDA, other.acting_for(FRIDA)):
        with pytest.raises(Refused, match="selv"):
            review_break_glass(row, verdict=Verdict.JUSTIFIED, by=reviewer, now=NOW)
    assert list(unreviewed(other)) == [row]


def test_the_database_refuses_a_review_by_oneself_too() -> None:
    row = broken()
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.filter(pk=row.pk).update(reviewed_by="anna")


def test_others_neither_see_nor_judge() -> None:
    row = broken()
    elsewhere = replace(FRIDA, authority_id=2)
    for reviewer in (BO, DORTHE, elsewhere):
        assert not visible_breaks(reviewer).exists()
        with pytest.raises(Refused):
            review_break_glass(row, verdict=Verdict.JUSTIFIED, by=reviewer, now=NOW)


def test_one_found_unjustified_is_closed_at_once() -> None:
    review_break_glass(broken(), verdict=Verdict.UNJUSTIFIED, by=FRIDA, now=NOW)
    assert open_refs(ANNA, NOW) == frozenset()
