"""Four eyes, also behind a stand-in (casework.md A: a stand-in never approves own work)."""

from dataclasses import replace

import pytest

from faelled.base.access.refusals import Refused
from faelled.base.access.separation import may_approve, require_other_than
from faelled.base.access.tests.someone import ANNA, BO, DORTHE, ERIK


def test_bo_approves_anna_s_draft_and_anna_does_not() -> None:
    assert may_approve(BO, ["anna"])
    assert not may_approve(ANNA, ["anna", "bo"])


def test_erik_in_bo_s_place_approves_anna_s_but_neither_his_own_nor_bo_s() -> None:
    stand_in = ERIK.acting_for(BO)
    assert may_approve(stand_in, ["anna"])
    assert not may_approve(stand_in, ["erik"])
    assert not may_approve(stand_in, ["bo"])


def test_work_done_in_another_s_name_is_both_persons() -> None:
    done_by = ERIK.acting_for(ANNA).user_ids
    assert done_by == {"erik", "anna"}
    for someone in (ERIK, ANNA):
        with pytest.raises(Refused, match="selv har lavet"):
            require_other_than(someone, done_by)
    require_other_than(BO, done_by)


def test_a_stand_in_has_the_absent_person_s_work_and_their_own_rights() -> None:
    stand_in = ERIK.acting_for(BO)
    assert stand_in.unit_ids == BO.unit_ids
    assert stand_in.roles == BO.roles
    assert stand_in.employee_ids == {12, 13}
    assert stand_in.capabilities == ERIK.capabilities
    assert stand_in.shown_name == "Erik Munk på vegne af Bo Lind"
    assert ANNA.shown_name == "Anna Dam"


def test_nobody_stands_in_across_authorities() -> None:
    with pytest.raises(ValueError, match="authority"):
        ERIK.acting_for(replace(BO, authority_id=2))


def test_an_actor_in_a_log_line_names_nobody() -> None:
    for someone in (DORTHE, ERIK.acting_for(BO)):
        assert not {"Dorthe", "Erik", "Bo", "23"} & set(repr(someone).replace(">", "").split())
