"""A.1, 3: approve, return, approve on condition, comment. A return or a conditional approval goes
back to the responsible for an update, then resumes.
"""

from datetime import timedelta
from uuid import uuid4

import pytest

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.errors import ChainError, ChainMoved
from faelled.apps.decisions.models import ChainState
from faelled.apps.decisions.tests.chains import Chained, written
from faelled.apps.decisions.tests.matter import GRANTED, answers_given
from faelled.casework.cases.errors import StepRefused
from faelled.casework.cases.models import JournalEntry


def test_the_last_approval_is_the_step_in_the_case(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.erik), chained.step(cast.bo))
    chained.act(chain, cast.erik, "approve")
    assert chain.case is not None
    assert answers_given(chain.case) == []
    chained.act(chain, cast.bo, "approve", "Fint arbejde.")
    [step] = answers_given(chain.case)
    assert (step.actor_name, written(step)["comment"]) == ("Bo Lind", "Fint arbejde.")
    assert chain.state == ChainState.APPROVED
    assert chained.waits(chain) == []


def test_a_return_goes_to_the_responsible_and_the_whole_step_answers_anew(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.erik, cast.carla), chained.step(cast.bo))
    chained.act(chain, cast.carla, "approve")
    chained.act(chain, cast.erik, "return", "Tallet er forkert.")
    assert chained.waits(chain) == [("Anna Dam", "update")]
    chained.act(chain, cast.anna, "revise", "Rettet.")
    assert chained.waits(chain) == [("Carla Holm", "answer"), ("Erik Munk", "answer")]


def test_a_condition_is_met_and_the_chain_goes_on(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.erik), chained.step(cast.bo))
    chained.act(chain, cast.erik, "condition", "Skriv datoen ind.")
    assert chained.waits(chain) == [("Anna Dam", "update")]
    chained.act(chain, cast.anna, "adjust", of=cast.erik)
    assert chained.waits(chain) == [("Bo Lind", "answer")]


def test_the_last_one_s_condition_comes_back_to_him(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.bo))
    chained.act(chain, cast.bo, "condition", "Skriv datoen ind.")
    chained.act(chain, cast.anna, "adjust", of=cast.bo)
    assert chained.waits(chain) == [("Bo Lind", "answer")]
    assert chain.case is not None
    assert answers_given(chain.case) == []


@pytest.mark.parametrize("verb", ["return", "condition"])
def test_who_sends_back_says_why(chained: Chained, verb: str) -> None:
    chain = chained.started(chained.step(chained.cast.bo))
    with pytest.raises(ChainError, match="Skriv, hvad der skal rettes"):
        chained.act(chain, chained.cast.bo, verb, "  ")
    assert chained.waits(chain) == [("Bo Lind", "answer")]


def test_a_comment_moves_nothing(chained: Chained) -> None:
    chain = chained.started(chained.step(chained.cast.bo))
    before = chain.marking
    key, bo = str(uuid4()), chained.actor(chained.cast.bo)
    for _twice in range(2):
        actions.comment_on(chain, "Jeg ser på det.", key=key, by=bo, now=chained.tick())
    chain.refresh_from_db()
    assert chain.marking == before
    assert [row.comment for row in chain.acts.filter(verb="comment")] == ["Jeg ser på det."]


def test_what_bo_has_not_read_he_does_not_answer(chained: Chained) -> None:
    cast = chained.cast
    case = chained.office.drafted()
    chain = chained.started(chained.step(cast.bo), case=case)
    read = chain.seq
    chained.office.do(case, chained.office.actor(cast.anna), "draft", GRANTED, now=chained.tick())
    with pytest.raises(ChainMoved, match="Udkastet er ændret"):
        actions.act(
            chain,
            f"s1_approve_{cast.bo.employee.pk}",
            key=str(uuid4()),
            by=chained.actor(cast.bo),
            now=chained.tick(),
            seen_seq=read,
            seen_version="2",
        )


def test_what_the_case_does_not_allow_is_refused_and_nothing_is_done(chained: Chained) -> None:
    refused = {"outcome": "refused", "reasons": "Betingelserne er ikke opfyldt."}
    case = chained.office.drafted(refused)
    chain = chained.started(chained.step(chained.cast.bo), case=case)
    with pytest.raises(ChainError, match="parten er hørt"):
        chained.act(chain, chained.cast.bo, "approve")
    chain.refresh_from_db()
    assert chain.state == ChainState.OPEN
    assert chained.waits(chain) == [("Bo Lind", "answer")]
    assert not chain.acts.filter(verb="approve").exists()


def test_nobody_approves_around_the_chain(chained: Chained) -> None:
    case = chained.office.drafted()
    chained.started(chained.step(chained.cast.erik), chained.step(chained.cast.bo), case=case)
    bo = chained.office.actor(chained.cast.bo)
    with pytest.raises(StepRefused, match="en godkendelse i gang"):
        chained.office.do(case, bo, "approve", {"verdict": "approve"}, now=chained.tick())
    assert answers_given(case) == []


def test_pressed_twice_is_done_once(chained: Chained) -> None:
    chain = chained.started(chained.step(chained.cast.erik), chained.step(chained.cast.bo))
    key = str(uuid4())
    first = chained.act(chain, chained.cast.erik, "approve", key=key)
    again = chained.act(chain, chained.cast.erik, "approve", key=key, step=1)
    assert first == again


def test_start_return_and_end_stand_in_the_case_s_journal(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.bo))
    chained.act(chain, cast.bo, "return", "Tallet er forkert.")
    chained.act(chain, cast.anna, "revise")
    chained.act(chain, cast.bo, "approve")
    lines = list(
        JournalEntry.objects.filter(case=chain.case, kind="internal")
        .order_by("pk")
        .values_list("short_text", flat=True)
    )
    assert lines == [
        "Sendt til godkendelse hos Bo Lind",
        "Sendt tilbage af Bo Lind",
        "Godkendelsen er gennemført",
    ]


def test_who_stands_in_for_bo_does_not_answer_what_he_answers_for_himself(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.bo, copies=[cast.erik]))
    actions.take_over(chain, by=chained.actor(cast.erik), now=chained.tick())
    chained.office.substitution(chained.now, chained.now + timedelta(hours=5))
    erik = chained.office.erik_for_bo(chained.now)
    assert erik is not None
    with pytest.raises(ChainError, match="selv arbejdet på det"):
        chained.act(chain, erik, "approve", of=cast.bo)
    assert chained.waits(chain) == [("Bo Lind", "answer")]
