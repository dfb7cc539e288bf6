"""The one kind of message casework sends: a letter from an authority about a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from faelled.base.connect.digitalpost.model import (
    Body,
    CaseID,
    ContentData,
    File,
    Header,
    IdType,
    KLEData,
    MainDocument,
    Message,
    MessageType,
    Recipient,
    Sender,
)

SYSTEM = "Fælled"


@dataclass(frozen=True, slots=True, repr=False)
class Addressee:
    """The verified party: a person by CPR or a company by CVR, and the name on the letter.

    ``exempt`` is the register's word that the person is not to have Digital Post
    (LBK 686/2021 § 3; BEK 2017/2021 § 13: then another way is used).
    """

    id: str
    id_type: IdType
    name: str
    exempt: bool = False

    def __repr__(self) -> str:
        return "<Addressee>"


@dataclass(frozen=True, slots=True)
class About:
    """The case a letter belongs to: its UUID comes back to us in the reply."""

    case_id: str
    kle: str = ""
    facet: str = ""


def letter(
    *,
    uuid: UUID,
    cvr: str,
    authority: str,
    to: Addressee,
    label: str,
    files: Sequence[File],
    about: About,
    now: datetime,
) -> Message:
    """A MeMo with the letter as main document; ``files[0]`` is the letter, the rest are attached.

    ``letter(uuid=uuid4(), cvr="12345678", authority="Fælleskøbing Kommune", to=dorthe,
    label="Afgørelse", files=[File(...)], about=About("6f…"), now=now)``
    """
    kle = KLEData(subject=about.kle, facet=about.facet or None) if about.kle else None
    return Message(
        header=Header(
            type=MessageType.DIGITALPOST,
            uuid=str(uuid),
            label=label,
            sender=Sender(id=cvr, id_type=IdType.CVR, label=authority),
            recipient=Recipient(id=to.id, id_type=to.id_type, label=to.name),
            content=ContentData(case=CaseID(id=about.case_id, system=SYSTEM), kle=kle),
        ),
        body=Body(created_at=now, main=MainDocument(label=label, files=tuple(files))),
    )
