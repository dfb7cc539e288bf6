"""Dorthe's side of the shipped rules: letters, hearing, decision, and the time to complain."""

from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.conftest import Publish
from faelled.apps.intake.tests.journey import Journey, check_of, form_of
from faelled.apps.intake.wording import long_day
from faelled.casework.cases.actions import Step, execute, use_process
from faelled.casework.cases.models import Case
from faelled.casework.documents.actions import deliver_waiting
from faelled.casework.documents.models import Dispatch, Document
from faelled.lib.dates import end_of_day
from tests.cast import NOW, Cast, Worker

KEY = "tabt-arbejdsfortjeneste"
# What she answers, page by page. Who Emil is, the register knows.
PAGES: Mapping[str, Mapping[str, str]] = {
    "child": {"lives": "home", "condition": "Epilepsi"},
    "help": {
        "care_why": "Han får anfald hver dag",
        "parent_why": "Jeg kan give ham medicin",
        "hours": "12,5",
        "start": "01.01.2027",
    },
    "work": {"work": "other", "income": "31.500"},
    "other_parent": {"other_holder": "true", "other_holder_informed": "true"},
}


@pytest.fixture
def at_home(cast: Cast, publish_graph: Publish) -> Journey:
    """Dorthe at her browser, with the shipped rules published."""
    path = settings.CONTENT / "graphs" / f"{KEY}.toml"
    process = publish_graph(path.read_bytes()).process
    by = cast.actor(cast.frida)
    use_process(process, cast.disability, by=by, now=NOW, open_to_citizens=True)
    client = Client()
    client.force_login(cast.dorthe.user)
    return Journey(client, cast, cast.dorthe)


def apply(dorthe: Journey) -> Case:
    """Fill in and send, with a pay slip."""
    whom = {"whom": str(dorthe.cast.emil.uuid)}
    dorthe.client.post(f"/selvbetjening/{KEY}/soeg/", whom)
    draft = Draft.objects.get()
    url = f"{form_of(draft)}?side=child"
    for page, typed in PAGES.items():
        assert url == f"{form_of(draft)}?side={page}"
        url = dorthe.fill(url, typed)
    upload = SimpleUploadedFile("lønseddel.txt", "Løn: 31.500".encode())
    dorthe.post(url, {"shown": dorthe.shown(url), "update": "1", "pay_slips": upload}, status=200)
    draft.refresh_from_db()
    kept = {"shown": dorthe.shown(url), "pay_slips": draft.answers["pay_slips"]}
    assert dorthe.post(url, kept, status=302) == check_of(draft)
    receipt = dorthe.send(draft)
    return Case.objects.get(uuid=UUID(receipt.split("/")[2]))


def works(who: Worker, cast: Cast, case: Case, event: str, **answers: str) -> None:
    """An employee takes a step."""
    now = timezone.now()
    step = Step(event, key=str(uuid4()), answers={name: [text] for name, text in answers.items()})
    execute(case, step, by=cast.actor(who, now), now=now)


def the_post_leaves() -> None:
    """What waits is handed to the carrier, as the worker does a little later."""
    deliver_waiting(now=timezone.now() + timedelta(minutes=2))


def test_the_application_is_a_paper_of_the_case_and_of_hers(at_home: Journey) -> None:
    case = apply(at_home)
    page = at_home.page(f"/mine-sager/{case.uuid}/")
    assert "lønseddel.txt" in page and "Søg om tabt arbejdsfortjeneste" in page
    for document in Document.objects.filter(case=case):
        assert at_home.client.get(f"/mine-dokumenter/{document.uuid}/").status_code == 200
    at_home.client.force_login(at_home.cast.esben.user)
    for document in Document.objects.filter(case=case):
        at_home.page(f"/mine-dokumenter/{document.uuid}/", status=404)


