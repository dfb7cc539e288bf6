"""casework.md A.1, 23: internal, between authorities on one installation, and between two."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from faelled.apps.orders.actions import NotTaken, TakenOtherwise, deliver_waiting, take
from faelled.apps.orders.actions.intake import take_orders_in
from faelled.apps.orders.actions.papers import carries_protected_address
from faelled.apps.orders.models import Order, Parcel, ParcelState, Reach, State, Taken
from faelled.apps.orders.tests.house import ASKED, House, the_house
from faelled.base.access.refusals import Refused
from faelled.base.connect.neighbour.client import Receipt
from faelled.base.connect.neighbour.contract import Asked, Attachment, Message, MessageKind
from faelled.base.connect.neighbour.fake import FakeNeighbour
from faelled.base.connect.neighbour.neighbours import Neighbour
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case, Status
from faelled.casework.documents import actions as documents
from faelled.casework.documents.models import Direction, Document
from faelled.lib.dates import local_day

SECRET = "x" * 40
NORTH = (
    '[{"key": "nord", "name": "Nordby Kommune", "url": "https://nord.example/bestillinger/nabo/",'
    f' "secret": "{SECRET}", "us": "koebing", "authority": "0999"}}]'
)


@pytest.fixture
def neighbour(house: House) -> House:
    """Another authority on the same installation; its technical unit takes orders from outside."""
    other = the_house("0998")
    other.cast.authority.name = "Nabokøbing Kommune"
    other.cast.authority.save()
    take_orders_in(other.cast.technical, by=other.actor(other.cast.frida), now=other.start)
    return other


def pass_time(house: House, carrier: FakeNeighbour | None = None, *, hours: int = 1) -> int:
    """The job that sends what waits, so many hours after the beginning."""
    later = house.start + timedelta(hours=hours)
    if carrier is None:
        return deliver_waiting(now=later)

    def handed(to: Neighbour, message: Message, now: datetime) -> Receipt:
        return carrier.deliver(to, message, now=now)

    return deliver_waiting(now=later, carrier=handed)


def test_the_other_authority_gets_its_own_case_with_what_is_asked(
    house: House, neighbour: House
) -> None:
    version = house.paper(house.source).versions.get()
    (order,) = house.asked("Nabokøbing Kommune", source=house.source, papers=(version,))
    assert order.reach == Reach.GROUP
    assert pass_time(house) == 1
    there = Order.objects.get(authority=neighbour.cast.authority)
    assert (there.incoming, there.thread) == (True, order.thread)
    assert there.case.authority == neighbour.cast.authority
    assert there.case.marking["values"]["order"] is not None
    (copy,) = Document.objects.filter(case=there.case)
    assert copy.versions.get().sha256 == version.sha256
    assert (there.holder, there.holder_unit) == (None, neighbour.cast.technical)


def test_nothing_else_crosses(house: House, neighbour: House) -> None:
    """Neither case, number, title, party nor person of the source is at the other end."""
    house.asked("Nabokøbing Kommune", source=house.source)
    pass_time(house)
    there = Order.objects.get(authority=neighbour.cast.authority)
    assert (there.source_case, there.ordered_by, there.return_to) == (None, None, None)
    told = [there.outside, there.case.title, str(there.case.marking)]
    told += [
        f"{line.short_text} {line.text} {line.actor_name}" for line in there.case.journal.all()
    ]
    words = (f"sag {house.source.number}", house.source.title, "Dorthe", "Anna Dam")
    assert not [word for word in words for text in told if word in text]
    assert there.outside == "Fælleskøbing Kommune, Børnehandicap"


def test_the_answer_comes_back_the_same_way_and_is_judged_there(
    house: House, neighbour: House
) -> None:
    (order,) = house.asked("Nabokøbing Kommune")
    pass_time(house)
    there = Order.objects.get(authority=neighbour.cast.authority)
    hans, later = neighbour.hans, [house.start + timedelta(hours=n) for n in range(10)]
    neighbour.do(there, hans, "accept", now=later[2])
    pass_time(house, hours=3)
    order.refresh_from_db()
    assert order.state == State.ACCEPTED
    neighbour.do(there, hans, "attach_answer", text="Der er 14.", now=later[3])
    neighbour.do(there, hans, "report_done", comment="Talt i dag.", now=later[3])
    pass_time(house, hours=4)
    order.refresh_from_db()
    assert (order.state, order.in_time) == (State.ANSWERED, True)
    assert order.answer is not None
    assert there.answer is not None
    assert order.answer.versions.get().sha256 == there.answer.versions.get().sha256
    house.do(order, house.cast.anna, "send_back", comment="Og den blinde vej?", now=later[5])
    pass_time(house, hours=6)
    there.refresh_from_db()
    assert there.state == State.SENT_BACK
    neighbour.answered(there, hans, now=later[7])
    pass_time(house, hours=8)
    house.do(order, house.cast.anna, "finalise", now=later[8])
    pass_time(house, hours=9)
    there.refresh_from_db()
    there.case.refresh_from_db()
    assert (there.state, there.case.status) == (State.FINALISED, Status.CLOSED)


def test_two_messages_of_one_order_never_overtake_one_another(
    house: House, neighbour: House
) -> None:
    (order,) = house.asked("Nabokøbing Kommune")
    house.do(order, house.cast.anna, "withdraw", why="Fejl")
    assert pass_time(house) == 2
    there = Order.objects.get(authority=neighbour.cast.authority)
    assert there.state == State.WITHDRAWN


def test_what_comes_too_late_is_written_down_and_changes_nothing(
    house: House, neighbour: House
) -> None:
    (order,) = house.asked("Nabokøbing Kommune")
    pass_time(house)
    there = Order.objects.get(authority=neighbour.cast.authority)
    later = house.start + timedelta(hours=2)
    house.do(order, house.cast.anna, "withdraw", why="Fejl", now=later)
    neighbour.answered(there, neighbour.hans, now=later)
    pass_time(house, hours=3)
    order.refresh_from_db()
    assert order.state == State.WITHDRAWN
    assert order.case.journal.filter(short_text__contains="kunne ikke udføres").exists()


def test_only_an_authority_with_an_intake_unit_can_be_asked(house: House) -> None:
    the_house("0998")
    with pytest.raises(ValueError, match="kender ingen"):
        house.find("Fælleskøbing Kommune (anden myndighed)")


def test_anna_does_not_choose_which_unit_takes_orders(house: House) -> None:
    with pytest.raises(Refused):
        take_orders_in(house.cast.disability, by=house.actor(house.cast.anna), now=house.start)


def test_the_source_case_is_never_opened_to_another_authority(
    house: House, neighbour: House
) -> None:
    with pytest.raises(Exception, match="Noget mangler") as refused:
        house.asked("Nabokøbing Kommune", source=house.source, open_source=True)
    assert list(refused.value.errors) == ["open_source"]  # type: ignore[attr-defined]


# ------------------------------------------------------------ between two installations


@override_settings(NEIGHBOURS=NORTH)
def test_the_order_is_sent_over_the_contract_and_tried_until_it_is_taken(house: House) -> None:
    (order,) = house.asked("Nordby Kommune")
    nord = FakeNeighbour(breakdowns=2)
    assert [pass_time(house, nord) for _try in range(3)] == [0, 0, 1]
    parcel = Parcel.objects.get(order=order)
    assert (parcel.state, parcel.attempts) == (ParcelState.SENT, 3)
    (message,) = nord.messages
    assert (message.title, message.text) == (order.case.title, ASKED)
    assert parcel.receipt_sha256 == nord.taken[message.id][1].sha256


@override_settings(NEIGHBOURS=NORTH)
def test_what_the_neighbour_refuses_is_said_on_the_order_and_not_tried_for_ever(
    house: House,
) -> None:
    (order,) = house.asked("Nordby Kommune")
    pass_time(house, FakeNeighbour(refuses=True))
    parcel = Parcel.objects.get(order=order)
    assert parcel.state == ParcelState.FAILED
    assert "Nordby Kommune" in parcel.problem
    assert pass_time(house, FakeNeighbour()) == 0


@override_settings(NEIGHBOURS=NORTH)
def test_a_neighbour_of_another_authority_is_not_ours_to_ask(
    house: House, neighbour: House
) -> None:
    with pytest.raises(ValueError, match="kender ingen"):
        neighbour.find("Nordby Kommune")


def message_to(house: House, **changed: object) -> Message:
    asked = Asked("information", local_day(house.start) + timedelta(days=7))
    message = Message(
        id=uuid4(),
        thread=uuid4(),
        kind=MessageKind.ORDER,
        sent_at=house.start,
        sender="Nordby Kommune, Vej og Park",
        title="Lys på grænsevejen",
        text=ASKED,
        asked=asked,
        attachments=(Attachment("Kort.txt", b"Et kort"),),
    )
    return replace(message, **changed)  # type: ignore[arg-type]


def taken(house: House, message: Message, sender: str = "neighbour:nord") -> Taken:
    return take(message, sender=sender, authority=house.cast.authority, now=house.start)


@pytest.fixture
def intake(house: House) -> House:
    take_orders_in(house.cast.technical, by=house.actor(house.cast.frida), now=house.start)
    return house


def test_a_received_order_lands_with_the_intake_unit(intake: House) -> None:
    taken(intake, message_to(intake))
    order = Order.objects.get(incoming=True)
    assert (order.reach, order.holder_unit) == (Reach.EXTERNAL, intake.cast.technical)
    assert order.case.documents.get().title == "Kort.txt"
    intake.do(order, intake.cast.carla, "accept")
    assert Parcel.objects.get(order=order).kind == MessageKind.ACCEPTED


def test_the_same_message_again_makes_nothing_and_gives_the_same_receipt(intake: House) -> None:
    message = message_to(intake)
    assert taken(intake, message).pk == taken(intake, message).pk
    assert Order.objects.count() == 1


def test_the_same_id_with_another_content_is_refused(intake: House) -> None:
    message = message_to(intake)
    taken(intake, message)
    with pytest.raises(TakenOtherwise):
        taken(intake, replace(message, text="Noget andet"))


def test_without_an_intake_unit_nothing_is_taken(house: House) -> None:
    with pytest.raises(NotTaken):
        taken(house, message_to(house))
    assert (Order.objects.count(), Taken.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "changed", [{"title": " "}, {"asked": None}, {"asked": Asked("ukendt", date(2099, 1, 1))}]
)
def test_half_an_order_is_refused_and_leaves_nothing(
    intake: House, changed: dict[str, object]
) -> None:
    cases = Case.objects.count()
    with pytest.raises(NotTaken):
        taken(intake, message_to(intake, **changed))
    assert Case.objects.count() == cases


def test_a_file_of_a_kind_we_do_not_take_is_refused_with_its_order(intake: House) -> None:
    with pytest.raises(NotTaken):
        taken(intake, message_to(intake, attachments=(Attachment("virus.exe", b"MZ\x00"),)))
    assert not Order.objects.exists()


def test_a_neighbour_reaches_only_its_own_orders(intake: House) -> None:
    """Another neighbour that has learnt the thread's id can neither end nor answer it."""
    message = message_to(intake)
    taken(intake, message)
    end = replace(message, id=uuid4(), kind=MessageKind.WITHDRAWN, asked=None, attachments=())
    with pytest.raises(NotTaken):
        taken(intake, end, sender="neighbour:syd")
    taken(intake, end)
    assert Order.objects.get().state == State.WITHDRAWN


