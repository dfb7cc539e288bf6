"""Where the law gives both parents a right, the other is found, asked, and signs or says no."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from faelled.apps.intake import upkeep
from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.conftest import Publish
from faelled.apps.intake.tests.journey import SHOWN, Journey, check_of, form_of
from faelled.base.people import actions as people
from faelled.base.people.models import Custody, Person
from faelled.casework.cases.actions import NewParty, Step, execute, open_case, use_process
from faelled.casework.cases.errors import StepNotAllowed, StepRefused
from faelled.casework.cases.models import Case, CaseType, Party
from faelled.casework.cases.paper import Paper
from faelled.casework.documents.models import Dispatch, Document
from tests.cast import Cast

KEY = "skoleskift"
WISH = {"school": "Skovskolen", "from": "01.09.2027", "why": "Emil mobbes", "shelter": "false"}


@pytest.fixture
def school(cast: Cast, publish_graph: Publish) -> None:
    version = publish_graph((settings.CONTENT / "graphs" / "skoleskift.toml").read_bytes())
    by, now = cast.actor(cast.frida), timezone.now()
    use_process(version.process, cast.disability, by=by, now=now, open_to_citizens=True)


@pytest.fixture
def wish(dorthe: Journey, school: None) -> Callable[..., Case]:
    """Dorthe sends her wish for Emil."""

    def send(**answers: str) -> Case:
        whom = {"whom": str(dorthe.cast.emil.uuid)}
        dorthe.client.post(f"/selvbetjening/{KEY}/soeg/", whom)
        draft = Draft.objects.get(sent_at=None, case=None)
        shown = SHOWN.findall(dorthe.page(form_of(draft)))
        dorthe.post(form_of(draft), {"shown": shown, **WISH, **answers}, status=302)
        dorthe.post(check_of(draft), {}, status=302)
        return Case.objects.get()

    return send


def answer(who: Journey, case: Case, **typed: str) -> None:
    """Fill in the signature and send it."""
    url = f"/mine-sager/{case.uuid}/trin/co_sign/"
    who.fill(url, typed)
    draft = Draft.objects.get(case=case, event_id="co_sign", sent_at=None)
    who.post(check_of(draft), {}, status=302)


def test_the_case_opens_at_once_and_the_signature_is_pending(wish: Callable[..., Case]) -> None:
    case = wish()
    task = case.tasks.get(event_id="co_sign")
    assert task.possible and task.deadline is not None
    assert task.deadline.date() - timezone.now().date() == timedelta(days=14)


def test_the_first_parent_reads_whom_the_case_waits_for_and_for_how_long(
    wish: Callable[..., Case], dorthe: Journey
) -> None:
    case = wish()
    asked = "Den anden forælder er spurgt og skal svare senest"
    page = dorthe.page(f"/mine-sager/{case.uuid}/")
    assert asked in page and "(om 14 dage)" in page
    assert page.count("Kommunen skal svare senest") == 1 and "(om 28 dage)" in page
    receipt = dorthe.page(f"/mine-sager/{case.uuid}/kvittering/1/")
    assert "Den anden forælder svarer" in receipt and asked in receipt
    assert "Kommunen skal svare senest" in receipt and "(om 28 dage)" in receipt
    listed = dorthe.page("/mine-sager/")
    assert "(om 28 dage)" in listed and "(om 14 dage)" not in listed


def test_of_a_child_that_nobody_has_named_it_is_not_written_that_nobody_else_has_custody(
    dorthe: Journey, school: None
) -> None:
    whom = {"whom": str(dorthe.cast.dorthe.person.uuid)}
    dorthe.client.post(f"/selvbetjening/{KEY}/soeg/", whom)
    draft = Draft.objects.get(sent_at=None, case=None)
    shown = SHOWN.findall(dorthe.page(form_of(draft)))
    typed = {"shown": shown, **WISH, "child_name": "Storm Friis"}
    dorthe.post(form_of(draft), typed, status=302)
    dorthe.post(check_of(draft), {}, status=302)
    case = Case.objects.get()
    assert list(case.events.values_list("event_id", flat=True)) == ["apply"]
    assert case.deadlines.filter(event_id="ask_other", state="running").exists()


def test_the_other_holder_is_found_in_the_custody_rows(
    wish: Callable[..., Case], cast: Cast
) -> None:
    party = wish().parties.get(graph_role="other_parent")
    assert party.person == cast.esben.person and party.sees_case


def test_a_letter_goes_to_the_other_and_not_to_the_first(
    wish: Callable[..., Case], cast: Cast
) -> None:
    case = wish()
    sending = Dispatch.objects.get(document__case=case)
    assert sending.party.person == cast.esben.person
    said = str(Document.objects.get(template="medunderskrift").versions.get().source)
    assert "Emil Friis" in said and "Skovskolen" in said
    assert "mobbes" not in said and "Dorthe" not in said


def test_one_is_asked_which_child_and_never_for_its_name(
    wish: Callable[..., Case], dorthe: Journey, esben: Journey
) -> None:
    page = dorthe.page(f"/selvbetjening/{KEY}/soeg/")
    assert "Hvilket barn handler det om?" in page and "Mig selv" not in page
    case = wish(child_name="Nogen Anden")
    asked = esben.page(f"/mine-sager/{case.uuid}/")
    assert "Emil Friis" in asked and "Nogen Anden" not in asked


def test_the_other_reads_exactly_what_is_asked_for(
    wish: Callable[..., Case], esben: Journey, cast: Cast
) -> None:
    until = date(2030, 1, 1)
    system, now = cast.system, timezone.now()
    people.protect(cast.dorthe.person, name_until=None, address_until=until, by=system, now=now)
    case = wish()
    assert "Vi venter på dig" in esben.page("/mine-sager/")
    for page in (
        esben.page(f"/mine-sager/{case.uuid}/"),
        esben.page(f"/mine-sager/{case.uuid}/trin/co_sign/"),
    ):
        assert "mobbes" not in page and "Engvej" not in page and "krisecenter" not in page
    assert "Skovskolen" in esben.page(f"/mine-sager/{case.uuid}/")
    esben.page(f"/mine-sager/{case.uuid}/kvittering/1/", status=404)
    received = Document.objects.filter(case=case, direction="in")
    for paper in received:
        esben.page(f"/mine-dokumenter/{paper.uuid}/", status=404)


def test_signed_and_both_can_follow(
    wish: Callable[..., Case], dorthe: Journey, esben: Journey
) -> None:
    case = wish()
    answer(esben, case, answer="sign")
    page = dorthe.page(f"/mine-sager/{case.uuid}/")
    assert "Skriv under, eller sig nej" in page and "En anden part i sagen" in page
    assert not case.tasks.filter(event_id="co_sign").exists()


def test_a_no_needs_its_reason(wish: Callable[..., Case], esben: Journey) -> None:
    case = wish()
    url = f"/mine-sager/{case.uuid}/trin/co_sign/"
    page = esben.fill(url, {"answer": "refuse"}, status=422)
    assert "Hvorfor ikke?" in page
    answer(esben, case, answer="refuse", why="Der er for langt")
    assert "Der er for langt" in str(case.events.get(event_id="co_sign").data)


def test_an_answer_can_be_taken_back_until_it_is_decided(
    wish: Callable[..., Case], esben: Journey
) -> None:
    case = wish()
    answer(esben, case, answer="sign")
    esben.fill(f"/mine-sager/{case.uuid}/trin/take_back/", {})
    draft = Draft.objects.get(case=case, event_id="take_back", sent_at=None)
    esben.post(check_of(draft), {}, status=302)
    answer(esben, case, answer="refuse", why="Jeg tog fejl")
    assert case.events.filter(event_id="co_sign").count() == 2


def test_the_authority_waits_fourteen_days_and_no_longer(
    wish: Callable[..., Case], dorthe: Journey
) -> None:
    case = wish()
    typed = {"outcome": ["refused"], "why": ["Der er kun én, der har ønsket det"]}
    step, cast, now = Step("decide", key="a", answers=typed), dorthe.cast, timezone.now()
    with pytest.raises(StepNotAllowed, match="14 dage"):
        execute(case, step, by=cast.actor(cast.anna, now), now=now)
    later = now + timedelta(days=15)
    execute(case, step, by=cast.actor(cast.anna, later), now=later)


def test_a_parent_alone_is_asked_for_no_signature(wish: Callable[..., Case], cast: Cast) -> None:
    Custody.objects.filter(holder=cast.esben.person).delete()
    case = wish()
    assert case.events.filter(event_id="no_other").exists()
    assert not case.parties.filter(graph_role="other_parent").exists()
    assert not Dispatch.objects.exists()


def test_from_a_shelter_the_other_is_told_nothing(
    wish: Callable[..., Case], esben: Journey
) -> None:
    case = wish(shelter="true")
    assert not case.parties.filter(graph_role="other_parent").exists()
    assert not Dispatch.objects.exists()
    esben.page(f"/mine-sager/{case.uuid}/", status=404)
    assert case.number not in esben.page("/mine-sager/")


def test_who_cannot_be_written_to_is_left_to_a_caseworker_and_the_case_is_open(
    wish: Callable[..., Case], cast: Cast
) -> None:
    Person.objects.filter(pk=cast.esben.person.pk).update(
        digital_post_exempt=True, address_protected_until=date(2030, 1, 1)
    )
    case = wish()
    assert case.tasks.filter(event_id="ask_other").exists()
    assert not case.parties.filter(graph_role="other_parent").exists()


def test_custody_that_ended_meanwhile_signs_nothing(
    wish: Callable[..., Case], cast: Cast, esben: Journey
) -> None:
    case = wish()
    Custody.objects.filter(holder=cast.esben.person).update(valid_to=timezone.localdate())
    now = timezone.now()
    step = Step("co_sign", key="b", answers={"answer": ["sign"]})
    with pytest.raises(StepRefused, match="Du har ikke længere forældremyndigheden"):
        execute(case, step, by=cast.actor(cast.esben, now), now=now)
    assert upkeep.end_lost_custody.call() == 1
    esben.page(f"/mine-sager/{case.uuid}/", status=404)
    assert upkeep.end_lost_custody.call() == 0
    assert Party.objects.filter(case=case, valid_to=None).count() == 2


def test_a_stranger_and_another_department_see_nothing_of_it(
    wish: Callable[..., Case], cast: Cast
) -> None:
    case = wish()
    carla = Client()
    carla.force_login(cast.carla.user)
    assert carla.get(f"/sager/{case.uuid}/").status_code == 404
    assert carla.get(f"/mine-sager/{case.uuid}/").status_code == 404


def typed_in(cast: Cast, *people_in_it: NewParty, **answers: str) -> Case:
    """Anna opens a case for what came on paper three days ago, and types it in."""
    now = timezone.now()
    anna, came = cast.actor(cast.anna, now), now - timedelta(days=3)
    case_type = CaseType.objects.get(process__key=KEY)
    case = open_case(case_type, by=anna, now=now, parties=people_in_it, received_at=came)
    asked = {key: [text] for key, text in {**WISH, **answers}.items()}
    step = Step("apply", str(uuid4()), asked, at=came, paper=Paper())
    execute(case, step, by=anna, now=now)
    return Case.objects.get(pk=case.pk)


def test_a_paper_that_is_typed_in_asks_the_other_parent_too(school: None, cast: Cast) -> None:
    dorthe = NewParty(cast.dorthe.person, "applicant", "citizen", sees_case=True)
    case = typed_in(cast, dorthe, NewParty(cast.emil, "child"))
    party = case.parties.get(graph_role="other_parent")
    assert party.person == cast.esben.person and party.sees_case
    assert Dispatch.objects.get(document__case=case).party == party
    assert case.tasks.get(event_id="co_sign").possible
    assert [step.event_id for step in case.events.order_by("seq")] == ["apply", "ask_other"]


def test_a_paper_where_the_child_lives_in_a_shelter_asks_nobody(school: None, cast: Cast) -> None:
    dorthe = NewParty(cast.dorthe.person, "applicant", "citizen", sees_case=True)
    case = typed_in(cast, dorthe, child_name="Emil Friis", shelter="true")
    assert not case.parties.filter(graph_role="other_parent").exists()
    assert not Dispatch.objects.exists()


def test_a_paper_without_the_child_says_what_is_missing(school: None, cast: Cast) -> None:
    dorthe = NewParty(cast.dorthe.person, "applicant", "citizen", sees_case=True)
    with pytest.raises(StepRefused, match="Føj først barnet til sagen"):
        typed_in(cast, dorthe, child_name="Emil Friis")


def test_a_paper_from_the_only_holder_notes_that_nobody_else_is_asked(
    school: None, cast: Cast
) -> None:
    Custody.objects.filter(holder=cast.esben.person).delete()
    dorthe = NewParty(cast.dorthe.person, "applicant", "citizen", sees_case=True)
    case = typed_in(cast, dorthe, NewParty(cast.emil, "child"))
    assert [step.event_id for step in case.events.order_by("seq")] == ["apply", "no_other"]