def test_the_receipt_can_be_kept_as_an_accessible_pdf(at_home: Journey) -> None:
    case = apply(at_home)
    answer = at_home.client.get(f"/mine-sager/{case.uuid}/kvittering/1/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    reader = PdfReader(BytesIO(answer.content))
    text = "".join(page.extract_text() for page in reader.pages)
    assert case.number in text and "Epilepsi" in text and "31.500,00 kr." in text
    assert "/StructTreeRoot" in reader.root_object
    at_home.client.force_login(at_home.cast.esben.user)
    at_home.page(f"/mine-sager/{case.uuid}/kvittering/1/pdf/", status=404)


def test_a_letter_is_there_when_it_has_left_and_not_before(at_home: Journey) -> None:
    case, cast = apply(at_home), at_home.cast
    works(cast.anna, cast, case, "inform")
    title = Dispatch.objects.get().document.title
    page = at_home.page(f"/mine-sager/{case.uuid}/")
    assert title not in page and "Giv besked om rettigheder" not in page
    the_post_leaves()
    page = at_home.page(f"/mine-sager/{case.uuid}/")
    assert page.count(title) >= 2
    assert "Børnehandicap" in page and "Giv besked om rettigheder" not in page


def test_from_the_hearing_to_the_time_to_complain(at_home: Journey) -> None:
    case, cast = apply(at_home), at_home.cast
    works(cast.anna, cast, case, "inform")
    assess = {"informed": "yes", "target_group": "yes", "necessary": "no", "suitable": "yes"}
    words = {"hours": "0", "why": "Skolen", "child_views": "Glad", "other_help": "Nej"}
    works(cast.anna, cast, case, "assess", **assess, **words)
    hear = {"unknown": "true", "adverse": "true", "material": "true", "course": "hear"}
    works(cast.anna, cast, case, "check_hearing", **hear, facts="Skolens udtalelse")
    works(cast.anna, cast, case, "hear_party", facts="Skolens udtalelse", time_limit="14 dage")
    the_post_leaves()
    page = at_home.page(f"/mine-sager/{case.uuid}/")
    assert "Svar på høringen" in page and "Du skal svare senest" in page
    behind = "Læs brevet først: Har du noget at sige til oplysningerne?"
    assert behind in page
    assert behind in at_home.page(f"/mine-sager/{case.uuid}/trin/answer_hearing/")
    assert "Klag over afgørelsen" not in page
    url = f"/mine-sager/{case.uuid}/trin/answer_hearing/"
    at_home.fill(url, {"statement": "Skolen tager fejl"})
    at_home.send(Draft.objects.get(case=case))
    reasons = {"rules": "§ 87", "considerations": "Skole", "facts": "Udtalelsen"}
    weighed = {"statement_weighed": "Er læst"}
    works(cast.anna, cast, case, "draft_decision", outcome="refused", **reasons, **weighed)
    assert "Udkast" not in at_home.page(f"/mine-sager/{case.uuid}/")
    works(cast.bo, cast, case, "approve", verdict="approve")
    works(cast.anna, cast, case, "send_decision")
    page = at_home.page(f"/mine-sager/{case.uuid}/")
    assert "Du kan klage" not in page and "Læs afgørelsen" not in page
    the_post_leaves()
    until = Dispatch.objects.exclude(complaint_until=None).get().complaint_until
    assert until is not None
    day = long_day(end_of_day(until))
    page = at_home.page(f"/mine-sager/{case.uuid}/")
    assert f"Du kan klage til og med {day}" in page
    assert page.index("Læs afgørelsen") < page.index("Klag over afgørelsen")
    assert "Der er ikke noget, du skal gøre lige nu." in page
    assert "retssikkerhedsloven § 67, stk. 1" in page
    assert f"/mine-sager/{case.uuid}/trin/complain/" in page
    assert f"Du kan klage til og med {day}" in at_home.page("/mine-sager/")
    Dispatch.objects.exclude(complaint_until=None).update(
        complaint_until=timezone.localdate() - timedelta(days=1)
    )
    page = at_home.page(f"/mine-sager/{case.uuid}/")
    assert "Du kan stadig sende en klage." in page
    assert f"/mine-sager/{case.uuid}/trin/complain/" in page
