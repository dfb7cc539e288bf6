"""A MeMo 1.2 message, part by part, in the element order of the official examples.

Facts: the four example messages of MeMo 1.2 (Digitaliseringsstyrelsen, in force March 2025).
"""

# ruff: noqa: RUF009  # need, may and many make field() with the element name

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from faelled.base.connect.digitalpost.contacts import (
    Address,
    AttentionData,
    ContactPoint,
    ProductionUnit,
    UnstructuredAddress,
)
from faelled.base.connect.digitalpost.parts import Part, many, may, need


class MessageType(StrEnum):
    DIGITALPOST = "DIGITALPOST"
    NEMSMS = "NEMSMS"


class IdType(StrEnum):
    CPR = "CPR"
    CVR = "CVR"


class ActionCode(StrEnum):
    """What a button under a letter may lead to."""

    AFTALE = "AFTALE"
    BETALING = "BETALING"
    SELVBETJENING = "SELVBETJENING"
    INFORMATION = "INFORMATION"
    UNDERSKRIV = "UNDERSKRIV"
    BEKRAEFT = "BEKRAEFT"
    FORBEREDELSE = "FORBEREDELSE"
    TILMELDING = "TILMELDING"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Representative(Part):
    id: str = need("memo:representativeID")
    id_type: IdType = need("memo:idType")
    label: str | None = may("memo:label")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Sender(Part):
    id: str = need("memo:senderID")
    id_type: IdType = need("memo:idType")
    label: str = need("memo:label")
    attention: AttentionData | None = may("memo:AttentionData")
    contact_point: ContactPoint | None = may("memo:ContactPoint")
    representative: Representative | None = may("memo:Representative")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Recipient(Part):
    """Comes from the verified party of the case, never from a form."""

    id: str = need("memo:recipientID")
    id_type: IdType = need("memo:idType")
    label: str | None = may("memo:label")
    attention: AttentionData | None = may("memo:AttentionData")
    contact_point: ContactPoint | None = may("memo:ContactPoint")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CPRData(Part):
    number: str = need("grd:cprNumber")
    name: str | None = may("grd:name")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CVRData(Part):
    number: str = need("grd:cvrNumber")
    company_name: str | None = may("grd:companyName")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MotorVehicle(Part):
    licence_number: str | None = may("dmv:licenseNumber")
    chassis_number: str | None = may("dmv:chassisNumber")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PropertyNumber(Part):
    number: str = need("grd:propertyNumber")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CaseID(Part):
    """Which case a letter is about; a reply carries it back to us."""

    id: str = need("memo:caseID")
    system: str | None = may("memo:caseSystem")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class KLEData(Part):
    subject: str = need("kle:subjectKey")
    version: str | None = may("kle:version")
    facet: str | None = may("kle:activityFacet")
    label: str | None = may("kle:label")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FORMData(Part):
    task: str = need("form:taskKey")
    version: str | None = may("form:version")
    facet: str | None = may("form:activityFacet")
    label: str | None = may("form:label")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Education(Part):
    code: str = need("udd:educationCode")
    name: str | None = may("udd:educationName")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AdditionalContentData(Part):
    type: str = need("memo:contentDataType")
    name: str | None = may("memo:contentDataName")
    value: str | None = may("memo:contentDataValue")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ContentData(Part):
    cpr: CPRData | None = may("grd:CPRdata")
    cvr: CVRData | None = may("grd:CVRdata")
    vehicle: MotorVehicle | None = may("dmv:MotorVehicle")
    property_number: PropertyNumber | None = may("grd:PropertyNumber")
    case: CaseID | None = may("memo:CaseID")
    kle: KLEData | None = may("kle:KLEdata")
    form: FORMData | None = may("form:FORMdata")
    production_unit: ProductionUnit | None = may("grd:ProductionUnit")
    education: Education | None = may("udd:Education")
    address: Address | None = may("grd:Address")
    unstructured_address: UnstructuredAddress | None = may("grd:UnstructuredAddress")
    additional: tuple[AdditionalContentData, ...] = many("memo:AdditionalContentData")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ForwardData(Part):
    message_uuid: str = need("memo:messageUUID")
    original_time: datetime = need("memo:originalMessageDateTime")
    original_sender: str = need("memo:originalSender")
    original_content_responsible: str | None = may("memo:originalContentResponsible")
    original_representative: str | None = may("memo:originalRepresentative")
    contact_point_id: str | None = may("memo:contactPointID")
    comment: str | None = may("memo:comment")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AdditionalReplyData(Part):
    label: str = need("memo:label")
    value: str = need("memo:value")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReplyData(Part):
    """One earlier message of the thread; ``case_id`` is ours when the first letter was."""

    message_id: str | None = may("memo:messageID")
    message_uuid: str = need("memo:messageUUID")
    reply_uuid: str | None = may("memo:replyUUID")
    sender_id: str | None = may("memo:senderID")
    recipient_id: str | None = may("memo:recipientID")
    case_id: str | None = may("memo:caseID")
    contact_point_id: str | None = may("memo:contactPointID")
    generating_system_id: str | None = may("memo:generatingSystemID")
    comment: str | None = may("memo:comment")
    additional: tuple[AdditionalReplyData, ...] = many("memo:AdditionalReplyData")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Header(Part):
    type: MessageType = need("memo:messageType")
    uuid: str = need("memo:messageUUID")
    id: str | None = may("memo:messageID")
    code: str | None = may("memo:messageCode")
    label: str = need("memo:label")
    notification: str | None = may("memo:notification")
    additional_notification: str | None = may("memo:additionalNotification")
    reply: bool | None = may("memo:reply")
    reply_by: datetime | None = may("memo:replyByDateTime")
    do_not_deliver_until: date | None = may("memo:doNotDeliverUntilDate")
    mandatory: bool | None = may("memo:mandatory")
    legal_notification: bool | None = may("memo:legalNotification")
    post_type: str | None = may("memo:postType")
    sender: Sender = need("memo:Sender")
    recipient: Recipient = need("memo:Recipient")
    content: ContentData | None = may("memo:ContentData")
    forward: ForwardData | None = may("memo:ForwardData")
    replies: tuple[ReplyData, ...] = many("memo:ReplyData")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class File(Part):
    media_type: str = need("memo:encodingFormat")
    name: str = need("memo:filename")
    language: str | None = may("memo:language")
    content: bytes = need("memo:content")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EntryPoint(Part):
    url: str = need("memo:url")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Reservation(Part):
    description: str = need("memo:description")
    uuid: str = need("memo:reservationUUID")
    abstract: str | None = may("memo:abstract")
    location: str | None = may("memo:location")
    starts_at: datetime = need("memo:startDateTime")
    ends_at: datetime = need("memo:endDateTime")
    organizer_mail: str | None = may("memo:organizerMail")
    organizer_name: str | None = may("memo:organizerName")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Action(Part):
    label: str = need("memo:label")
    code: ActionCode = need("memo:actionCode")
    starts_at: datetime | None = may("memo:startDateTime")
    ends_at: datetime | None = may("memo:endDateTime")
    reservation: Reservation | None = may("memo:Reservation")
    entry_point: EntryPoint | None = may("memo:EntryPoint")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MainDocument(Part):
    id: str | None = may("memo:mainDocumentID")
    label: str | None = may("memo:label")
    files: tuple[File, ...] = many("memo:File")
    actions: tuple[Action, ...] = many("memo:Action")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AdditionalDocument(Part):
    id: str | None = may("memo:additionalDocumentID")
    label: str | None = may("memo:label")
    files: tuple[File, ...] = many("memo:File")
    actions: tuple[Action, ...] = many("memo:Action")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TechnicalDocument(Part):
    id: str | None = may("memo:technicalDocumentID")
    label: str | None = may("memo:label")
    files: tuple[File, ...] = many("memo:File")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Body(Part):
    created_at: datetime = need("memo:createdDateTime")
    main: MainDocument | None = may("memo:MainDocument")
    additional: tuple[AdditionalDocument, ...] = many("memo:AdditionalDocument")
    technical: tuple[TechnicalDocument, ...] = many("memo:TechnicalDocument")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Message(Part):
    """A whole message; a NemSMS has no body."""

    header: Header = need("memo:MessageHeader")
    body: Body | None = may("memo:MessageBody")

    @property
    def files(self) -> tuple[File, ...]:
        """Every file a reader sees: the main document's first, then the additional ones."""
        if self.body is None:
            return ()
        documents = (*((self.body.main,) if self.body.main else ()), *self.body.additional)
        return tuple(file for document in documents for file in document.files)
