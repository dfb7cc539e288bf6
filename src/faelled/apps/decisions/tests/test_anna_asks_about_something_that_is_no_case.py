"""An approval about nothing: a title, a text and papers become a case, and go through a chain."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import SHIPPED, Office, at_the_page
from faelled.base.people.actions import grant_mandate
from faelled.casework.cases.errors import DataRefused, StepRefused
from faelled.casework.cases.models import Case, CaseType
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.documents import actions as documents
from faelled.casework.documents.models import Direction
from faelled.casework.processes.actions import publish
from tests.cast import SINCE, Worker

FREE = SHIPPED.with_name("fri-godkendelse.toml")
URL = reverse("decisions:propose")


@pytest.fixture
def free(office: Office) -> Chained:
    """Børnehandicap may ask about what is no case."""
    chained = Chained(office)
    frida = office.actor(office.cast.frida)
    version = publish(FREE.read_bytes(), by=frida, now=office.start)
    CaseType.objects.create(
        authority=office.cast.authority, process=version.process, unit=office.cast.disability
    )
    return chained


def asked(chained: Chained, who: Worker, what: str = "Åbent hus den 3. maj") -> Case:
    paper = ContentFile(b"Program for dagen", name="program.txt")
    new = actions.Proposal(str(uuid4()), what, "Vi viser det nye værksted.", [paper])
    return actions.propose(new, by=chained.actor(who), now=chained.tick())


def sent(chained: Chained, who: Worker) -> Chain:
    steps = chained.step(chained.cast.erik), chained.step(chained.cast.bo)
    return chained.started(*steps, case=asked(chained, who), by=who)


def test_it_goes_through_the_chain_and_the_case_is_closed_by_the_last_approval(
    free: Chained,
) -> None:
    chain = sent(free, free.cast.anna)
    free.act(chain, free.cast.erik, "approve")
    free.act(chain, free.cast.bo, "approve", "God idé.")
    assert chain.state == "approved" and chain.case is not None
    chain.case.refresh_from_db()
    assert (chain.case.title, chain.case.status) == ("Åbent hus den 3. maj", "closed")
    assert chain.case.events.get(event_id="approve").actor_name == "Bo Lind"


def test_bo_reads_the_text_and_the_papers_on_the_chain_s_page(free: Chained) -> None:
    chain = sent(free, free.cast.anna)
    free.act(chain, free.cast.erik, "approve")
    page = at_the_page(free.cast.bo)
    html = page.get(reverse("decisions:chain", args=[chain.uuid])).content.decode()
    assert "Vi viser det nye værksted." in html and "program.txt" in html
    document = chain.case.documents.get()  # type: ignore[union-attr]
    url = reverse("decisions:chain_letter", args=[chain.uuid, document.uuid, 1])
    assert b"Program for dagen" in page.get(url).content


def test_a_paper_put_in_afterwards_is_not_what_is_approved(free: Chained) -> None:
    chain = sent(free, free.cast.anna)
    anna = free.actor(free.cast.anna)
    documents.upload(
        chain.case,  # type: ignore[arg-type]
        ContentFile(b"Noget andet", name="senere.txt"),
        title="senere.txt",
        direction=Direction.INTERNAL,
        by=anna,
        now=free.tick(),
    )
    html = at_the_page(free.cast.erik).get(reverse("decisions:chain", args=[chain.uuid]))
    assert "senere.txt" not in html.content.decode()


def test_a_leader_asks_too_and_nobody_approves_what_they_asked_for(free: Chained) -> None:
    case = asked(free, free.cast.bo)
    with pytest.raises(ChainError, match="har selv arbejdet på det"):
        free.started(free.step(free.cast.bo), case=case, by=free.cast.bo)
    with pytest.raises(StepRefused):
        free.office.do(case, free.actor(free.cast.bo), "approve", now=free.tick())


def test_the_case_is_not_closed_under_those_who_are_asked(free: Chained) -> None:
    chain = sent(free, free.cast.anna)
    with pytest.raises(StepRefused, match="Træk den tilbage først"):
        free.office.do(
            chain.case,  # type: ignore[arg-type]
            free.actor(free.cast.anna),
            "withdraw",
            {"why": "Aflyst."},
            now=free.tick(),
        )
    free.act(chain, free.cast.anna, "stop")
    free.office.do(
        chain.case,  # type: ignore[arg-type]
        free.actor(free.cast.anna),
        "withdraw",
        {"why": "Aflyst."},
        now=free.tick(),
    )


def test_the_form_leads_on_to_who_is_to_answer_and_makes_one_case(free: Chained) -> None:
    page, key = at_the_page(free.cast.anna), str(uuid4())
    assert URL in page.get(reverse("decisions:new")).content.decode()
    for _twice in range(2):
        paper = SimpleUploadedFile("program.txt", b"Program", content_type="text/plain")
        post = {"what": "Åbent hus", "why": "Fordi.", "papers": paper, "idempotency_key": key}
        answer = page.post(URL, post)
        case = Case.objects.get(title="Åbent hus")
        assert answer["Location"] == reverse("decisions:new_for_case", args=[case.uuid, "approve"])
    assert page.get(answer["Location"]).status_code == 200


def test_what_is_wrong_is_said_and_the_text_stands(free: Chained) -> None:
    page = at_the_page(free.cast.anna)
    answer = page.post(URL, {"what": "", "why": "Vi viser værkstedet."})
    assert answer.status_code == 422 and "Vi viser værkstedet." in answer.content.decode()
    number = page.post(URL, {"what": "Om 010190-1234", "why": "Fordi."})
    assert number.status_code == 422 and "CPR-numre" in number.content.decode()
    assert not Case.objects.filter(case_type__process__key="fri-godkendelse").exists()


def test_carla_s_unit_has_not_set_it_up_and_a_bad_file_makes_nothing(free: Chained) -> None:
    with pytest.raises(ChainError, match="ikke sat op"):
        asked(free, free.cast.carla)
    assert "ikke sat op" in at_the_page(free.cast.carla).get(URL).content.decode()
    bad = ContentFile(b"MZ\x90\x00", name="x.exe")
    new = actions.Proposal(str(uuid4()), "Noget", "Fordi.", [bad])
    with pytest.raises(DataRefused):
        actions.propose(new, by=free.actor(free.cast.anna), now=timezone.now())
    assert not Case.objects.filter(case_type__process__key="fri-godkendelse").exists()


def test_a_paper_named_after_a_cpr_number_is_not_taken(free: Chained) -> None:
    """A paper is called by its file's name, and the name stands on lists and in the log."""
    paper = ContentFile(b"Om hende", name="Udtalelse 410384-0002.txt")
    new = actions.Proposal(str(uuid4()), "Åbent hus", "Se her.", [paper])
    with pytest.raises(DataRefused) as refusal:
        actions.propose(new, by=free.actor(free.cast.anna), now=free.tick())
    assert set(refusal.value.errors) == {"papers"}
    assert not Case.objects.filter(title="Åbent hus").exists()


