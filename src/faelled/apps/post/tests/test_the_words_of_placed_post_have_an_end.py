"""The words of a message stay for the case that it is moved to, but not for ever; then the papers
of the case that has it go along.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faelled.apps.post import actions
from faelled.apps.post.actions import Mistake
from faelled.apps.post.jobs import remove_old_post
from faelled.apps.post.models import Received
from faelled.apps.post.tests.mail import CAME, STRANGER, Mail, a_file
from faelled.base.access.actor import Actor
from faelled.base.audit.models import Entry
from faelled.casework.cases.errors import NotYours
from faelled.casework.cases.models import Case

SEEN = CAME + timedelta(hours=2)
OVER = SEEN + settings.DIGITAL_POST_QUARANTINE + timedelta(minutes=1)
WRONG = Mistake("Den handler om en anden", disclosed=False)


@pytest.fixture
def case(mail: Mail) -> Case:
    return mail.office.applied()


@pytest.fixture
def row(mail: Mail, case: Case) -> Received:
    """On Anna's case by itself, and nobody has seen it."""
    return mail.came(case_id=str(case.uuid), label="Om skolen", text="Nej tak", files=[a_file()])


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with patch.object(timezone, "now", return_value=OVER):
        yield


def anna(mail: Mail, at: datetime) -> Actor:
    return mail.office.cast.actor(mail.office.cast.anna, at)


def night(at: datetime) -> None:
    with patch.object(timezone, "now", return_value=at):
        remove_old_post.func()


def test_they_go_when_the_days_since_it_was_seen_are_over(mail: Mail, row: Received) -> None:
    actions.see(row, by=anna(mail, SEEN), now=SEEN)
    night(OVER - timedelta(minutes=2))
    row.refresh_from_db()
    assert row.text == "Nej tak"
    night(OVER)
    row.refresh_from_db()
    assert set(row.words) == {"title", "sender"} and row.forgotten_at == OVER
    assert Entry.objects.filter(action="post.forget").count() == 1
    night(OVER + timedelta(days=1))
    assert Entry.objects.filter(action="post.forget").count() == 1


def test_what_nobody_has_seen_and_what_waits_keeps_its_words(mail: Mail, row: Received) -> None:
    waiting = mail.came(STRANGER, text="Hvornår?")
    night(OVER)
    row.refresh_from_db()
    waiting.refresh_from_db()
    assert (row.text, waiting.text) == ("Nej tak", "Hvornår?") and waiting.words["id"]


def test_the_number_of_somebody_unknown_goes_with_them(mail: Mail, case: Case) -> None:
    unit, grete = mail.office.cast.disability, mail.office.cast.actor(mail.grete, SEEN)
    row = actions.hand_over(mail.came(STRANGER), unit, by=grete, now=SEEN)
    row = actions.place(row, case, by=anna(mail, SEEN), now=SEEN)
    actions.see(row, by=anna(mail, SEEN), now=SEEN)
    night(OVER)
    row.refresh_from_db()
    assert "id" not in row.words and row.sender_name == "Villy Vest"


def test_the_papers_of_the_case_go_along_when_it_is_moved_later(
    mail: Mail, row: Received, case: Case, client: Client
) -> None:
    other = mail.office.case()
    client.force_login(mail.office.cast.anna.user)
    address = reverse("post:change", args=[row.uuid, "forkert-sag"])
    assert "er slettet her" not in client.get(address).text
    actions.see(row, by=anna(mail, SEEN), now=SEEN)
    night(OVER)
    page = client.get(address).text
    assert "er slettet her" in page and "nummeret på den sag, den ligger på nu" in page
    row.refresh_from_db()
    letter = case.documents.get(title="Om skolen").versions.get().file
    actions.move(row, WRONG, to=other, by=anna(mail, OVER), now=OVER)
    row.refresh_from_db()
    papers = other.documents.filter(kind="received", step=None).order_by("pk")
    assert [one.title for one in papers] == ["Udtalelse.txt", letter.name]
    assert papers[1].versions.get().file == letter
    # And back again: the same papers, none twice.
    back = actions.take_back(row, WRONG, unit=None, by=anna(mail, OVER), now=OVER)
    assert back.received.files.count() == 2


def test_only_the_system_deletes_them(mail: Mail, row: Received) -> None:
    with pytest.raises(NotYours):
        actions.forget_words(before=OVER, by=anna(mail, OVER), now=OVER)
