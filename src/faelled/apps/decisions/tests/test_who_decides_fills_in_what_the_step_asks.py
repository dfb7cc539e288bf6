"""An approval that asks more than a verdict and a comment is answered in the chain, in place."""

from pathlib import Path

import pytest
from django.urls import reverse

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.errors import AnswersRefused, ChainError
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.tests.chains import Chained, written
from faelled.apps.decisions.tests.matter import GRAPH, at_the_page, the_office

APPROVE = """effects = [{ kind = "approve", of = "draft" }]
[[events.fields]]
id = "budget"
label = "Hvilken konto betaler?"
type = "text"
required = true
"""


@pytest.fixture
def asking(db: None, tmp_path: Path) -> Chained:
    """The leader who approves says which account pays."""
    graph = tmp_path / "grant.toml"
    plain = 'effects = [{ kind = "approve", of = "draft" }]\n'
    text = GRAPH.read_text()
    assert plain in text
    graph.write_text(text.replace(plain, APPROVE))
    return Chained(the_office(graph))


def erik_then_bo(asking: Chained) -> Chain:
    chain = asking.started(asking.step(asking.cast.erik), asking.step(asking.cast.bo))
    asking.act(chain, asking.cast.erik, "approve")  # who does not decide is asked nothing more
    return chain


def answered(asking: Chained, chain: Chain, **answers: str) -> None:
    actions.act(
        chain,
        f"s2_approve_{asking.cast.bo.employee.pk}",
        answers={name: [text] for name, text in answers.items()},
        key="one",
        by=asking.actor(asking.cast.bo),
        now=asking.tick(),
    )


def test_it_is_asked_of_who_decides_and_stands_in_the_case(asking: Chained) -> None:
    chain = erik_then_bo(asking)
    with pytest.raises(AnswersRefused):
        answered(asking, chain)
    answered(asking, chain, budget="5.32.09", other="not asked")
    step = chain.case.events.get(event_id="approve")  # type: ignore[union-attr]
    assert written(step)["budget"] == "5.32.09"
    assert chain.acts.get(step=2).answers == {"budget": ["5.32.09"]}


def test_the_secretariat_sends_on_what_the_leader_filled_in(asking: Chained) -> None:
    sara = asking.secretary(asking.cast.bo)
    chain = asking.started(asking.step(asking.cast.bo))
    bo = asking.cast.bo
    asking.act(chain, sara, "release", of=bo)
    actions.act(
        chain,
        f"s1_approve_{bo.employee.pk}",
        answers={"budget": ["5.32.09"]},
        key="one",
        by=asking.actor(bo),
        now=asking.tick(),
    )
    asking.act(chain, sara, "forward", of=bo)
    step = chain.case.events.get(event_id="approve")  # type: ignore[union-attr]
    assert written(step)["budget"] == "5.32.09"


def test_the_page_has_the_field_and_what_is_typed_survives_a_refusal(asking: Chained) -> None:
    chain = erik_then_bo(asking)
    url = reverse("decisions:chain", args=[chain.uuid])
    assert "Hvilken konto" not in at_the_page(asking.cast.anna).get(url).content.decode()
    bo = at_the_page(asking.cast.bo)
    assert "Hvilken konto betaler?" in bo.get(url).content.decode()
    event = {"event": f"s2_approve_{asking.cast.bo.employee.pk}", "comment": "Enig."}
    empty = bo.post(url, event)
    assert empty.status_code == 422 and "Enig." in empty.content.decode()
    assert bo.post(url, {**event, "svar-budget": "5.32.09"}).status_code == 302
    chain.refresh_from_db()
    assert chain.state == "approved"


def test_a_step_that_must_have_a_file_is_not_sent_through_a_chain_that_could_not_end(
    db: None, tmp_path: Path
) -> None:
    graph = tmp_path / "grant.toml"
    plain = 'effects = [{ kind = "approve", of = "draft" }]\n'
    with_file = APPROVE.replace('type = "text"', 'type = "file"')
    graph.write_text(GRAPH.read_text().replace(plain, with_file))
    chained = Chained(the_office(graph))
    with pytest.raises(ChainError, match="udfyldes på trinnets egen side"):
        chained.started(chained.step(chained.cast.bo))
    assert not Chain.objects.exists()
