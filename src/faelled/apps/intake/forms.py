"""A draft as a form: what one page asks now, what is answered, and what a post changes of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from faelled.apps.intake.asked import Answer, event_of, file_ids
from faelled.apps.intake.models import Draft
from faelled.apps.intake.walk import Walk, questions_of, walk_of
from faelled.base.access.actor import Actor
from faelled.base.files.actions import store_upload
from faelled.base.files.models import StoredFile
from faelled.base.files.problems import UploadRefusedError
from faelled.base.files.queries import own_uploads
from faelled.casework.cases.form_rows import (
    SHOWN,
    FormField,
    changed_rows,
    is_live,
    pressed_rows,
    rows_on_page,
)
from faelled.lib.dcr import Event, Exit, Field, FieldType, Value, rows_of
from faelled.lib.fields import Count, FieldState, Page, as_text, rows_in_words
from faelled.lib.fields.rows import names, with_row, without_row

TOLD = "told"
# The pages that somebody has pressed on from, kept among a draft's answers; no field has this id.
BEEN = "@been"
Posted = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class DraftForm:
    """One page of a draft at one moment. ``errors``: name, or "" for the whole -> message."""

    draft: Draft
    walk: Walk
    page: Page
    rows: tuple[FormField, ...]
    errors: Mapping[str, str]
    questions: Count

    @property
    def event(self) -> Event:
        return self.walk.event

    @property
    def live(self) -> bool:
        """Whether an answer can change what the page shows."""
        return is_live(self.event)

    @property
    def exits(self) -> tuple[Exit, ...]:
        return self.walk.exits_on(self.page)

    @property
    def before(self) -> Page | None:
        return self.walk.before(self.page)

    @property
    def steps(self) -> int:
        """How many pages there are now, with the one that sends."""
        return len(self.walk.pages) + 1

    @property
    def problems(self) -> Mapping[str, str]:
        """The error summary, each with its question: the whole form's first, then in its order."""
        whole = {"": self.errors[""]} if self.errors.get("") else {}
        return whole | {
            row.name: f"{_said(row.field, line)} {row.error}"
            for row, line in _with_their_lines(self.rows)
            if row.error
        }

    def changed(self, posted: Posted, touched: Collection[str]) -> tuple[FormField, ...]:
        """The fields that must look different from what the page has."""
        group, _key = pressed_rows(self.event, posted)
        return changed_rows(self.rows, posted, {*touched, *([group.id] if group else ())})


def _with_their_lines(rows: Iterable[FormField]) -> Iterator[tuple[FormField, str]]:
    """Each field, and the row of a group that it stands in: ``"Udgift 2"``, or nothing."""
    for row in rows:
        yield row, ""
        for line in row.lines:
            title = f"{row.field.each or _('Nr.')} {line.number}"
            yield from ((one, title) for one in line.fields)


def _said(field: Field, line: str) -> str:
    """``"Hvad koster lejren?"`` as it stands, ``"Papirer:"``, and ``"Udgift 2, Beløb:"``."""
    label = f"{line}, {field.label}" if line else field.label
    return label if label.endswith(("?", ".", ":")) else f"{label}:"


def form_of(
    draft: Draft,
    *,
    by: Actor,
    now: datetime,
    page: str = "",
    errors: Mapping[str, str] | None = None,
) -> DraftForm:
    """A page of the form as the draft's answers show, hide and require it."""
    walk = walk_of(draft, by=by, now=now)
    shown, kept = walk.page(page), own_files(draft, by)
    rows = rows_on_page(shown.states, errors or {}, kept=kept, known=walk.known)
    count = questions_of(draft, walk, now=now)
    return DraftForm(draft, walk, shown, rows, errors or {}, count)


def problems_of(walk: Walk, page: Page, posted: Posted) -> Mapping[str, str]:
    """What is missing or wrong on a page. A question that it did not have yet is asked, not blamed;
    the way out that nobody has been told of is told.
    """
    errors = {name: text for name, text in walk.parsed.errors.items() if name in page.names}
    shown = posted.get(SHOWN, ())
    if all(name in shown for name in errors):
        return errors
    more = _("Dine svar giver flere spørgsmål. Svar også på dem.")
    return {"": more, **{name: text for name, text in errors.items() if name in shown}}


