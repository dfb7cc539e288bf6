"""The address that other installations write to: who is believed, and what they are told."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone

from faelled.apps.orders.actions import take_orders_in
from faelled.apps.orders.models import Intake, Order, Taken
from faelled.apps.orders.tests.house import ASKED, House, at_the_page
from faelled.apps.orders.views import take_message
from faelled.base.connect.neighbour.contract import Asked, Message, MessageKind, to_bytes
from faelled.base.connect.neighbour.signing import SENDER, SIGNATURE, holds, sign
from faelled.lib.dates import local_day

SECRET = "x" * 40
ROW = {
    "key": "nord",
    "name": "Nordby Kommune",
    "url": "https://nord.example/bestillinger/nabo/",
    "secret": SECRET,
    "us": "koebing",
    "authority": "0999",
}


@pytest.fixture
def intake(house: House) -> House:
    take_orders_in(house.cast.technical, by=house.actor(house.cast.frida), now=house.start)
    return house


def an_order() -> Message:
    now = timezone.now()
    return Message(
        id=uuid4(),
        thread=uuid4(),
        kind=MessageKind.ORDER,
        sent_at=now,
        sender="Nordby Kommune, Vej og Park",
        title="Lys på grænsevejen",
        text=ASKED,
        asked=Asked("information", local_day(now) + timedelta(days=7)),
    )


def handed(
    body: bytes,
    *,
    sender: str = "nord",
    secret: str = SECRET,
    at: datetime | None = None,
    row: dict[str, str] | None = None,
) -> tuple[int, bytes, str]:
    headers = sign(body, sender=sender, secret=secret, now=at or timezone.now())
    client = Client(enforce_csrf_checks=True)
    with override_settings(NEIGHBOURS=json.dumps([row or ROW])):
        answer = client.post(
            reverse("orders:neighbour"), body, content_type="application/json", headers=headers
        )
    return answer.status_code, answer.content, answer.headers.get(SIGNATURE, "")


def test_a_signed_order_is_taken_and_answered_with_a_signed_receipt(intake: House) -> None:
    message = an_order()
    status, body, signature = handed(to_bytes(message))
    assert status == 200
    assert holds(body, signature, sender="koebing", secret=SECRET, now=timezone.now())
    receipt = json.loads(body)
    assert receipt["id"] == str(message.id)
    assert receipt["sha256"] == hashlib.sha256(to_bytes(message)).hexdigest()
    order = Order.objects.get()
    assert (order.incoming, order.outside) == (True, "Nordby Kommune, Vej og Park")


def test_the_same_again_gives_the_same_receipt_and_one_order(intake: House) -> None:
    body = to_bytes(an_order())
    assert handed(body)[1] == handed(body)[1]
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    "who",
    [
        {"sender": "syd"},
        {"sender": ""},
        {"secret": "y" * 40},
        {"at": timezone.now() - timedelta(hours=1)},
    ],
)
def test_a_stranger_is_not_believed(intake: House, who: dict[str, object]) -> None:
    assert handed(to_bytes(an_order()), **who)[0] == 401  # type: ignore[arg-type]
    assert not Order.objects.exists()
    assert not Taken.objects.exists()


def test_who_signs_rubbish_is_told_so_and_nothing_more(intake: House) -> None:
    assert handed(b"{}")[:2] == (400, b"")
    assert handed(b"\xff" * 100)[:2] == (400, b"")


def test_another_content_under_the_same_id_is_refused(intake: House) -> None:
    message = an_order()
    handed(to_bytes(message))
    assert handed(to_bytes(replace(message, text="Andet")))[0] == 409


@pytest.mark.parametrize("said", ["Fælleskøbing Kommune, Børnehandicap", "Bo Lind", ""])
def test_a_neighbour_cannot_write_in_the_name_of_another(intake: House, said: str) -> None:
    assert handed(to_bytes(replace(an_order(), sender=said)))[0] == 200
    order = Order.objects.get()
    assert order.outside.startswith("Nordby Kommune")
    journal = order.case.journal.exclude(actor_name="Fælled").values_list("actor_name", flat=True)
    assert journal
    assert all(name.startswith("Nordby Kommune") for name in journal)


def test_a_second_order_in_the_same_thread_is_refused_and_is_no_fault(intake: House) -> None:
    message = an_order()
    assert handed(to_bytes(message))[0] == 200
    assert handed(to_bytes(replace(message, id=uuid4())))[0] == 422
    assert Order.objects.count() == 1


def test_what_no_database_takes_is_refused_and_is_no_fault(intake: House) -> None:
    body = to_bytes(an_order()).replace(ASKED.encode(), b"\\ud800")
    assert handed(body)[0] == 400


def test_a_cpr_number_in_a_title_does_not_reach_the_lists(intake: House) -> None:
    assert handed(to_bytes(replace(an_order(), title="Lys hos 010190-1234")))[0] == 200
    assert "1234" not in Order.objects.get().case.title


def test_of_a_stranger_not_a_byte_is_read(intake: House, rf: RequestFactory) -> None:
    class Unread(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("read")

    request = rf.post(reverse("orders:neighbour"), headers={SENDER: "syd"})
    request._stream = Unread()
    with override_settings(NEIGHBOURS=json.dumps([ROW])):
        assert take_message(request).status_code == 401  # type: ignore[arg-type]


def test_an_authority_without_an_intake_unit_takes_nothing(house: House) -> None:
    assert handed(to_bytes(an_order()))[:2] == (422, b"")
    assert not Order.objects.exists()


def test_a_neighbour_reaches_only_the_authority_it_is_joined_to(intake: House) -> None:
    assert handed(to_bytes(an_order()), row=ROW | {"authority": "0101"})[0] == 422
    assert not Order.objects.exists()


def test_the_address_is_only_written_to(intake: House) -> None:
    assert Client().get(reverse("orders:neighbour")).status_code == 405


def test_frida_chooses_the_intake_unit_on_a_page_and_anna_does_not(house: House) -> None:
    frida, anna = at_the_page(house.cast.frida), at_the_page(house.cast.anna)
    address, technical = reverse("orders:intake"), {"unit": str(house.cast.technical.uuid)}
    assert anna.post(address, technical).status_code == 403
    assert not Intake.objects.exists()
    assert "Teknik og Miljø" in frida.get(address).content.decode()
    assert frida.post(address, technical).status_code == 302
    assert Intake.objects.get().unit == house.cast.technical
    assert frida.post(address, {"unit": str(house.cast.it.uuid)}).status_code == 200
    assert Intake.objects.get().unit == house.cast.technical
