"""Received post is read, checked and kept once; what answers our letter lies on its case."""

from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from faelled.apps.post import actions
from faelled.apps.post.jobs import empty_inbox
from faelled.apps.post.models import Received, State
from faelled.apps.post.reading import plain_text
from faelled.apps.post.tests.mail import CAME, DORTHE, ESBEN, STRANGER, Mail, a_file
from faelled.base.access.actor import system_actor
from faelled.base.audit.models import Entry
from faelled.base.connect.digitalpost.inbox import NotTaken
from faelled.base.connect.digitalpost.letters import Addressee
from faelled.base.connect.digitalpost.memo_xml import to_xml
from faelled.base.connect.digitalpost.model import IdType
from faelled.base.files.fake import EICAR, FakeScanner
from faelled.base.files.problems import NotScannedError
from faelled.base.files.scanning import SCANNERS
from faelled.casework.cases.actions import assign, close_case, end_party
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case, WaitingFor
from faelled.casework.documents.models import Direction, Status
from tests.cast import NOW, authority_named


def a_sent_case(mail: Mail) -> Case:
    """Dorthe has a decision that was really sent."""
    case = mail.office.drafted()
    mail.office.sent(case)
    case.refresh_from_db()
    return case


def test_an_answer_to_our_letter_lies_on_its_case_on_the_day_it_came(mail: Mail) -> None:
    case = a_sent_case(mail)
    letter = case.documents.get(template="afgoerelse").dispatches.get()
    row = mail.answer(letter.uuid)
    assert (row.state, row.case, row.seen_at) == (State.PLACED, case, None)
    came = list(case.documents.filter(kind="received", step=None))
    assert [one.title for one in came] == ["Et spørgsmål", "Udtalelse.txt"]
    for paper in came:
        assert (paper.status, paper.direction) == (Status.RECEIVED, Direction.IN)
        assert paper.received_at == CAME
        assert paper.party is not None and paper.party.person == mail.office.cast.dorthe.person
    journal = case.journal.filter(document__in=[one.uuid for one in came])
    assert {line.occurred_at for line in journal} == {CAME}


def test_the_caseworker_owes_it_a_look_until_somebody_has_seen_it(mail: Mail) -> None:
    case, cast = a_sent_case(mail), mail.office.cast
    row = mail.came(case_id=str(case.uuid))
    case.refresh_from_db()
    assert (case.waiting_for, case.next_task) == (WaitingFor.US, "Læs den nye Digital Post")
    anna = cast.actor(cast.anna, CAME)
    with pytest.raises(CaseError, match="Læs den nye Digital Post"):
        close_case(case, by=anna, now=CAME, reason="Færdig")
    actions.see(row, by=anna, now=CAME)
    case.refresh_from_db()
    assert not case.tasks.filter(outside=True).exists()
    assert case.next_task != "Læs den nye Digital Post"


def test_a_step_of_the_graph_leaves_the_task_where_it_is(mail: Mail) -> None:
    case = mail.office.applied()
    mail.came(case_id=str(case.uuid))
    mail.office.do(case, "inform", mail.office.cast.anna, CAME)
    assert case.tasks.filter(outside=True).count() == 1


def test_the_same_message_again_is_the_same(mail: Mail) -> None:
    case = mail.office.applied()
    message = mail.written(case_id=str(case.uuid), files=[a_file()])
    first = actions.take_in(message, now=CAME)
    again = actions.take_in(message, now=CAME + timedelta(hours=1))
    assert again == first
    assert Received.objects.count() == 1
    assert case.documents.filter(kind="received", step=None).count() == 2


def test_another_content_under_a_known_number_is_refused(mail: Mail) -> None:
    id = uuid4()
    mail.came(uuid=id, text="Ja")
    with pytest.raises(NotTaken):
        mail.came(uuid=id, text="Nej")


def test_a_number_in_the_title_is_enough_for_a_party_and_for_nobody_else(mail: Mail) -> None:
    case = mail.office.applied()
    own = mail.came(label=f"Vedr. sag {case.number}.")
    assert own.case == case
    other = mail.came(ESBEN, label=f"Vedr. sag {case.number}.")
    assert (other.state, other.case, other.about) == (State.WAITING, None, case)
    assert other.unit == case.owner_unit


def test_who_has_left_the_case_no_longer_writes_into_it(mail: Mail) -> None:
    case, cast = mail.office.applied(), mail.office.cast
    party = case.parties.get(person=cast.dorthe.person)
    end_party(party, by=cast.actor(cast.anna, CAME), now=CAME, reason="Ud af sagen")
    row = mail.came(case_id=str(case.uuid), at=CAME + timedelta(hours=1))
    assert (row.state, row.about) == (State.WAITING, case)


def test_a_closed_case_is_not_written_into_without_a_person(mail: Mail) -> None:
    case = mail.office.applied()
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=NOW)
    assert mail.came(case_id=str(case.uuid)).state == State.WAITING


def test_what_answers_nothing_waits_to_be_sorted(mail: Mail) -> None:
    row = mail.came(STRANGER, label="Hul i vejen")
    assert (row.state, row.unit, row.person) == (State.WAITING, None, None)
    assert (row.title, row.sender_name, row.text) == ("Hul i vejen", "Villy Vest", "Hvad sker der?")


@pytest.mark.parametrize("cvr", ["12345678", "", "nonsens"])
def test_a_message_for_another_authority_is_set_aside(mail: Mail, cvr: str) -> None:
    with pytest.raises(NotTaken):
        mail.came(cvr=cvr)
    assert not Received.objects.exists()


def test_of_two_authorities_with_one_cvr_the_case_says_which(mail: Mail) -> None:
    authority_named("Nabokøbing Kommune", code="0998")
    with pytest.raises(NotTaken):
        mail.came()
    case = mail.office.applied()
    assert mail.came(case_id=str(case.uuid)).authority == mail.office.cast.authority


