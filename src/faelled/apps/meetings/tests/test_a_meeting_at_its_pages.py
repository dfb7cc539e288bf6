"""Anna plans a meeting, writes its agenda, sends it out and writes what was decided, by forms."""

from uuid import uuid4

from faelled.apps.meetings.models import Item, Meeting
from faelled.apps.meetings.tests.office import Office, at_the_page
from faelled.casework.chats.models import Chat


def test_a_meeting_is_planned_by_a_form(office: Office) -> None:
    cast = office.house.cast
    client = at_the_page(cast.anna)
    assert client.get("/moeder/nyt/").status_code == 200
    post = {
        "title": "Personalemøde",
        "place": "Kantinen",
        "starts_at": "24-11-2027 9.30",
        "ends_at": "24-11-2027 10.30",
        "material_until": "",
        "chair": str(cast.bo.employee.pk),
        "secretary": str(cast.anna.employee.pk),
    }
    page = client.post("/moeder/nyt/", post, follow=True).content.decode()
    assert "Personalemøde" in page
    assert "24. november 2027 kl. 9.30–10.30" in page
    made = Meeting.objects.get(title="Personalemøde")
    assert made.material_until > made.ends_at


def test_what_is_wrong_keeps_what_was_typed(office: Office) -> None:
    client = at_the_page(office.house.cast.anna)
    answer = client.post("/moeder/nyt/", {"title": "Personalemøde", "starts_at": "i morgen"})
    assert answer.status_code == 422
    assert "Personalemøde" in answer.content.decode()
    assert "i morgen" in answer.content.decode()


def test_an_item_with_a_case_gets_its_papers_in_a_second_step(office: Office) -> None:
    client = at_the_page(office.house.cast.anna)
    post = {"title": "Emil igen", "case_number": office.case.number, "text": "", "presenter": ""}
    page = client.post(office.url("new_item"), post, follow=True).content.decode()
    assert "Indstilling om Emil" in page
    item = Item.objects.get(title="Emil igen")
    ticked = {"documents": [str(office.paper.uuid)], "closed": "true", "step": ""}
    client.post(office.url("item", item=item.uuid), {**post, **ticked})
    item.refresh_from_db()
    assert list(item.documents.all()) == [office.paper]
    assert item.closed


def test_the_agenda_can_be_put_in_order(office: Office) -> None:
    client = at_the_page(office.house.cast.anna)
    client.post(office.url("change_item", item=office.words.uuid, change="op"))
    titles = list(office.meeting.items.order_by("position").values_list("title", flat=True))
    assert titles == ["Ferieplan for sommeren", "Emils hjælp"]
    client.post(office.url("change_item", item=office.words.uuid, change="op"))
    assert office.meeting.items.order_by("position").first() == office.words


def test_the_meeting_is_walked_through_by_its_buttons(office: Office) -> None:
    anna, bo = at_the_page(office.house.cast.anna), at_the_page(office.house.cast.bo)
    steps = [(anna, "send_out"), (anna, "start"), (anna, "end")]
    for client, event in steps:
        key = {"idempotency_key": str(uuid4())}
        assert client.post(office.url("step", event_id=event), key).status_code == 302
    answer = anna.post(office.url("step", event_id="record"), {"idempotency_key": str(uuid4())})
    assert answer.status_code == 422
    assert "Der mangler en beslutning på" in answer.content.decode()
    for item in (office.with_case, office.words):
        url = office.url("decide", item=item.uuid)
        assert anna.post(url, {"decision": "Det gør vi."}).status_code == 302
    for client, event in [(anna, "record"), (bo, "approve_minutes"), (bo, "close")]:
        key = {"idempotency_key": str(uuid4())}
        assert client.post(office.url("step", event_id=event), key).status_code == 302
    page = office.page(office.house.cast.bo)
    assert "Det gør vi." in page
    assert office.meeting.title in bo.get("/moeder/liste/afholdte/").content.decode()
    assert office.meeting.title not in bo.get("/moeder/").content.decode()


def test_only_the_chair_has_the_button_that_approves(office: Office) -> None:
    office.step("send_out", "start", "end")
    for item in (office.with_case, office.words):
        at_the_page(office.house.cast.anna).post(
            office.url("decide", item=item.uuid), {"decision": "Ja."}
        )
    office.step("record")
    assert "Godkend referatet" not in office.page(office.house.cast.anna)
    assert "Godkend referatet" in office.page(office.house.cast.bo)


def test_a_chat_is_begun_from_an_item_with_those_who_take_part(office: Office) -> None:
    client = at_the_page(office.house.cast.anna)
    page = client.post(f"/chats/om/{office.with_case.chat}/", follow=True).content.decode()
    assert "Emils hjælp" in page
    chat = Chat.objects.get()
    assert chat.case == office.case
    names = set(chat.members.values_list("employee__name", flat=True))
    assert names == {"Anna Dam", "Bo Lind"}
    assert (
        at_the_page(office.house.cast.carla).post(f"/chats/om/{office.with_case.chat}/").status_code
        == 404
    )


def test_people_are_put_on_and_taken_off(office: Office) -> None:
    client, carla = at_the_page(office.house.cast.anna), office.house.cast.carla
    post = {"employee": str(carla.employee.pk), "part": "stakeholder"}
    assert client.post(office.url("add_person"), post).status_code == 302
    row = office.meeting.attendees.get(employee=carla.employee)
    assert client.post(office.url("remove_person", attendee=row.pk)).status_code == 302
    assert not office.meeting.attendees.filter(pk=row.pk).exists()
    assert client.post(office.url("add_person"), {}).status_code == 422