def mandate(
    chained: Chained, who: Worker, pattern: str = "99.*", limit: Decimal | None = None
) -> None:
    grant_mandate(
        who.employee,
        kle_pattern=pattern,
        decision_type="*",
        amount_max=limit,
        valid_from=SINCE,
        by=chained.cast.system,
        now=chained.now,
    )


def test_a_leader_of_another_department_can_be_asked_and_decides_it(free: Chained) -> None:
    chain = free.started(free.step(free.cast.erik), case=asked(free, free.cast.anna))
    free.act(chain, free.cast.erik, "approve", "Fint.")
    assert chain.state == "approved" and chain.case is not None
    assert chain.case.events.get(event_id="approve").actor_name == "Erik Munk"
    held = roles_in_case(free.actor(free.cast.erik), chain.case, now=free.tick())
    assert "manager" not in held


def test_his_secretary_sends_it_on_in_both_names(free: Chained) -> None:
    sara = free.secretary(free.cast.erik)
    chain = free.started(free.step(free.cast.erik), case=asked(free, free.cast.anna))
    free.act(chain, sara, "release", of=free.cast.erik)
    free.act(chain, free.cast.erik, "approve")
    free.act(chain, sara, "forward", of=free.cast.erik)
    step = chain.case.events.get(event_id="approve")  # type: ignore[union-attr]
    assert (chain.state, step.actor_name) == ("approved", "Sara Vind")
    assert step.on_behalf_of_name == "Erik Munk"


def test_who_leads_nothing_is_asked_last_only_with_a_mandate(free: Chained) -> None:
    case, carla = asked(free, free.cast.anna), free.cast.carla
    with pytest.raises(ChainError, match="Carla Holm er ikke leder og har ikke mandat"):
        free.started(free.step(carla), case=case)
    mandate(free, carla, limit=Decimal(5_000))  # of what nobody has priced, a limit says nothing
    with pytest.raises(ChainError, match="har ikke mandat"):
        free.started(free.step(carla), case=case)
    mandate(free, carla)
    chain = free.started(free.step(carla), case=case)
    free.act(chain, carla, "approve")
    assert chain.state == "approved"


def test_of_a_citizen_s_case_a_leader_of_another_department_is_still_not_the_last(
    free: Chained,
) -> None:
    with pytest.raises(ChainError, match="kan ikke afslutte"):
        free.started(free.step(free.cast.erik))
