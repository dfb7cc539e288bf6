"""Leadership 17: agenda items with case material for a time window, to participants and to
stakeholders for their own items; meetings here and now. B 24: the decision goes back to the case.
"""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from django.utils import timezone

from faelled.apps.meetings import actions
from faelled.apps.meetings.actions.windows import close_window
from faelled.apps.meetings.models import Part
from faelled.apps.meetings.queries import get_paper, items_for
from faelled.apps.meetings.tests.office import Office, at_the_page
from faelled.base.audit.models import Entry
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case, Status
from faelled.casework.cases.queries import visible_to, worked_on_by
from faelled.casework.chats import actions as chats
from faelled.casework.chats.models import Chat
from faelled.casework.documents import actions as documents
from faelled.casework.documents.models import Direction
from tests.cast import Worker

LATER = timedelta(days=3)


def reads(office: Office, who: Worker, after: timedelta = timedelta()) -> bool:
    """Whether they can open the paper on the agenda."""
    now = office.now + after
    try:
        get_paper(office.meeting, office.actor(who, now), office.paper.uuid, now=now)
    except Http404:
        return False
    return True


def sees_case(office: Office, who: Worker, after: timedelta = timedelta()) -> bool:
    now = office.now + after
    return visible_to(office.actor(who, now), now=now).filter(pk=office.case.pk).exists()


def test_who_takes_part_reads_the_papers_from_the_sending_out(office: Office) -> None:
    carla = office.house.cast.carla
    office.invite(carla)
    assert not reads(office, carla)
    office.step("send_out")
    assert reads(office, carla)
    paper = at_the_page(carla).get(office.url("document", document=office.paper.uuid))
    assert paper.status_code == 200
    assert paper.content == b"Indstilling"
    entry = Entry.objects.filter(action="read", actor_id=carla.id).latest("pk")
    assert entry.data["page"] == "meetings:document"
    about = set(entry.about.values_list("subject", flat=True))
    assert {office.meeting.ref, office.case.ref, office.paper.ref} <= about


def test_it_closes_by_itself_a_day_after_the_meeting(office: Office) -> None:
    carla = office.house.cast.carla
    office.invite(carla)
    office.step("send_out")
    until = office.meeting.material_until - office.now
    assert reads(office, carla, until - timedelta(seconds=1))
    assert not reads(office, carla, until)
    assert reads(office, office.house.cast.anna, LATER)
    office.step("cancel")
    assert not reads(office, carla)


def test_to_read_is_not_to_work_on_it(office: Office) -> None:
    carla = office.house.cast.carla
    office.invite(carla)
    office.step("send_out")
    cases = worked_on_by(office.actor(carla), now=office.now)
    assert not cases.filter(pk=office.case.pk).exists()


def test_a_stakeholder_sees_their_own_item_and_reads_its_papers_only(office: Office) -> None:
    carla, erik = office.house.cast.carla, office.house.cast.erik
    office.concern(office.with_case, carla)
    office.invite(erik, Part.STAKEHOLDER)
    office.step("send_out")
    assert list(items_for(office.meeting, office.actor(carla))) == [office.with_case]
    page = office.page(carla)
    assert "Emils hjælp" in page
    assert "Ferieplan" not in page
    assert reads(office, carla)
    assert not reads(office, erik)
    assert "Emils hjælp" not in office.page(erik)


def test_sent_out_again_it_follows_the_new_time_and_the_new_people(office: Office) -> None:
    carla, meeting = office.house.cast.carla, office.meeting
    office.step("send_out")
    office.invite(carla)
    actions.change_meeting(
        meeting,
        title=meeting.title,
        place=meeting.place,
        starts_at=meeting.starts_at + LATER,
        ends_at=meeting.ends_at + LATER,
        material_until=meeting.material_until + LATER,
        by=office.anna,
        now=office.now,
    )
    assert not reads(office, carla)
    office.step("send_out")
    assert reads(office, carla, LATER + timedelta(days=1))


def test_who_is_taken_off_reads_no_more_and_an_item_taken_off_closes(office: Office) -> None:
    carla, erik = office.house.cast.carla, office.house.cast.erik
    office.invite(carla)
    office.invite(erik)
    office.step("send_out")
    row = office.meeting.attendees.get(employee=carla.employee)
    actions.remove_attendee(row, by=office.anna, now=office.now)
    assert not reads(office, carla)
    assert reads(office, erik)
    actions.remove_item(office.with_case, by=office.anna, now=office.now)
    assert not reads(office, erik)


def test_called_off_everything_closes_at_once(office: Office) -> None:
    carla = office.house.cast.carla
    office.invite(carla)
    office.step("send_out", "cancel")
    assert not reads(office, carla)
    assert office.meeting.case.status == Status.CLOSED


def test_what_has_changed_since_the_sending_out_is_said(office: Office) -> None:
    office.step("send_out")
    assert "Ændret siden udsendelsen" not in office.page(office.house.cast.bo)
    later = office.now + timedelta(minutes=5)
    new = actions.NewItem(title="Et nyt punkt")
    actions.add_item(office.meeting, new, by=office.anna, now=later)
    changed = actions.NewItem(title="Emils hjælp", text="Ny tekst", case=office.case)
    actions.change_item(office.with_case, changed, by=office.anna, now=later)
    page = office.page(office.house.cast.bo)
    assert "Punktet er kommet til" in page
    assert "Punktet er rettet." in page
    office.step("send_out", now=later + timedelta(minutes=1))
    assert "Ændret siden udsendelsen" not in office.page(office.house.cast.bo)


