"""Dorthe fills in a form page by page: rows to add, what is known, and what she has no right to."""

import re
from uuid import UUID

import pytest
from django.test import Client

from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.conftest import Publish
from faelled.apps.intake.tests.form_graph import CARE
from faelled.apps.intake.tests.journey import Journey, check_of, form_of, main_of
from faelled.base.people.models import Person
from faelled.casework.cases.actions import use_process
from faelled.casework.cases.models import Case, CaseEvent
from tests.cast import NOW, Cast

SERVICE = "/selvbetjening/pasning/soeg/"
FIRST = {"works": "true"}
JOBS = {
    "jobs": ["0", "1"],
    "jobs.0.who": "Bageriet",
    "jobs.0.hours": "20",
    "jobs.1.who": "Skolen",
    "jobs.1.hours": "10,5",
}


@pytest.fixture
def at_home(cast: Cast, publish_graph: Publish) -> Journey:
    """Dorthe at her browser, with the service to apply for."""
    process = publish_graph(CARE.encode()).process
    by = cast.actor(cast.frida)
    use_process(process, cast.disability, by=by, now=NOW, open_to_citizens=True)
    client = Client()
    client.force_login(cast.dorthe.user)
    return Journey(client, cast, cast.dorthe)


def begin(dorthe: Journey, whom: Person | None = None) -> Draft:
    chosen = whom or dorthe.cast.emil
    answer = dorthe.client.post(SERVICE, {"whom": str(chosen.uuid)})
    return Draft.objects.get(uuid=UUID(answer["Location"].split("/")[3]))


def page_of(draft: Draft, id: str) -> str:
    return f"{form_of(draft)}?side={id}"


def filled(dorthe: Journey) -> Draft:
    """All three pages, each pressed on from."""
    draft = begin(dorthe)
    assert dorthe.fill(page_of(draft, "child"), FIRST) == page_of(draft, "work")
    more = {**JOBS, "add": "jobs"}
    dorthe.post(page_of(draft, "work"), {"shown": ["jobs"], **more}, status=200)
    assert dorthe.fill(page_of(draft, "work"), JOBS) == page_of(draft, "why")
    assert dorthe.fill(page_of(draft, "why"), {"reason": "Anfald"}) == check_of(draft)
    return draft


def test_a_parent_is_asked_which_child_it_is_about(at_home: Journey) -> None:
    page = at_home.page(SERVICE)
    assert "Hvilket barn handler det om?" in page and "Emil Friis" in page
    assert "Barnet står ikke på listen" in page


def test_each_page_asks_its_own_and_says_how_far_it_is(at_home: Journey) -> None:
    draft = begin(at_home)
    page = main_of(at_home.page(form_of(draft)))
    assert "Trin 1 af 3" in page and "Arbejder du?" in page
    assert "Hvorfor hjemme?" not in page and "Dine arbejdsgivere" not in page


def test_a_page_that_does_not_apply_is_skipped(at_home: Journey) -> None:
    draft = begin(at_home)
    told = {"works": "false", "told": "no-pay"}
    assert at_home.fill(page_of(draft, "child"), told) == page_of(draft, "why")
    assert "Trin 2 af 3" in at_home.page(page_of(draft, "why"))


def test_one_goes_on_where_one_left_off_on_another_device(at_home: Journey) -> None:
    draft = begin(at_home)
    at_home.fill(page_of(draft, "child"), FIRST)
    phone = Client()
    phone.force_login(at_home.who.user)
    again = Journey(phone, at_home.cast, at_home.who)
    assert "<h1>Dit arbejde</h1>" in again.page(form_of(draft))


def test_a_page_is_checked_before_the_next_and_back_loses_nothing(at_home: Journey) -> None:
    draft = begin(at_home)
    at_home.fill(page_of(draft, "child"), FIRST)
    url = page_of(draft, "work")
    typed = {"shown": ["jobs", "jobs.0.who", "jobs.0.hours"], "jobs": "0", "jobs.0.hours": "x"}
    refused = at_home.post(url, typed, status=422)
    assert (
        "Arbejdsgiver 1, Navn: Skriv et svar." in refused and 'href="#felt-jobs-0-who"' in refused
    )
    assert at_home.post(url, {**typed, "back": "child"}, status=302) == page_of(draft, "child")
    assert 'value="x"' in at_home.page(url)