def test_a_neighbour_cannot_answer_what_was_ordered_from_somebody_here(house: House) -> None:
    (order,) = house.asked("Carla Holm")
    answer = message_to(house, thread=order.thread, kind=MessageKind.ANSWER, asked=None)
    with pytest.raises(NotTaken):
        taken(house, answer)


def test_a_letter_with_a_protected_address_does_not_go_along(house: House) -> None:
    """CPR-loven § 28: the copy would not know that the address in its window is protected."""
    paper = documents.upload(
        house.source,
        ContentFile(b"Brev", name="Brev.txt"),
        title="Brev",
        direction=Direction.OUT,
        by=house.actor(house.cast.anna),
        now=house.start,
    )
    dorthe = house.cast.dorthe.person
    dorthe.address_protected_until = local_day(house.start) + timedelta(days=30)
    dorthe.save()
    Document.objects.filter(pk=paper.pk).update(party=house.source.parties.get())
    version = paper.versions.select_related("document__party__person").get()
    version.source = {"recipient": ["Dorthe Friis", "Engvej 7", "9999 Fælleskøbing"]}
    assert carries_protected_address(version, now=house.start)
    with pytest.raises(CaseError, match="beskyttet adresse"):
        house.asked("Carla Holm", source=house.source, papers=(version,))
    assert not Order.objects.exists()
