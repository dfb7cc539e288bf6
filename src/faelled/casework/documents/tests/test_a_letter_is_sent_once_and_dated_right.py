"""Anna sends a decision: one letter leaves, journalised with the step, dated the day it leaves."""

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from pypdf import PdfReader
from pytest_django import DjangoCaptureOnCommitCallbacks

from faelled.base.access.actor import Capability
from faelled.base.audit.queries import about
from faelled.base.connect.digitalpost import post
from faelled.base.connect.digitalpost.fake import FakeDigitalPost
from faelled.base.people.models import Person
from faelled.casework.cases.errors import StepRefused
from faelled.casework.cases.models import JournalKind
from faelled.casework.documents import actions
from faelled.casework.documents.models import Dispatch, Document, DocumentVersion, Status
from faelled.casework.documents.queries import complaint_until
from faelled.casework.documents.tests.office import Office
from tests.cast import NOW

DAY = timedelta(days=1)


def words(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def letter_words(office: Office) -> str:
    (message,) = office.outbox()
    return words(message.files[0].content)


def test_the_draft_is_there_to_be_read_and_is_no_letter_yet(office: Office) -> None:
    case = office.drafted()
    draft = case.documents.get(template="afgoerelse")
    assert (draft.status, draft.direction, draft.kind) == (Status.DRAFT, "out", "decision")
    office.do(case, "draft_decision", office.cast.anna, outcome="granted", rules="§ 87", hours="3")
    draft.refresh_from_db()
    assert [version.number for version in draft.versions.order_by("number")] == [1, 2]
    assert office.outbox() == []
    assert not case.journal.filter(kind=JournalKind.SENT).exists()


def test_sending_makes_it_final_queues_it_and_journalises_it_in_one(office: Office) -> None:
    case = office.drafted()
    office.do(case, "send_decision", office.cast.anna)
    document = case.documents.get(template="afgoerelse")
    assert document.status == Status.FINAL
    dispatch = document.dispatches.get()
    assert (dispatch.state, dispatch.channel) == ("queued", "digital-post")
    entry = case.journal.get(kind=JournalKind.SENT)
    assert (entry.document, entry.short_text) == (document.uuid, document.title)
    assert office.outbox() == []


def test_the_job_after_the_commit_hands_it_over(
    office: Office, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    case = office.drafted()
    with django_capture_on_commit_callbacks(execute=True):
        office.do(case, "send_decision", office.cast.anna)
    (message,) = office.outbox()
    assert message.header.content is not None
    assert message.header.content.case is not None
    assert message.header.content.case.id == str(case.uuid)
    assert message.header.recipient.id == "4103840002"
    assert case.documents.get(template="afgoerelse").status == Status.SENT


def test_the_date_of_sending_is_the_carriers_and_the_complaint_runs_from_it(
    office: Office,
) -> None:
    """Casework 8.18: the deadline is counted from the sending, not from the decision."""
    case = office.drafted()
    office.do(case, "send_decision", office.cast.anna)
    assert complaint_until(case) is None
    dispatch = actions.deliver(Dispatch.objects.get().uuid, now=NOW + 2 * DAY)
    assert dispatch.sent_at == NOW + 2 * DAY
    assert complaint_until(case) == date(2026, 6, 3)
    document = case.documents.get(template="afgoerelse")
    assert document.sent_at == dispatch.sent_at


def test_a_letter_that_leaves_another_day_carries_that_days_date(office: Office) -> None:
    """Ombudsmanden: a letter is dated the day it is sent, not the day it was made."""
    case = office.drafted()
    office.do(case, "send_decision", office.cast.anna)
    actions.deliver(Dispatch.objects.get().uuid, now=NOW + 2 * DAY)
    assert "6. maj 2026" in letter_words(office)
    assert "4. maj 2026" not in letter_words(office)
    document = case.documents.get(template="afgoerelse")
    assert document.versions.count() == 3
    late = case.journal.filter(kind=JournalKind.SENT).order_by("pk").last()
    assert late is not None
    assert (late.occurred_at, "6. maj 2026" in late.short_text) == (NOW + 2 * DAY, True)


def test_told_again_and_again_the_carrier_takes_it_once(office: Office) -> None:
    case = office.drafted()
    first = office.sent(case)
    for turn in range(3):
        assert actions.deliver(first.uuid, now=NOW + turn * DAY).sent_at == NOW
    assert len(office.outbox()) == 1
    entries = [entry.action for entry in about(case.ref)]
    assert entries.count("document.sent") == 1


def test_a_kill_between_the_carrier_and_the_database_loses_nothing(office: Office) -> None:
    """The worker dies right after the carrier took it; the next one asks, and learns the day."""
    case = office.drafted()
    office.do(case, "send_decision", office.cast.anna)
    uuid = Dispatch.objects.get().uuid
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        actions.deliver(uuid, now=NOW)
        raise KeyboardInterrupt
    assert Dispatch.objects.get().state == "queued"
    after = actions.deliver(uuid, now=NOW + 3 * DAY)
    assert (after.state, after.sent_at) == ("sent", NOW)
    assert len(office.outbox()) == 1
    assert case.documents.get(template="afgoerelse").versions.count() == 2


def test_a_carrier_that_is_away_gets_it_later_and_the_page_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakeDigitalPost(office.folder / "outbox", breakdowns=2)
    monkeypatch.setattr(post, "MODES", {"fake": lambda: fake})
    case = office.drafted()
    office.do(case, "send_decision", office.cast.anna)
    kept = actions.deliver(Dispatch.objects.get().uuid, now=NOW)
    assert (kept.state, kept.attempts) == ("queued", 1)
    assert "svarer ikke" in kept.problem
    assert actions.deliver_waiting(now=NOW) == 0
    assert actions.deliver_waiting(now=NOW + DAY) == 0
    assert actions.deliver_waiting(now=NOW + DAY) == 1
    assert Dispatch.objects.get().problem == ""
    assert len(office.outbox()) == 1


def test_without_a_post_the_step_is_refused_and_nothing_has_happened(office: Office) -> None:
    """Casework 8.16: an empty mode is an error and no success."""
    case = office.drafted()
    with override_settings(DIGITAL_POST=""), pytest.raises(StepRefused, match="ikke sat op"):
        office.do(case, "send_decision", office.cast.anna)
    assert not case.events.filter(event_id="send_decision").exists()
    office.do(case, "send_decision", office.cast.anna)
    with override_settings(DIGITAL_POST=""):
        kept = actions.deliver(Dispatch.objects.get().uuid, now=NOW)
    assert (kept.state, "ikke sat op" in kept.problem) == ("queued", True)


def test_what_can_never_be_sent_is_marked_failed_with_the_reason(office: Office) -> None:
    case = office.drafted()
    office.do(case, "send_decision", office.cast.anna)
    Person.objects.filter(pk=office.cast.dorthe.person.pk).update(cpr_cipher=None)
    failed = actions.deliver(Dispatch.objects.get().uuid, now=NOW)
    assert (failed.state, failed.problem) == (
        "failed",
        "Modtageren har ikke noget CPR-nummer i systemet.",
    )
    assert actions.deliver(failed.uuid, now=NOW).state == "failed"


def change(person: Person, **values: Any) -> None:
    Person.objects.filter(pk=person.pk).update(**values)


def test_who_is_exempt_from_digital_post_gets_paper_with_the_address(office: Office) -> None:
    """Casework 8.23; BEK 2017/2021 § 13."""
    change(office.cast.dorthe.person, digital_post_exempt=True)
    case = office.drafted()
    dispatch = office.sent(case)
    assert (dispatch.channel, dispatch.state) == ("letter", "sent")
    assert office.outbox() == []
    (paper,) = (office.folder / "letters").glob("*.pdf")
    assert "Engvej 7\n9999 Fælleskøbing" in words(paper.read_bytes())


def test_a_protected_address_stands_on_no_digital_post(office: Office) -> None:
    """CPR-loven § 28."""
    change(office.cast.dorthe.person, address_protected_until=date(2027, 1, 1))
    office.sent(office.drafted())
    text = letter_words(office)
    assert "Dorthe Friis" in text
    assert "Engvej" not in text
    assert "beskyttet" not in text


def test_on_paper_only_one_who_may_see_it_sends_to_a_protected_address(office: Office) -> None:
    change(
        office.cast.dorthe.person,
        digital_post_exempt=True,
        address_protected_until=date(2027, 1, 1),
    )
    case = office.drafted()
    with pytest.raises(StepRefused, match="beskyttet adresse"):
        office.do(case, "send_decision", office.cast.anna)
    anna = office.cast.actor(office.cast.anna)
    seeing = replace(anna, capabilities=frozenset({Capability.SEE_PROTECTED_ADDRESS}))
    office.do(case, "send_decision", seeing)
    actions.deliver(Dispatch.objects.get().uuid, now=NOW)
    (paper,) = (office.folder / "letters").glob("*.pdf")
    assert "Engvej 7" in words(paper.read_bytes())


def test_paper_without_an_address_and_a_dead_recipient_are_refused(office: Office) -> None:
    person = office.cast.dorthe.person
    change(person, digital_post_exempt=True)
    person.addresses.all().delete()
    case = office.drafted()
    with pytest.raises(StepRefused, match="adressen mangler"):
        office.do(case, "send_decision", office.cast.anna)
    change(person, deceased_on=date(2026, 5, 1))
    with pytest.raises(StepRefused, match="død"):
        office.do(case, "send_decision", office.cast.anna)


def test_a_version_is_never_changed_and_a_closed_one_never_removed(office: Office) -> None:
    """Casework B.1, 9, 10 and 14: held by the database, whoever asks."""
    case = office.drafted()
    office.sent(case)
    for attempt in (
        lambda: DocumentVersion.objects.update(number=9),
        lambda: Document.objects.filter(template="afgoerelse").delete(),
        lambda: DocumentVersion.objects.all().delete(),
    ):
        with pytest.raises(Exception, match=r"version|protected"), transaction.atomic():
            attempt()
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.update(sent_at=None)


def test_the_files_lie_where_the_site_keeps_them(office: Office, folders: Path) -> None:
    office.drafted()
    assert list((folders / "files").rglob("*"))
