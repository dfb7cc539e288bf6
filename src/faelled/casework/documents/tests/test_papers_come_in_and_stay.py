"""What comes in is received and journalised; a draft is worked on by one; what is final stays."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from faelled.base.files.actions import store_made
from faelled.base.files.models import StoredFile
from faelled.base.files.problems import UploadRefusedError
from faelled.base.files.serving import read_file
from faelled.base.people.models import Person, PersonAddress
from faelled.casework.cases.errors import NotYours, StepRefused
from faelled.casework.cases.models import JournalKind
from faelled.casework.documents import actions
from faelled.casework.documents.errors import DocumentError
from faelled.casework.documents.models import Direction, Dispatch, Document, Status
from faelled.casework.documents.tests.office import Office
from tests.cast import NOW, Worker

HOUR = timedelta(hours=1)


def file(name: str = "Ny.txt", data: bytes = b"Ny tekst") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_what_a_citizen_sends_becomes_received_papers_in_the_journal(office: Office) -> None:
    """Offentlighedsloven § 15: with the day it was received, as soon as it is."""
    case = office.case()
    paper = office.uploaded_by(office.cast.dorthe)
    office.do(
        case,
        "apply",
        office.cast.dorthe,
        child_name="Emil",
        child="440218-0003",
        papers=str(paper.uuid),
    )
    form, attached = case.documents.order_by("pk")
    assert (form.title, form.status, form.received_at) == ("Søg om hjælp", "received", NOW)
    assert (attached.title, attached.direction) == ("Udtalelse.txt", "in")
    assert attached.versions.get().file == paper
    entries = case.journal.filter(kind=JournalKind.RECEIVED).order_by("pk")
    assert [entry.document for entry in entries] == [form.uuid, attached.uuid]
    pdf = PdfReader(io.BytesIO(read_file(form.versions.get().file)))
    text = pdf.pages[0].extract_text()
    assert "Emil" in text
    assert "Oplyst" in text
    assert "440218" not in text


def test_a_form_cannot_draw_in_a_file_that_somebody_else_sent(office: Office) -> None:
    case = office.case()
    others = office.uploaded_by(office.cast.esben)
    with pytest.raises(StepRefused, match="ikke sendt ind af dig"):
        office.do(case, "apply", office.cast.dorthe, papers=str(others.uuid))
    StoredFile.objects.all().delete()
    with pytest.raises(StepRefused, match="findes ikke mere"):
        office.do(case, "apply", office.cast.dorthe, papers=str(others.uuid))
    assert not Document.objects.exists()


def test_a_form_cannot_draw_in_a_letter_that_the_system_made(office: Office) -> None:
    """casework.md 8.9: a citizen who has learnt the id of another's letter gets nothing by it."""
    letter = store_made(
        b"x", "Brev.pdf", "text/plain", stream="a", subjects=(), by=office.cast.system, now=NOW
    )
    case = office.case()
    with pytest.raises(StepRefused):
        office.do(case, "apply", office.cast.dorthe, papers=str(letter.uuid))
    assert not case.documents.exists()


def test_a_paper_from_the_post_is_received_on_its_day_and_closed_at_once(office: Office) -> None:
    case, anna = office.applied(), office.cast.actor(office.cast.anna)
    paper = actions.upload(
        case,
        file("Brev.txt"),
        title="",
        direction=Direction.IN,
        received_at=NOW - 3 * HOUR,
        by=anna,
        now=NOW,
    )
    assert (paper.title, paper.status, paper.received_at) == (
        "Brev.txt",
        "received",
        NOW - 3 * HOUR,
    )
    entry = case.journal.filter(kind=JournalKind.RECEIVED).order_by("-pk")[0]
    assert (entry.occurred_at, entry.document) == (NOW - 3 * HOUR, paper.uuid)
    with pytest.raises(DocumentError, match="fremtiden"):
        actions.upload(
            case, file(), title="", direction=Direction.IN, received_at=NOW + HOUR, by=anna, now=NOW
        )
    with pytest.raises(UploadRefusedError):
        actions.upload(case, file("x.exe"), title="", direction=Direction.IN, by=anna, now=NOW)


def test_a_draft_has_versions_and_the_last_word_is_final(office: Office) -> None:
    case, anna = office.applied(), office.cast.actor(office.cast.anna)
    paper = office.paper(case)
    actions.add_version(paper, file(), by=anna, now=NOW)
    assert [row.number for row in paper.versions.order_by("number")] == [1, 2]
    done = actions.finalise(paper, by=anna, now=NOW)
    assert (done.status, done.internal) == (Status.FINAL, True)
    assert case.journal.filter(kind=JournalKind.INTERNAL, document=paper.uuid).exists()
    for attempt in (
        lambda: actions.add_version(paper, file(), by=anna, now=NOW),
        lambda: actions.finalise(paper, by=anna, now=NOW),
        lambda: actions.remove_draft(paper, by=anna, now=NOW),
    ):
        with pytest.raises(DocumentError, match="færdigt"):
            attempt()


