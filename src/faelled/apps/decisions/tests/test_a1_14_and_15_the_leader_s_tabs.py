"""A.1, 14-15: tabs, document, facts and buttons in one view; what is acted on leaves the list and
stands in the history; copies go when they are marked as read, or after 30 days.
"""

from datetime import timedelta
from uuid import uuid4

from faelled.apps.decisions.chains.queries import copies_for
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import answers_given, at_the_page
from tests.cast import Worker


def page(chain: Chain, who: Worker) -> str:
    return at_the_page(who).get(f"/til-godkendelse/kaede/{chain.uuid}/").content.decode()


def test_14_draft_facts_and_buttons_stand_in_one_view(chained: Chained) -> None:
    chain = chained.started(chained.step(chained.cast.bo))
    html = page(chain, chained.cast.bo)
    for words in ("Kopier", "Historik", "Bevilget", "Emil har brug.", "Dorthe Friis", chain.number):
        assert words in html
    for words in ("Godkend", "Godkend på betingelse", "Send tilbage"):
        assert f"</svg>{words}</button>" in html


def test_15_bo_answers_at_the_page_and_it_moves_to_his_history(chained: Chained) -> None:
    chain = chained.started(chained.step(chained.cast.bo))
    bo = at_the_page(chained.cast.bo)
    url = f"/til-godkendelse/kaede/{chain.uuid}/"
    event = f"s1_approve_{chained.cast.bo.employee.pk}"
    posted = {"event": event, "idempotency_key": str(uuid4()), "seen_seq": "1", "seen_version": "2"}
    assert bo.post(url, posted).status_code == 302
    assert chain.case is not None
    assert len(answers_given(chain.case)) == 1
    assert chain.number not in bo.get("/til-godkendelse/").content.decode()
    assert chain.number in bo.get("/til-godkendelse/besvaret/").content.decode()


def test_15_a_refusal_keeps_what_was_typed(chained: Chained) -> None:
    chain = chained.started(chained.step(chained.cast.bo))
    bo = at_the_page(chained.cast.bo)
    url = f"/til-godkendelse/kaede/{chain.uuid}/"
    posted = {"event": "s9_approve_1", "comment": "Det havde jeg skrevet."}
    response = bo.post(url, posted)
    assert response.status_code == 422
    assert "Det havde jeg skrevet." in response.content.decode()


def test_15_a_copy_goes_when_it_is_read_or_after_thirty_days(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.bo, copies=[cast.erik]))
    erik = chained.actor(cast.erik)
    later = chained.now + timedelta(days=30)
    assert copies_for(erik, now=later - timedelta(minutes=2)).exists()
    assert not copies_for(erik, now=later).exists()
    browser = at_the_page(cast.erik)
    assert chain.number in browser.get("/til-godkendelse/kopier/").content.decode()
    browser.post(f"/til-godkendelse/kaede/{chain.uuid}/", {"do": "read"})
    assert chain.number not in browser.get("/til-godkendelse/kopier/").content.decode()


def test_carla_finds_nothing_of_it_anywhere(chained: Chained) -> None:
    chain = chained.started(chained.step(chained.cast.bo))
    carla = at_the_page(chained.cast.carla)
    assert carla.get(f"/til-godkendelse/kaede/{chain.uuid}/").status_code == 404
    posted = {"event": f"s1_approve_{chained.cast.bo.employee.pk}"}
    assert carla.post(f"/til-godkendelse/kaede/{chain.uuid}/", posted).status_code == 404
    for place in ("", "kopier/", "mine/", "ny/", "besvaret/"):
        assert chain.number not in carla.get(f"/til-godkendelse/{place}").content.decode()
    new = f"/til-godkendelse/ny/sag/{chain.case.uuid if chain.case else ''}/approve/"
    assert carla.get(new).status_code == 404


def test_anna_puts_a_chain_together_by_pressing_buttons(chained: Chained) -> None:
    cast, case = chained.cast, chained.office.drafted()
    anna = at_the_page(cast.anna)
    url = f"/til-godkendelse/ny/sag/{case.uuid}/approve/"
    plan = ""
    for who in (cast.erik, cast.bo):
        posted = {"plan": plan, "do": "add", "employee": str(who.employee.pk), "step": "new"}
        html = anna.post(url, posted).content.decode()
        plan = html.split('name="plan" value="')[1].split('"')[0]
    response = anna.post(url, {"plan": plan, "do": "start", "comment": "Se på beløbet."})
    assert response.status_code == 302
    chain = Chain.objects.get(case=case)
    assert chained.waits(chain) == [("Erik Munk", "answer")]
    assert chain.steps.count() == 2