def test_rows_are_added_and_taken_away_without_javascript(at_home: Journey) -> None:
    draft = begin(at_home)
    at_home.fill(page_of(draft, "child"), FIRST)
    url = page_of(draft, "work")
    shown = ["jobs", "jobs.0.who", "jobs.0.hours"]
    typed = {"shown": shown, "jobs": "0", "jobs.0.who": "Bageriet", "jobs.0.hours": "20"}
    page = at_home.post(url, {**typed, "add": "jobs"}, status=200)
    assert "Arbejdsgiver 2" in page and 'value="Bageriet"' in page
    both = {**typed, "jobs": ["0", "1"], "remove": "jobs.0"}
    page = at_home.post(url, both, status=200)
    assert "Arbejdsgiver 2" not in page and "Bageriet" not in page
    assert Draft.objects.get().answers["jobs"] == ["1"]


def test_a_row_asks_by_its_own_answers(at_home: Journey) -> None:
    draft = begin(at_home)
    at_home.fill(page_of(draft, "child"), FIRST)
    shown = ["jobs", "jobs.0.who", "jobs.0.hours", "jobs.1.who", "jobs.1.hours", "total"]
    typed = {"shown": shown, **JOBS, "jobs.1.hours": "40"}
    page = at_home.post(page_of(draft, "work"), typed, status=200, htmx=True)
    assert 'id="row-jobs-1-night" hx-swap-oob="true">' in page
    assert "row-jobs-0-night" not in page
    assert "60" in re.sub("<[^>]*>", "", page)


def test_everything_is_checked_by_its_page_and_sent_as_rows(at_home: Journey) -> None:
    draft = filled(at_home)
    page = at_home.page(check_of(draft))
    assert f'href="{page_of(draft, "work")}#felt-jobs"' in page
    assert "Arbejdsgiver 2: Navn: Skolen. Timer: 10,5" in page
    receipt = at_home.page(at_home.send(draft))
    assert "Arbejdsgiver 1: Navn: Bageriet. Timer: 20" in receipt
    data = CaseEvent.objects.get().data["record"]
    assert data["total"] == {"decimal": "30.5000"}
    assert data["jobs"][0] == {"row": {"who": "Bageriet", "hours": {"decimal": "20"}}}


def test_what_the_register_rules_is_shown_and_a_changed_post_changes_nothing(
    at_home: Journey,
) -> None:
    draft = begin(at_home)
    page = main_of(at_home.page(form_of(draft)))
    assert "Emil Friis" in page and 'name="name"' not in page
    assert "Fra folkeregisteret (CPR)" in page
    at_home.fill(page_of(draft, "child"), {**FIRST, "name": "En anden", "told": "no-pay"})
    at_home.fill(page_of(draft, "work"), {"jobs": "0", "jobs.0.who": "A", "jobs.0.hours": "2"})
    at_home.fill(page_of(draft, "why"), {"reason": "Anfald"})
    at_home.send(draft)
    assert CaseEvent.objects.get().data["record"]["name"] == "Emil Friis"


def test_the_register_is_read_again_when_it_is_sent(at_home: Journey) -> None:
    draft = filled(at_home)
    Person.objects.filter(pk=at_home.cast.emil.pk).update(given_name="Emilie")
    at_home.send(draft)
    assert CaseEvent.objects.get().data["record"]["name"] == "Emilie Friis"


def test_a_protected_address_is_never_written(at_home: Journey) -> None:
    until = NOW.date().replace(year=2099)
    Person.objects.filter(pk=at_home.cast.emil.pk).update(address_protected_until=until)
    draft = filled(at_home)
    page = at_home.page(page_of(draft, "child"))
    assert "Adressen er beskyttet" in page
    at_home.send(draft)
    assert "home" not in CaseEvent.objects.get().data["record"]


def test_an_open_answer_is_filled_in_and_can_be_emptied(at_home: Journey) -> None:
    draft = begin(at_home)
    assert 'value="Dorthe Friis"' in at_home.page(form_of(draft))
    at_home.fill(page_of(draft, "child"), {**FIRST, "phone_name": ""})
    assert 'value="Dorthe Friis"' not in at_home.page(page_of(draft, "child"))


def test_no_right_is_told_at_once_and_she_may_apply_all_the_same(at_home: Journey) -> None:
    draft = begin(at_home)
    url = page_of(draft, "child")
    typed = {"shown": ["name", "phone_name", "works"], "works": "false"}
    live = at_home.post(url, typed, status=200, htmx=True)
    assert "Du mister ingen løn" in live and "barnets lov § 87, stk. 1" in live
    told = at_home.post(url, typed, status=200)
    assert "Du kan søge alligevel" in told
    assert at_home.post(url, {**typed, "told": "no-pay"}, status=302) == page_of(draft, "why")
    at_home.fill(page_of(draft, "why"), {"reason": "Anfald"})
    at_home.send(draft)
    assert Case.objects.count() == 1