def test_a_step_in_the_case_since_then_is_said_too(office: Office) -> None:
    office.step("send_out")
    office.house.do(office.case, "approve", office.bo, now=office.now)
    assert "Der er sket noget i sagen." in office.page(office.house.cast.anna)


def test_nothing_is_sent_out_without_an_agenda(office: Office) -> None:
    for item in list(office.meeting.items.all()):
        actions.remove_item(item, by=office.anna, now=office.now)
    with pytest.raises(CaseError, match="ikke noget på dagsordenen"):
        office.step("send_out")


def test_only_who_works_on_a_case_puts_it_on_an_agenda(office: Office) -> None:
    cast = office.house.cast
    foreign = Case.objects.get(pk=office.case.pk)
    foreign.owner_unit = cast.technical
    foreign.save(update_fields=["owner_unit"])
    with pytest.raises(CaseError, match="fra sager, du arbejder på"):
        actions.add_item(
            office.meeting,
            actions.NewItem(title="En anden", case=foreign),
            by=office.anna,
            now=office.now,
        )


def test_the_decision_goes_back_to_the_case_as_a_line_in_its_journal(office: Office) -> None:
    office.step("send_out", "start")
    actions.decide_item(office.with_case, "Vi fortsætter hjælpen.", by=office.anna, now=office.now)
    line = office.case.journal.get(short_text__startswith="Besluttet på mødet Ledermøde")
    assert (line.text, line.actor_name) == ("Vi fortsætter hjælpen.", "Anna Dam")
    actions.decide_item(office.with_case, "Vi stopper.", by=office.anna, now=office.now)
    assert office.case.journal.filter(short_text__startswith="Rettet beslutning").count() == 1


def test_the_decision_does_the_step_that_the_item_names(office: Office) -> None:
    new = actions.NewItem(title="Emils hjælp", case=office.case, step="approve")
    actions.change_item(office.with_case, new, by=office.anna, now=office.now)
    office.step("send_out", "start")
    with pytest.raises(CaseError):
        actions.decide_item(office.with_case, "Godkendt.", by=office.anna, now=office.now)
    office.with_case.refresh_from_db()
    assert office.with_case.decision == ""
    actions.decide_item(office.with_case, "Godkendt.", by=office.bo, now=office.now)
    assert office.case.events.get(event_id="approve").actor_name == "Bo Lind"


def test_nothing_is_decided_before_the_meeting_or_after_the_minutes(office: Office) -> None:
    office.step("send_out")
    with pytest.raises(CaseError, match="ikke begyndt"):
        actions.decide_item(office.words, "Ja.", by=office.anna, now=office.now)
    office.step("start", "end")
    with pytest.raises(CaseError, match="Emils hjælp, Ferieplan for sommeren"):
        office.step("record")
    for item in (office.with_case, office.words):
        actions.decide_item(item, "Ja.", by=office.anna, now=office.now)
    office.step("record")
    office.step("approve_minutes", by=office.bo)
    with pytest.raises(CaseError, match="Referatet er godkendt"):
        actions.decide_item(office.words, "Nej.", by=office.anna, now=office.now)
    office.step("close")
    assert office.meeting.case.status == Status.CLOSED


def test_when_the_meeting_is_closed_its_chats_end(office: Office) -> None:
    chats.open_chat(
        office.words.chat,
        title="Ferieplan",
        members=[office.house.cast.bo.employee],
        by=office.anna,
        now=office.now,
    )
    office.step("send_out", "cancel")
    assert Chat.objects.get().closed


def test_a_meeting_here_and_now_opens_the_case_at_once_when_it_is_said_why(office: Office) -> None:
    carla = office.house.cast.carla
    client = at_the_page(office.house.cast.anna)
    post = {
        "title": "Kort om Emil",
        "case_number": office.case.number,
        "people": [str(carla.employee.pk)],
        "why": "Hele forløbet skal vurderes.",
    }
    assert client.post("/moeder/nu/", post).status_code == 302
    assert sees_case(office, carla, timezone.now() - office.now)
    assert "Kort om Emil" in at_the_page(carla).get("/moeder/").content.decode()


def test_what_is_wrong_with_it_is_said_and_nothing_begins(office: Office) -> None:
    client = at_the_page(office.house.cast.anna)
    answer = client.post("/moeder/nu/", {"title": "Kort", "case_number": "2026-99999"})
    assert answer.status_code == 422
    assert "Du arbejder ikke på en sag med det nummer." in answer.content.decode()
    assert "Kort" not in client.get("/moeder/").content.decode()


def test_what_changed_in_a_paper_is_told_only_to_who_still_reads_it(office: Office) -> None:
    carla, anna = office.house.cast.carla, office.house.cast.anna
    office.invite(carla)
    office.step("send_out")
    item = office.with_case
    upload = ContentFile(b"Nyt", name="Udtalelse om Emil.txt")
    paper = documents.upload(
        office.case,
        upload,
        title="Udtalelse om Emil",
        direction=Direction.INTERNAL,
        by=office.actor(anna),
        now=office.now,
    )
    item.documents.add(paper)
    page = office.page(carla)
    assert "Nyt bilag: Udtalelse om Emil" in page
    assert "Der er sket noget i sagen." not in page
    close_window(item, now=office.now)
    assert "Udtalelse om Emil" not in office.page(carla)
    assert "Nyt bilag: Udtalelse om Emil" in office.page(anna)
