"""The scan of a paper is a received document of the day the paper came; its sender reads it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from faelled.casework.cases import actions as cases
from faelled.casework.cases.errors import StepRefused
from faelled.casework.cases.paper import Paper
from faelled.casework.documents.models import Document
from faelled.casework.documents.queries import visible_to
from faelled.casework.documents.tests.office import Office
from tests.cast import NOW

THURSDAY = datetime(2026, 4, 30, 10, tzinfo=UTC)


def test_the_scan_lies_in_the_case_with_the_papers_day_and_its_sender(
    office: Office, client: Client
) -> None:
    case = office.case()
    sender = case.parties.get(role="applicant")
    client.force_login(office.cast.anna.user)
    form = {
        "seen_seq": "0",
        "child_name": "Emil",
        "paper-day": "30-04-2026",
        "paper-from": str(sender.pk),
        "paper-scans": SimpleUploadedFile("Ansøgning.txt", b"Kere kommune"),
    }
    page = client.post(reverse("cases:step", args=[case.uuid, "apply"]), form)
    assert page.status_code == 302
    scan = Document.objects.get(title="Ansøgning.txt")
    assert (scan.status, scan.direction, scan.received_at) == ("received", "in", THURSDAY)
    assert scan.party == sender
    line = case.journal.get(document=scan.uuid)
    assert (line.kind, line.occurred_at) == ("received", THURSDAY)
    cast = office.cast
    readers = (cast.anna, cast.dorthe, cast.esben, cast.carla)
    seen = [scan in visible_to(cast.actor(who), now=NOW) for who in readers]
    assert seen == [True, True, False, False]


def test_a_scan_stays_when_the_form_is_refused(office: Office, client: Client) -> None:
    case = office.case()
    client.force_login(office.cast.anna.user)
    address = reverse("cases:step", args=[case.uuid, "apply"])
    scan = SimpleUploadedFile("Ansøgning.txt", b"Kere kommune")
    page = client.post(address, {"seen_seq": "0", "child_name": "Emil", "paper-scans": scan})
    assert page.status_code == 422
    assert "Skriv, hvilken dag papiret blev modtaget" in page.text
    assert "Behold Ansøgning.txt" in page.text
    assert not Document.objects.exists()


def test_a_scan_that_another_sent_is_not_drawn_in(office: Office) -> None:
    case = office.case()
    others = office.uploaded_by(office.cast.esben)
    step = cases.Step("apply", str(uuid4()), paper=Paper(scans=(str(others.uuid),)))
    with pytest.raises(StepRefused, match="ikke sendt ind af dig"):
        cases.execute(case, step, by=office.cast.actor(office.cast.anna), now=NOW)
