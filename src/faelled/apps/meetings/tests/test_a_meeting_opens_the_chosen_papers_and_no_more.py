"""Carla comes to a meeting about a case of another unit: she reads what was chosen, and the case
only when somebody who works on it writes why.
"""

from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from faelled.apps.meetings import actions
from faelled.apps.meetings.models import Item, Part
from faelled.apps.meetings.tests.office import Office, at_the_page
from faelled.apps.meetings.tests.test_17_material_in_a_time_window import LATER, reads, sees_case
from faelled.apps.meetings.tests.test_another_time_and_a_refused_post import moved
from faelled.base.access.actor import Actor
from faelled.casework.cases.errors import CaseError
from faelled.casework.documents import actions as documents
from faelled.casework.documents.models import Direction, Document
from tests.cast import Worker

WHY = "Hele forløbet skal vurderes samlet."


def another_paper(office: Office) -> Document:
    return documents.upload(
        office.case,
        ContentFile(b"Fortroligt", name="Journal.txt"),
        title="Lægens journal",
        direction=Direction.INTERNAL,
        by=office.anna,
        now=office.now,
    )


def as_it_is(item: Item) -> actions.NewItem:
    return actions.NewItem(
        title=item.title,
        case=item.case,
        documents=list(item.documents.all()),
        stakeholders=list(item.stakeholders.all()),
        whole_case_why=item.whole_case_why,
    )


def open_whole_case(office: Office, why: str, by: Actor | None = None) -> None:
    office.with_case.refresh_from_db()
    new = replace(as_it_is(office.with_case), whole_case_why=why)
    actions.change_item(office.with_case, new, by=by or office.anna, now=office.now)


def written_by(office: Office, who: Worker) -> None:
    """Another keeps the agenda, who does not work on the case."""
    office.invite(who)
    office.meeting.secretary = who.employee
    office.meeting.save(update_fields=["secretary"])


def test_neither_the_case_nor_another_of_its_papers_is_opened(office: Office) -> None:
    other, carla = another_paper(office), office.house.cast.carla
    office.invite(carla)
    office.step("send_out")
    client = at_the_page(carla)
    assert reads(office, carla)
    assert not sees_case(office, carla)
    closed = [
        reverse("cases:case", args=[office.case.uuid]),
        reverse("documents:document", args=[office.paper.uuid]),
        reverse("documents:list", args=[office.case.uuid]),
        office.url("document", document=other.uuid),
    ]
    assert [client.get(url).status_code for url in closed] == [404] * 4
    page = office.page(carla)
    assert "Indstilling om Emil" in page
    assert "Lægens journal" not in page
    assert "Se sagen" not in page


def test_the_whole_case_is_opened_where_the_item_says_why(office: Office) -> None:
    carla = office.house.cast.carla
    open_whole_case(office, WHY)
    office.invite(carla)
    office.step("send_out")
    assert sees_case(office, carla)
    page = office.page(carla)
    assert WHY in page
    assert "Se sagen" in page
    assert (
        WHY
        in office.case.assignments.get(source=office.with_case.source, employee=carla.employee).why
    )
    assert not sees_case(office, carla, office.meeting.material_until - office.now)


def test_it_is_closed_again_at_once_and_the_papers_stay(office: Office) -> None:
    carla = office.house.cast.carla
    open_whole_case(office, WHY)
    office.invite(carla)
    office.step("send_out")
    open_whole_case(office, "")
    assert not sees_case(office, carla)
    assert reads(office, carla)
    moved(office, LATER)
    assert not sees_case(office, carla)


def test_chosen_after_the_sending_out_the_case_opens_when_it_is_sent_again(office: Office) -> None:
    carla = office.house.cast.carla
    office.invite(carla)
    office.step("send_out")
    open_whole_case(office, WHY)
    assert not sees_case(office, carla)
    office.step("send_out")
    assert sees_case(office, carla)


def test_who_keeps_the_agenda_opens_no_more_of_a_case_that_they_do_not_work_on(
    office: Office,
) -> None:
    carla, other = office.house.cast.carla, another_paper(office)
    written_by(office, carla)
    by = office.actor(carla)
    item = office.with_case
    with pytest.raises(CaseError, match="du arbejder på"):
        open_whole_case(office, WHY, by=by)
    more = replace(as_it_is(item), documents=[office.paper, other])
    with pytest.raises(CaseError, match="du arbejder på"):
        actions.change_item(item, more, by=by, now=office.now)
    fewer = replace(as_it_is(item), documents=[])
    actions.change_item(item, fewer, by=by, now=office.now)
    assert not item.documents.exists()


def test_their_form_keeps_the_papers_that_they_are_not_shown(office: Office) -> None:
    carla = office.house.cast.carla
    written_by(office, carla)
    client, url = at_the_page(carla), office.url("item", item=office.with_case.uuid)
    assert "Indstilling om Emil" not in client.get(url).content.decode()
    post = {"title": "Emils hjælp nu", "case_number": office.case.number}
    assert client.post(url, post).status_code == 302
    office.with_case.refresh_from_db()
    assert office.with_case.title == "Emils hjælp nu"
    assert list(office.with_case.documents.all()) == [office.paper]


def test_who_is_no_longer_concerned_by_the_item_reads_nothing(office: Office) -> None:
    carla = office.house.cast.carla
    office.concern(office.with_case, carla)
    open_whole_case(office, WHY)
    office.step("send_out")
    assert sees_case(office, carla)
    new = replace(as_it_is(office.with_case), stakeholders=[])
    actions.change_item(office.with_case, new, by=office.anna, now=office.now)
    assert not sees_case(office, carla)
    actions.add_attendee(
        office.meeting, carla.employee, Part.PARTICIPANT, by=office.anna, now=office.now
    )
    assert not reads(office, carla)


def test_another_case_at_the_same_item_waits_for_the_next_sending_out(office: Office) -> None:
    carla, case = office.house.cast.carla, office.house.drafted()
    office.invite(carla)
    office.step("send_out")
    actions.change_item(
        office.with_case,
        actions.NewItem(title="En anden", case=case),
        by=office.anna,
        now=office.now,
    )
    assert not reads(office, carla)
    office.with_case.refresh_from_db()
    assert office.with_case.open_until is None


def test_a_whole_case_needs_a_case(office: Office) -> None:
    new = actions.NewItem(title="Kun ord", whole_case_why=WHY)
    with pytest.raises(CaseError, match="Vælg den sag"):
        actions.add_item(office.meeting, new, by=office.anna, now=office.now)


def test_a_meeting_here_and_now_asks_for_the_papers(office: Office) -> None:
    carla = office.house.cast.carla
    post = {
        "title": "Kort om Emil",
        "case_number": office.case.number,
        "people": [str(carla.employee.pk)],
    }
    page = at_the_page(office.house.cast.anna).post("/moeder/nu/", post, follow=True)
    assert "Vælg nu de bilag" in page.content.decode()
    assert not sees_case(office, carla)
    item = Item.objects.get(title="Kort om Emil")
    ticked = {"title": item.title, "case_number": office.case.number}
    url = reverse("meetings:item", args=[item.meeting.uuid, item.uuid])
    at_the_page(office.house.cast.anna).post(url, {**ticked, "documents": [str(office.paper.uuid)]})
    paper = reverse("meetings:document", args=[item.meeting.uuid, office.paper.uuid])
    assert at_the_page(carla).get(paper).content == b"Indstilling"
