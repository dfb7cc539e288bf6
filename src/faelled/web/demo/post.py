"""The demo's received post: handed in as Digital Post does it, so that it is read and laid on its
case by the same rules.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from faelled.apps.post.actions import hand_over, take_in
from faelled.base.access.actor import system_actor
from faelled.base.connect.digitalpost.fake import written_to_us
from faelled.base.connect.digitalpost.letters import Addressee
from faelled.base.connect.digitalpost.model import File, IdType
from faelled.base.people.models import Authority, Person, Unit
from faelled.casework.cases.models import Case
from faelled.lib.text.cpr import REAL_AND_DEMO
from faelled.lib.text.cpr import parse as parse_cpr
from faelled.web.demo.script import Script


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message: ``writer`` (``from`` in the file) is a person's key; else ``cpr`` and ``name``
    are of somebody whom nobody knows. ``case_of``: whose newest case it is about. ``unit``: to whom
    it has been handed.
    """

    days_ago: float
    label: str
    text: str
    writer: str = ""
    cpr: str = ""
    name: str = ""
    case_of: str = ""
    unit: str = ""
    note: str = ""
    files: tuple[Mapping[str, str], ...] = field(default_factory=tuple)


def read_post(path: Path) -> tuple[MessageLine, ...]:
    """The lines of a TOML file; TypeError names a word that no line has."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        MessageLine(
            **{key: value for key, value in row.items() if key not in ("from", "files")},
            writer=row.get("from", ""),
            files=tuple(row.get("files", ())),
        )
        for row in data["messages"]
    )


def make_message(
    line: MessageLine,
    script: Script,
    authority: Authority,
    units: Mapping[str, Unit],
    persons: Mapping[str, Person],
    *,
    now: datetime,
) -> None:
    """It came ``days_ago``, and was fetched then."""
    came = now - timedelta(days=line.days_ago)
    case = Case.objects.filter(main_person=persons.get(line.case_of)).order_by("-opened_at").first()
    message = written_to_us(
        uuid=uuid4(),
        cvr=authority.cvr,
        sender=_sender(line, script),
        label=line.label,
        text=line.text,
        files=[_file(one) for one in line.files],
        case_id=str(case.uuid) if case and line.case_of else "",
        now=came,
    )
    row = take_in(message, now=came)
    if line.unit:
        by = system_actor(authority.pk)
        hand_over(row, units[line.unit], by=by, now=came, note=line.note)


def _sender(line: MessageLine, script: Script) -> Addressee:
    known = next((one for one in script.persons if one.key == line.writer), None)
    cpr = parse_cpr(known.cpr if known else line.cpr, REAL_AND_DEMO)
    name = f"{known.given_name} {known.family_name}" if known else line.name
    return Addressee(cpr.digits, IdType.CPR, name)


def _file(line: Mapping[str, str]) -> File:
    content = line["text"].encode()
    return File(media_type="text/plain", name=line["name"], language="da", content=content)