def test_who_locks_a_document_works_on_it_alone_and_nobody_removes_it(office: Office) -> None:
    """Casework B.1, 9: a locked document cannot be deleted."""
    case, cast = office.applied(), office.cast
    anna, bo = cast.actor(cast.anna), cast.actor(cast.bo)
    paper = actions.lock(office.paper(case), by=anna, now=NOW)
    for attempt in (
        lambda: actions.add_version(paper, file(), by=bo, now=NOW),
        lambda: actions.lock(paper, by=bo, now=NOW),
        lambda: actions.finalise(paper, by=bo, now=NOW),
        lambda: actions.remove_draft(paper, by=bo, now=NOW),
    ):
        with pytest.raises(DocumentError, match="Anna Dam arbejder"):
            attempt()
    with pytest.raises(DocumentError, match="låst"):
        actions.remove_draft(paper, by=anna, now=NOW)
    actions.add_version(paper, file(), by=anna, now=NOW)
    assert actions.unlock(paper, by=bo, now=NOW).locked_by_id == ""
    actions.lock(paper, by=bo, now=NOW)
    with pytest.raises(DocumentError, match="leder"):
        actions.unlock(paper, by=anna, now=NOW)
    actions.unlock(paper, by=bo, now=NOW)
    actions.remove_draft(paper, by=anna, now=NOW)
    assert not Document.objects.filter(pk=paper.pk).exists()
    assert not StoredFile.objects.filter(name__in=["Notat.txt", "Ny.txt"]).exists()


def test_a_letter_is_changed_through_its_step_and_no_other_way(office: Office) -> None:
    case, anna = office.drafted(), office.cast.actor(office.cast.anna)
    letter = case.documents.get(template="afgoerelse")
    with pytest.raises(DocumentError, match="sagens oplysninger"):
        actions.add_version(letter, file(), by=anna, now=NOW)
    with pytest.raises(DocumentError, match="trinnet"):
        actions.finalise(letter, by=anna, now=NOW)


def test_a_draft_that_a_colleague_holds_is_not_sent_over_their_head(office: Office) -> None:
    case, cast = office.drafted(), office.cast
    letter = case.documents.get(template="afgoerelse")
    actions.lock(letter, by=cast.actor(cast.bo), now=NOW)
    with pytest.raises(DocumentError, match="Bo Lind arbejder"):
        office.do(case, "send_decision", cast.anna)


def test_a_final_paper_is_sent_to_a_party_and_is_internal_no_longer(office: Office) -> None:
    """Offentlighedsloven § 23: what is given to somebody outside is not internal."""
    case, anna = office.applied(), office.cast.actor(office.cast.anna)
    party = case.parties.select_related("person").get(graph_role="citizen")
    paper = office.paper(case)
    with pytest.raises(DocumentError, match="færdigt"):
        actions.send_document(paper, party, by=anna, now=NOW)
    actions.finalise(paper, by=anna, now=NOW)
    dispatch = actions.send_document(paper, party, by=anna, now=NOW)
    paper.refresh_from_db()
    assert (paper.internal, paper.status) == (False, Status.FINAL)
    assert actions.deliver(dispatch.uuid, now=NOW).state == "sent"
    with pytest.raises(DocumentError, match="allerede"):
        actions.send_document(paper, party, by=anna, now=NOW)
    paper.refresh_from_db()
    assert paper.status == Status.SENT


def test_a_paper_that_cannot_be_printed_or_has_no_way_is_not_sent(office: Office) -> None:
    case, cast = office.applied(), office.cast
    anna = cast.actor(cast.anna)
    paper = actions.finalise(office.paper(case), by=anna, now=NOW)
    Person.objects.filter(pk=cast.dorthe.person.pk).update(digital_post_exempt=True)
    dorthe = case.parties.select_related("person").get(graph_role="citizen")
    with pytest.raises(DocumentError, match="PDF"):
        actions.send_document(paper, dorthe, by=anna, now=NOW)
    PersonAddress.objects.all().delete()
    with pytest.raises(DocumentError, match="adressen"):
        actions.send_document(paper, dorthe, by=anna, now=NOW)
    other = office.applied().parties.get(graph_role="citizen")
    with pytest.raises(DocumentError, match="ikke part"):
        actions.send_document(paper, other, by=anna, now=NOW)
    assert not Dispatch.objects.exists()


@pytest.mark.parametrize("name", ["carla", "dorthe"])
def test_who_does_not_work_on_the_case_changes_no_paper(office: Office, name: str) -> None:
    case, cast = office.applied(), office.cast
    paper = office.paper(case)
    who = getattr(cast, name)
    by = cast.actor(who)
    if isinstance(who, Worker):
        for attempt in (
            lambda: actions.add_version(paper, file(), by=by, now=NOW),
            lambda: actions.lock(paper, by=by, now=NOW),
            lambda: actions.unlock(paper, by=by, now=NOW),
            lambda: actions.finalise(paper, by=by, now=NOW),
            lambda: actions.remove_draft(paper, by=by, now=NOW),
            lambda: actions.upload(case, file(), title="", direction=Direction.IN, by=by, now=NOW),
        ):
            with pytest.raises(NotYours):
                attempt()
