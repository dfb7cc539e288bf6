"""A draft as a form: what is asked now, what is answered, and what a post changes of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from faelled.apps.intake.asked import event_of, file_ids, marking_of
from faelled.apps.intake.models import Draft
from faelled.base.access.actor import Actor
from faelled.base.files.actions import store_upload
from faelled.base.files.models import StoredFile
from faelled.base.files.problems import UploadRefusedError
from faelled.base.files.queries import own_uploads
from faelled.base.ui.fieldview import Attached
from faelled.casework.cases.answers import scope_of
from faelled.lib import fields as form_fields
from faelled.lib.dcr import Event, Field, FieldType
from faelled.lib.fields import FieldState, Parsed

SHOWN, NEEDED = "shown", "needed"
Posted = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One field as it stands on the page. ``raw`` is what was typed, as it was typed; ``files``
    are those that are stored already.
    """

    field: Field
    raw: tuple[str, ...]
    error: str
    visible: bool
    required: bool
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftForm:
    """The form of a draft at one moment. ``errors``: field id, or "" for the whole -> message."""

    draft: Draft
    event: Event
    rows: tuple[Row, ...]
    errors: Mapping[str, str]

    @property
    def live(self) -> bool:
        """Whether an answer can change what is asked."""
        return any(row.field.show_if or row.field.required_if for row in self.rows)

    @property
    def problems(self) -> Mapping[str, str]:
        """The error summary, each with its question: the whole form's first, then in its order."""
        whole = {"": self.errors[""]} if self.errors.get("") else {}
        rows = (row for row in self.rows if row.error)
        return whole | {row.field.id: f"{_said(row.field)} {row.error}" for row in rows}

    def changed(self, posted: Posted, touched: Collection[str]) -> tuple[Row, ...]:
        """The rows that must look different from what the page has: come or gone, with a new file,
        or asked of everybody now. A box that has something in it is left alone, for the person may
        be typing there.
        """
        shown, needed = posted.get(SHOWN, ()), posted.get(NEEDED, ())
        return tuple(
            row
            for row in self.rows
            if row.visible != (row.field.id in shown)
            or row.field.id in touched
            or (row.visible and not row.raw and row.required != (row.field.id in needed))
        )


def _said(field: Field) -> str:
    """``"Hvad koster lejren?"`` as it stands, and ``"Papirer:"``."""
    return field.label if field.label.endswith(("?", ".", ":")) else f"{field.label}:"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer for people to read, on the page before the sending and on the receipt."""

    id: str
    label: str
    value: str


def form_of(
    draft: Draft, *, by: Actor, now: datetime, errors: Mapping[str, str] | None = None
) -> DraftForm:
    """The form as the draft's answers show, hide and require it."""
    found, kept = errors or {}, own_files(draft, by)
    rows = (
        Row(
            field=state.field,
            raw=state.raw,
            error=found.get(state.field.id, ""),
            visible=state.shown,
            required=state.required,
            files=tuple(Attached(id, kept[id].name) for id in state.raw if id in kept),
        )
        for state in states_of(draft, now)
    )
    return DraftForm(draft, event_of(draft), tuple(rows), found)


def states_of(draft: Draft, now: datetime) -> tuple[FieldState, ...]:
    """Each field with what is typed so far, shown or hidden, by the rules the server decides by."""
    scope = scope_of(marking_of(draft, now))
    return form_fields.state(event_of(draft).fields, draft.answers, scope=scope, now=now)


def parsed_of(draft: Draft, now: datetime) -> Parsed:
    """The answers as the server would take them."""
    scope = scope_of(marking_of(draft, now))
    return form_fields.parse(event_of(draft).fields, draft.answers, scope=scope, now=now)


def problems_of(draft: Draft, posted: Posted, *, now: datetime) -> Mapping[str, str]:
    """What is missing or wrong. A question that the page did not have yet is asked, not blamed."""
    parsed = parsed_of(draft, now)
    shown = posted.get(SHOWN, ())
    if all(id in shown for id in parsed.errors):
        return parsed.errors
    more = _("Dine svar giver flere spørgsmål. Svar også på dem.")
    return {"": more, **{id: text for id, text in parsed.errors.items() if id in shown}}


def is_complete(draft: Draft, *, now: datetime) -> bool:
    """Whether the answers could be sent as they are."""
    return parsed_of(draft, now).ok


def answers_to_read(draft: Draft, *, by: Actor, now: datetime) -> list[Answer]:
    """Every question that is asked, with its answer in words, for the page before the sending."""
    kept = own_files(draft, by)
    found = []
    for state in states_of(draft, now):
        if not state.shown:
            continue
        if state.field.type is FieldType.FILE:
            value = ", ".join(kept[uuid].name for uuid in state.raw if uuid in kept)
        elif state.field.type is FieldType.CPR:
            value = state.raw[0] if state.raw else ""
        else:
            value = form_fields.as_text(state.field, state.value)
        found.append(Answer(state.field.id, state.field.label, value))
    return found


def own_files(draft: Draft, by: Actor) -> Mapping[str, StoredFile]:
    """The files of the draft that ``by`` sent, by their ids as the answers hold them."""
    return own_uploads(by, file_ids(event_of(draft), draft.answers))


def answers_after(
    draft: Draft,
    posted: Posted,
    uploads: MultiValueDict[str, UploadedFile[bytes]],
    *,
    by: Actor,
    now: datetime,
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The draft's answers after a post, with its uploads stored, and what was wrong with those.

    Only fields that the page had are changed, so what was typed in a field that is hidden now is
    still there when it comes back. The draft knows which files it has: a post can add an upload or
    let go of a file, but the id of a file that is not the draft's own is as if it were not there.
    """
    shown = set(posted.get(SHOWN, ()))
    answers: dict[str, list[str]] = {}
    errors: dict[str, str] = {}
    for field in event_of(draft).fields:
        before = list(draft.answers.get(field.id, ()))
        if field.type is FieldType.FILE:
            wanted = posted.get(field.id, ()) if field.id in shown else before
            kept = [uuid for uuid in before if uuid in wanted]
            added, refused = _stored(uploads.getlist(field.id), by=by, now=now)
            answers[field.id] = [*kept, *added]
            errors |= {field.id: refused} if refused else {}
        else:
            answers[field.id] = list(posted.get(field.id, ())) if field.id in shown else before
    return {id: texts for id, texts in answers.items() if texts}, errors


def _stored(
    uploads: Iterable[UploadedFile[bytes]], *, by: Actor, now: datetime
) -> tuple[list[str], str]:
    """The ids of the uploads that could be stored, and why the rest could not."""
    added, refused = [], ""
    for upload in uploads:
        try:
            stored = store_upload(upload, stream=f"drafts:{by.id}", subjects=(), by=by, now=now)
            added.append(str(stored.uuid))
        except UploadRefusedError as refusal:
            refused = str(refusal)
    return added, refused