def untold(walk: Walk, page: Page, posted: Posted) -> tuple[Exit, ...]:
    """The ways out that stand in the way of going on: those the page had not shown yet, and those
    that stop.
    """
    told = posted.get(TOLD, ())
    exits = walk.exits_on(page)
    return exits if walk.stopped else tuple(way for way in exits if way.id not in told)


def is_complete(draft: Draft, *, now: datetime, by: Actor | None = None) -> bool:
    """Whether the answers could be sent as they are."""
    return walk_of(draft, by=by, now=now).complete


def answers_to_read(draft: Draft, *, by: Actor, now: datetime) -> list[Answer]:
    """Every question that is asked, with its answer in words, for the page before the sending."""
    walk, kept = walk_of(draft, by=by, now=now), own_files(draft, by)
    return [answer for page in walk.pages for answer in answers_on(page, kept)]


def answers_on(page: Page, kept: Mapping[str, StoredFile]) -> list[Answer]:
    """The questions of one page, with their answers in words."""
    return [
        Answer(one.name, one.field.label, _in_words(one, kept)) for one in page.states if one.shown
    ]


def _in_words(one: FieldState, kept: Mapping[str, StoredFile]) -> str:
    if one.field.type is FieldType.FILE:
        return ", ".join(kept[uuid].name for uuid in one.raw if uuid in kept)
    if one.field.type is FieldType.CPR:
        return one.raw[0] if one.raw else ""

    def say(field: Field, value: Value) -> str:
        if field.type is not FieldType.FILE:
            return as_text(field, value)
        uuids = value if isinstance(value, tuple) else (str(value),)
        return ", ".join(kept[str(uuid)].name for uuid in uuids if str(uuid) in kept)

    rows = rows_in_words(one.field, rows_of(one.value), say)
    return "\n".join(rows) or as_text(one.field, one.value)


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

    Only fields that the page had are changed, so what was typed in a field that is hidden now, or
    stands on another page, is still there. The draft knows which files it has: a post can add an
    upload or let go of a file, but the id of a file that is not the draft's own is as if it were
    not there. "Tilføj" and "Fjern" in a group are done last.
    """
    shown = set(posted.get(SHOWN, ()))
    event = event_of(draft)
    answers: dict[str, list[str]] = {}
    errors: dict[str, str] = {}
    for name, field in names(event.fields, _both(event, draft.answers, posted, shown)):
        before = list(draft.answers.get(name, ()))
        if field.type is FieldType.FILE:
            wanted = posted.get(name, ()) if name in shown else before
            kept = [uuid for uuid in before if uuid in wanted]
            added, refused = _stored(uploads.getlist(name), by=by, now=now)
            answers[name] = [*kept, *added]
            errors |= {name: refused} if refused else {}
        else:
            answers[name] = _posted(field, posted.get(name, ())) if name in shown else before
    answers[BEEN] = list(draft.answers.get(BEEN, ()))
    return _pressed(event, posted, {id: texts for id, texts in answers.items() if texts}), errors


def has_been_on(draft: Draft, page: Page) -> bool:
    """Whether somebody has answered something on a page, or pressed on from it: a page that asks
    for nothing that must be there is not done because nobody has seen it.
    """
    typed = any(any(draft.answers.get(name, ())) for name in page.names)
    return typed or page.id in draft.answers.get(BEEN, ())


def _both(event: Event, kept: Posted, posted: Posted, shown: Collection[str]) -> Posted:
    """The rows of each group: as the page has them where it shows the group, else as they are."""
    return {
        field.id: posted.get(field.id, ()) if field.id in shown else kept.get(field.id, ())
        for field in event.fields
        if field.fields
    }


def _posted(field: Field, texts: Sequence[str]) -> list[str]:
    """What is known already is filled in until somebody has been there: emptied is an answer."""
    return list(texts) or ([""] if field.prefill and not field.locked else [])


def _pressed(event: Event, posted: Posted, answers: dict[str, list[str]]) -> dict[str, list[str]]:
    group, key = pressed_rows(event, posted)
    if group is None:
        return answers
    return without_row(group, answers, key) if key else with_row(group, answers)


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
