"""A card says what lies there; a missing comment is said at its field; what is done is said so."""

from uuid import uuid4

from django.urls import reverse

from faelled.apps.decisions.chains.graph import Act
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import Office, at_the_page

LIST = reverse("decisions:waiting")


def page_of(chain: Chain) -> str:
    return reverse("decisions:chain", kwargs={"uuid": chain.uuid})


def pressed(chain: Chain, verb: str, comment: str = "") -> dict[str, str]:
    event = str(Act(chain.step, verb, chain.tasks.get().employee_id))
    return {"event": event, "comment": comment, "idempotency_key": str(uuid4())}


def test_the_card_of_a_chain_says_what_is_decided(office: Office) -> None:
    chained = Chained(office)
    chained.started(chained.step(office.cast.bo))
    html = at_the_page(office.cast.bo).get(LIST).content.decode()
    assert "approval-card__headline" in html
    assert "Bevilget · Timer om ugen: 12" in html


def test_sent_back_without_a_word_the_field_says_what_is_missing(office: Office) -> None:
    chained = Chained(office)
    chain = chained.started(chained.step(office.cast.bo))
    answer = at_the_page(office.cast.bo).post(page_of(chain), pressed(chain, "return"))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#felt-comment"' in html
    assert 'id="felt-comment-error"' in html


def test_what_bo_did_stands_in_the_past(office: Office) -> None:
    chained, bo = Chained(office), at_the_page(office.cast.bo)
    chain = chained.started(chained.step(office.cast.bo))
    answer = bo.post(page_of(chain), pressed(chain, "return", "Skriv perioden."), follow=True)
    assert "Sendt tilbage af Bo Lind." in answer.content.decode()
    history = bo.get(reverse("decisions:answered")).content.decode()
    assert "Sendt tilbage af Bo Lind" in history
