"""A MeMo goes to XML and back unchanged, and a bad one is refused with every reason."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from faelled.base.connect.digitalpost.checks import build, check
from faelled.base.connect.digitalpost.contacts import (
    Address,
    AddressPoint,
    AttentionData,
    AttentionPerson,
    ContactInfo,
    ContactPoint,
)
from faelled.base.connect.digitalpost.letters import About, Addressee, letter
from faelled.base.connect.digitalpost.memo_xml import MemoError, from_xml, to_xml
from faelled.base.connect.digitalpost.model import (
    Action,
    ActionCode,
    AdditionalDocument,
    Body,
    EntryPoint,
    File,
    Header,
    IdType,
    MainDocument,
    Message,
    MessageType,
    Recipient,
    ReplyData,
    Sender,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
# A day 41: nobody's CPR number.
NOBODY = "4102680004"
DORTHE = Addressee(NOBODY, IdType.CPR, "Dorthe Friis")
PDF = File(media_type="application/pdf", name="Afgørelse.pdf", language="da", content=b"%PDF-1.7")


def a_letter(*files: File) -> Message:
    return letter(
        uuid=UUID("5b1f4c1e-6d7c-4df1-9c1c-0a8a3f6b1d11"),
        cvr="12345678",
        authority="Fælleskøbing Kommune",
        to=DORTHE,
        label="Afgørelse om tabt arbejdsfortjeneste",
        files=files or (PDF,),
        about=About("0b0f7a52-98a5-4d4f-8a0e-5d1f0a3b7c11", kle="99.01.01", facet="G01"),
        now=NOW,
    )


def everything() -> Message:
    """One value of each kind: texts, numbers, dates, truths, bytes, repetitions."""
    return Message(
        header=Header(
            type=MessageType.DIGITALPOST,
            uuid="5b1f4c1e-6d7c-4df1-9c1c-0a8a3f6b1d11",
            label="Tegn som < & > \" ' og æøå",
            reply=True,
            mandatory=False,
            reply_by=NOW,
            do_not_deliver_until=date(2026, 3, 5),
            sender=Sender(
                id="12345678",
                id_type=IdType.CVR,
                label="Kommunen",
                attention=AttentionData(
                    person=AttentionPerson(person_id="1", label="Anna Dam"),
                    address=Address(
                        address_label="Bakken",
                        point=AddressPoint(easting=Decimal("557501.20"), northing=Decimal("0.0")),
                    ),
                ),
                contact_point=ContactPoint(
                    id="7",
                    info=(
                        ContactInfo(label="Barn", value="Emil"),
                        ContactInfo(label="Sag", value="1"),
                    ),
                ),
            ),
            recipient=Recipient(id=NOBODY, id_type=IdType.CPR),
            replies=(ReplyData(message_uuid="a", case_id="b"), ReplyData(message_uuid="c")),
        ),
        body=Body(
            created_at=NOW,
            main=MainDocument(
                files=(PDF,),
                actions=(
                    Action(
                        label="Klag",
                        code=ActionCode.SELVBETJENING,
                        entry_point=EntryPoint(url="https://example.dk/?a=1&b=2"),
                    ),
                ),
            ),
            additional=(AdditionalDocument(id="2", files=(PDF,)),),
        ),
    )


def test_a_message_comes_back_from_xml_as_it_was() -> None:
    for message in (everything(), a_letter()):
        assert from_xml(to_xml(message)) == message


def test_a_letter_carries_the_case_so_that_a_reply_finds_it() -> None:
    message = from_xml(build(a_letter()))
    assert message.header.content is not None
    assert message.header.content.case is not None
    assert message.header.content.case.id == "0b0f7a52-98a5-4d4f-8a0e-5d1f0a3b7c11"


def test_a_message_never_shows_a_cpr_number_when_printed() -> None:
    message = a_letter()
    assert NOBODY not in f"{message!r} {message.header!r} {message.header.recipient!r} {DORTHE!r}"


BROKEN = to_xml(a_letter()).decode()
BAD = {
    "missing": (BROKEN.replace("<memo:label>Fælleskøbing Kommune</memo:label>", ""), "label"),
    "unknown": (BROKEN.replace("<memo:Sender>", "<memo:Sender><memo:x/>"), "Sender/x"),
    "twice": (
        BROKEN.replace("<memo:idType>CVR<", "<memo:idType>CVR</memo:idType><memo:idType>CVR<"),
        "idType",
    ),
    "order": (
        BROKEN.replace("<memo:messageType>DIGITALPOST</memo:messageType>", "").replace(
            "<memo:Sender>", "<memo:messageType>DIGITALPOST</memo:messageType><memo:Sender>"
        ),
        "messageType",
    ),
    "time": (BROKEN.replace("09:30:00Z", "09:30:00"), "createdDateTime"),
    "base64": (BROKEN.replace("<memo:content>", "<memo:content>!"), "content"),
    "nested": (BROKEN.replace("<memo:recipientID>", "<memo:recipientID><b/>"), "recipientID"),
    "version": (BROKEN.replace('memoVersion="1.2"', 'memoVersion="1.1"'), "1.2"),
    "root": ("<a/>", "MeMo"),
    "half": (BROKEN[:400], "XML"),
    "doctype": (BROKEN.replace("<memo:Message ", "<!DOCTYPE x><memo:Message ", 1), "DOCTYPE"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_message_that_is_not_memo_is_refused_with_the_place_and_not_the_value(name: str) -> None:
    text, part = BAD[name]
    with pytest.raises(MemoError) as caught:
        from_xml(text.encode())
    assert part in str(caught.value)
    assert NOBODY not in str(caught.value)


def test_entities_are_never_expanded() -> None:
    bomb = (
        '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY g "&f;&f;">]>'
        f"{BROKEN.split('?>')[1].strip().replace('Fælleskøbing', '&g;')}"
    )
    with pytest.raises(MemoError) as caught:
        from_xml(bomb.encode())
    assert "DOCTYPE" in str(caught.value)


def test_a_letter_that_is_whole_has_no_problems() -> None:
    assert list(check(a_letter())) == []


def test_ten_files_may_be_attached_and_eleven_may_not() -> None:
    """BEK 2017/2021 § 18."""
    build(a_letter(*[PDF] * 11))
    with pytest.raises(MemoError) as caught:
        build(a_letter(*[PDF] * 12))
    assert "ti" in str(caught.value)


def test_a_message_over_the_limit_is_refused() -> None:
    """BEK 2017/2021 § 18: 99.5 MB, as the message travels (base64)."""
    large = File(
        media_type="application/pdf", name="a.pdf", language="da", content=b"x" * 75_000_000
    )
    with pytest.raises(MemoError) as caught:
        build(a_letter(large))
    assert "99,5" in str(caught.value)


def test_every_missing_field_is_named_at_once() -> None:
    empty = File(media_type="pdf", name="../a.pdf", content=b"")
    bare = letter(
        uuid=UUID(int=1),
        cvr="123",
        authority=" ",
        to=Addressee("41026800", IdType.CPR, ""),
        label="",
        files=[empty],
        about=About("x"),
        now=NOW,
    )
    places = {problem.path.split("/")[-1] for problem in check(bare)}
    assert places == {
        "label",
        "senderID",
        "recipientID",
        "content",
        "filename",
        "language",
        "encodingFormat",
    }


def test_a_letter_without_a_document_and_a_sms_without_a_text_are_refused() -> None:
    header = a_letter().header
    assert [p.path for p in check(Message(header=header))] == ["/MessageBody"]
    bodiless = Message(header=header, body=Body(created_at=NOW))
    assert [p.path for p in check(bodiless)] == ["/MessageBody/MainDocument/File"]
    sms = Header(
        type=MessageType.NEMSMS,
        uuid="x",
        label="Aftale",
        sender=header.sender,
        recipient=header.recipient,
    )
    assert [p.path for p in check(Message(header=sms))] == [
        "/MessageHeader/messageUUID",
        "/MessageHeader/notification",
    ]