def test_what_cannot_be_applied_for_here_stops_with_where_to_go(at_home: Journey) -> None:
    draft = begin(at_home)
    at_home.fill(page_of(draft, "child"), {"works": "false", "told": "no-pay"})
    url = page_of(draft, "why")
    typed = {"shown": ["reason"], "reason": "Norge", "told": "elsewhere"}
    page = at_home.post(url, typed, status=200)
    assert "Søg i Norge" in page and "Du kan søge alligevel" not in page
    answer = at_home.client.post(check_of(draft))
    assert answer.status_code == 302 and not Case.objects.exists()


def test_a_child_that_is_not_on_the_list_is_written_in(at_home: Journey) -> None:
    asked = main_of(at_home.page("/selvbetjening/pasning/soeg/"))
    assert "Barnet står ikke på listen" in asked and "Mangler der en" not in asked
    assert '<legend class="sr-only">Hvilket barn handler det om?</legend>' in asked
    draft = begin(at_home, at_home.who.person)
    page = main_of(at_home.page(form_of(draft)))
    assert 'name="name"' in page


def test_anna_types_the_same_form_in_on_one_page(at_home: Journey) -> None:
    case = Case.objects.get(uuid=UUID(at_home.send(filled(at_home)).split("/")[2]))
    anna = Client()
    anna.force_login(at_home.cast.anna.user)
    url = f"/sager/{case.uuid}/trin/apply/"
    page = anna.get(url).content.decode()
    assert "Barnet</h2>" in page and "Hvorfor</h2>" in page and "Emil Friis" in page
    posted = {"works": "true", "jobs": ["0"], "jobs.0.who": "Bageriet", "add": "jobs"}
    more = anna.post(f"{url}felter/", posted).content.decode()
    assert "Arbejdsgiver 2" in more and 'value="Bageriet"' in more
    answers = {**JOBS, "works": "true", "reason": "Anfald", "name": "En anden"}
    done = anna.post(url, {**answers, "seen_seq": str(case.seq)})
    assert done.status_code == 302, main_of(done.content.decode())
    record = CaseEvent.objects.order_by("-seq")[0].data["record"]
    assert record["name"] == "Emil Friis" and len(record["jobs"]) == 2


def test_the_service_says_how_many_questions_there_are(at_home: Journey) -> None:
    """Neither what is worked out nor what the register rules is one that everybody gets."""
    page = at_home.page("/selvbetjening/pasning/")
    assert "Du får mellem 3 og 6 spørgsmål. Vi spørger kun om det, der gælder for dig." in page


def test_a_voluntary_page_is_not_done_before_somebody_has_been_there(
    at_home: Journey, publish_graph: Publish
) -> None:
    must = 'type = "longtext"\nrequired = true\nsection = "why"'
    assert must in CARE
    voluntary = CARE.replace(must, 'type = "longtext"\nsection = "why"')
    publish_graph(voluntary.replace('version = "1.0.0"', 'version = "1.1.0"').encode())
    draft = begin(at_home)

    def done() -> list[str]:
        page = at_home.page(page_of(draft, "child"))
        plan = page.partition('class="plan"')[2].partition("</details>")[0]
        found = re.findall(r"step-list__step--(\w+).*?side=(\w+)", plan, re.DOTALL)
        return [page for state, page in found if state == "done"]

    assert done() == []
    at_home.fill(page_of(draft, "child"), {"works": "false", "told": "no-pay"})
    assert done() == [], "nobody has been on the last page"
    told = {"shown": ["reason"], "reason": ""}
    assert at_home.client.post(page_of(draft, "why"), told).status_code == 302
    assert done() == ["why"]
    at_home.post(check_of(draft), {}, status=302)
    assert Case.objects.count() == 1


def test_how_many_questions_there_are_is_said_and_follows_the_answers(at_home: Journey) -> None:
    draft = begin(at_home)
    before = at_home.page(page_of(draft, "child"))
    assert 'id="questions"' in before and "Du får mellem" in before
    at_home.fill(page_of(draft, "child"), FIRST)
    after = at_home.page(page_of(draft, "work"))
    assert after.partition('id="questions"')[2][:200] != before.partition('id="questions"')[2][:200]


def test_a_row_with_nothing_in_it_is_no_answer(at_home: Journey) -> None:
    draft = begin(at_home)
    at_home.fill(page_of(draft, "child"), FIRST)
    url = page_of(draft, "work")
    shown = {"shown": ["jobs", "jobs.0.who", "jobs.0.hours"], "jobs": ["0"], "update": "1"}

    def answered(**typed: str) -> int:
        at_home.post(url, {**shown, **typed}, status=200)
        found = re.search(r"Du har svaret på (\d+)", at_home.page(url))
        assert found is not None
        return int(found[1])

    assert answered() + 1 == answered(**{"jobs.0.who": "Bageriet"})