@override_settings(FILES_SCANNER="of-this-test")
def test_a_virus_is_not_kept_and_a_scanner_that_is_away_lets_the_message_wait(mail: Mail) -> None:
    scanner = FakeScanner()
    with patch.dict(SCANNERS._scanners, {"of-this-test": scanner}):
        row = mail.came(files=[a_file("Brev.txt", EICAR), a_file()])
        bad, good = row.files.all()
        assert bad.file is None and "virus" in bad.problem
        assert good.file is not None
        scanner.down = True
        with pytest.raises(NotScannedError):
            mail.came(files=[a_file()])
    assert Received.objects.count() == 1


def test_odd_files_are_named_with_their_reason_and_the_rest_is_kept(mail: Mail) -> None:
    odd = [
        a_file("../../etc/passwd", b"root", "application/x-sh"),
        a_file("Regning.exe.pdf", b"MZ", "application/pdf"),
        a_file("tom.txt", b""),
        a_file("Brev til 410384-0002", b"Hej", "text/csv"),
    ]
    row = mail.came(files=odd)
    kept = {one.name: bool(one.file) for one in row.files.all()}
    assert list(kept.values()) == [False, False, False, True]
    assert not any("0002" in name or "/" in name for name in kept)


@pytest.mark.parametrize("text", ["", "<script>alert(1)</script>", "\x00", "æøå " * 4000, "<p><"])
def test_odd_words_are_plain_text_or_a_file(mail: Mail, text: str) -> None:
    row = mail.came(text=text, label=" \n ")
    assert "alert" not in row.text and "<p" not in row.text and "\x00" not in row.text
    assert row.title == "Uden emne"


@pytest.mark.parametrize(
    "page",
    [
        '<?xml version="1.0" encoding="utf-8"?><html><body><p>Jeg klager æ</p></body></html>',
        "<div>" * 600 + "Jeg klager æ" + "</div>" * 600,
    ],
)
def test_no_words_are_lost_in_how_a_page_is_written(page: str) -> None:
    assert plain_text(page.encode(), "text/html") == "Jeg klager æ"


def test_very_long_words_are_kept_whole_as_a_file(mail: Mail) -> None:
    row = mail.came(text="Ja. " * 8000)
    assert row.text == ""
    kept = row.files.get()
    assert kept.file is not None and kept.file.size > 30_000


@pytest.mark.parametrize("id", ["", "123", "999999-9999", "41038400021", "ØØØØØØØØØØ"])
def test_a_sender_whose_number_cannot_be_read_is_known_to_nobody(mail: Mail, id: str) -> None:
    row = mail.came(Addressee(id, IdType.CPR, "Nogen"))
    assert row.person is None and row.waits


def test_a_clock_that_is_wrong_is_not_believed(mail: Mail) -> None:
    assert mail.came(now=CAME + timedelta(days=9)).received_at == CAME
    assert mail.came(now=CAME - timedelta(days=900)).received_at == CAME
    assert mail.came(now=CAME - timedelta(days=2)).received_at == CAME - timedelta(days=2)


def test_no_number_of_a_person_lies_in_clear_and_none_stays_when_it_is_placed(mail: Mail) -> None:
    row = mail.came(label="Om 410384-0002", text="Mit nummer er 410384-0002")
    assert "0002" not in row.title
    case = mail.office.applied()
    placed = mail.came(case_id=str(case.uuid))
    placed.refresh_from_db()
    assert set(placed.words) == {"title", "sender", "representative", "text"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM post_received")
        for (words,) in cursor.fetchall():
            assert "0002" not in words and "Dorthe" not in words
    said = str([*Entry.objects.values_list("detail", "subjects")])
    assert "4103840002" not in said and "410384-0002" not in said


def test_the_folder_is_emptied_and_what_is_not_ours_lies_aside_with_the_reason(mail: Mail) -> None:
    inbox = settings.DIGITAL_POST_INBOX
    inbox.mkdir(parents=True)
    case = mail.office.applied()
    (inbox / "1.xml").write_bytes(to_xml(mail.written(case_id=str(case.uuid), now=NOW)))
    (inbox / "2.xml").write_bytes(to_xml(mail.written(cvr="12345678")))
    (inbox / "3.xml").write_bytes(b"<nonsens")
    assert empty_inbox() == 1
    assert sorted(path.name for path in (inbox / "quarantine").glob("*.xml")) == ["2.xml", "3.xml"]
    assert DORTHE.id not in (inbox / "quarantine" / "2.xml.reason.txt").read_text()
    assert empty_inbox() == 0


def test_the_handler_who_lays_it_on_the_case_has_read_it(mail: Mail) -> None:
    case, cast = mail.office.applied(), mail.office.cast
    anna = cast.actor(cast.anna, CAME)
    assign(case, cast.anna.employee, by=anna, now=CAME)
    row = mail.came(ESBEN, case_id=str(case.uuid))
    placed = actions.place(row, Case.objects.get(pk=case.pk), by=anna, now=CAME)
    assert placed.seen_at == CAME
    assert not case.tasks.filter(outside=True).exists()


def test_what_was_set_aside_is_gone_after_ninety_days(mail: Mail) -> None:
    cast = mail.office.cast
    row = mail.came(STRANGER, files=[a_file()])
    grete = cast.actor(mail.grete, CAME)
    actions.set_aside(row, reason="Reklame", by=grete, now=CAME)
    system = system_actor(cast.authority.pk)
    assert actions.remove_old(by=system, now=CAME + timedelta(days=90)) == 0
    assert actions.remove_old(by=system, now=CAME + timedelta(days=91)) == 1
    assert not Received.objects.exists()
