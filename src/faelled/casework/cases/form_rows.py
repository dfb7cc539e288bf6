"""A form's fields as they stand on a page, alike for a caseworker's step and a citizen's draft."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from faelled.base.files.models import StoredFile
from faelled.base.ui.fieldview import Attached
from faelled.lib.dcr import Event, Field, FieldType
from faelled.lib.fields import FieldState, Given, as_text
from faelled.lib.fields.rows import most, names

SHOWN, NEEDED, ADD, REMOVE = "shown", "needed", "add", "remove"
Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class FormField:
    """One field as it stands on the page. ``raw`` is what was typed, kept as it was typed; for a
    file field it is the ids of ``kept``, the files that are already stored.

    ``name`` is what a post calls it ("children.0.age"). ``said`` is the answer in words where
    nobody types it, ``source`` where it is from. ``lines``: the rows of a group.
    """

    field: Field
    raw: tuple[str, ...]
    error: str
    visible: bool
    required: bool
    kept: tuple[StoredFile, ...] = ()
    name: str = ""
    said: str = ""
    source: str = ""
    withheld: bool = False
    lines: "tuple[Line, ...]" = ()

    @property
    def attached(self) -> tuple[Attached, ...]:
        """The files that came with an earlier post, each to be kept or let go."""
        return tuple(Attached(str(kept.uuid), kept.name) for kept in self.kept)

    @property
    def typed(self) -> object:
        """What the field component shows as the answer."""
        if self.field.type == FieldType.FILE:
            return ""
        if self.field.type == FieldType.CHOICES:
            return self.raw
        return self.raw[0] if self.raw else ""

    @property
    def prefix(self) -> str:
        """What goes before the field's id in a row: "children.0."."""
        return self.name.removesuffix(self.field.id)

    @property
    def dom(self) -> str:
        """The name as the page's ids have it."""
        return self.name.replace(".", "-")

    @property
    def is_group(self) -> bool:
        return self.field.type is FieldType.GROUP

    @property
    def room(self) -> bool:
        """Whether one more row can be added."""
        return len(self.lines) < most(self.field)

    @property
    def hidden_texts(self) -> list[tuple[str, str]]:
        """What a form that is kept nowhere else must carry along while the field is hidden."""
        own = [(self.name, text) for text in self.raw]
        below = [pair for line in self.lines for row in line.fields for pair in row.hidden_texts]
        return own + below


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a group on the page. ``number`` counts from 1."""

    key: str
    number: int
    fields: tuple[FormField, ...]


def rows_on_page(
    states: Iterable[FieldState],
    errors: Mapping[str, str],
    *,
    kept: Mapping[str, StoredFile],
    known: Mapping[str, Given],
) -> tuple[FormField, ...]:
    """Each field with its error, its stored files, and its answer where nobody types it."""
    return tuple(_row(one, errors, kept, known) for one in states)


def _row(
    one: FieldState,
    errors: Mapping[str, str],
    kept: Mapping[str, StoredFile],
    known: Mapping[str, Given],
) -> FormField:
    given = known.get(one.name)
    is_file = one.field.type is FieldType.FILE
    is_open = one.field.typed and one.field.prefill
    return FormField(
        field=one.field,
        raw=one.raw,
        error=errors.get(one.name, ""),
        visible=one.shown,
        required=one.required,
        kept=tuple(kept[uuid] for uuid in one.raw if uuid in kept) if is_file else (),
        name=one.name,
        said="" if one.field.typed else as_text(one.field, one.value),
        source=given.source if given and (not is_open or one.raw == given.texts) else "",
        withheld=given.withheld if given else False,
        lines=tuple(
            Line(row.key, number, rows_on_page(row.fields, errors, kept=kept, known={}))
            for number, row in enumerate(one.rows, start=1)
        ),
    )


def all_rows(rows: Iterable[FormField]) -> Iterator[FormField]:
    """Each field, and after a group each field of its rows."""
    for row in rows:
        yield row
        for line in row.lines:
            yield from line.fields


def changed_rows(
    rows: Iterable[FormField], posted: Answers, touched: Collection[str] = ()
) -> tuple[FormField, ...]:
    """The fields that must look different from what the page has: come or gone, touched, worked
    out anew, or asked of everybody now. A box that has something in it is left alone, for the
    person may be typing there. Of a group that stays as it is only what changed inside it.
    """
    found: list[FormField] = []
    for row in rows:
        if _is_changed(row, posted, touched):
            found.append(row)
        elif row.visible:
            for line in row.lines:
                found.extend(changed_rows(line.fields, posted, touched))
    return tuple(found)


def _is_changed(row: FormField, posted: Answers, touched: Collection[str]) -> bool:
    if row.visible != (row.name in posted.get(SHOWN, ())) or row.name in touched:
        return True
    if not row.visible:
        return False
    if row.is_group:
        return tuple(posted.get(row.name, ())) != row.raw
    if not row.field.typed:
        return True
    return not row.raw and row.required != (row.name in posted.get(NEEDED, ()))


def is_live(event: Event) -> bool:
    """Whether an answer can change what the page shows."""
    fields = [*event.asked, *(part for field in event.fields for part in field.fields)]
    return bool(event.exits) or any(
        field.show_if or field.required_if or field.value or field.fields for field in fields
    )


def file_uuids(event: Event, raw: Answers) -> list[str]:
    """The ids in the event's file fields."""
    return [
        uuid
        for name, field in names(event.fields, raw)
        if field.type is FieldType.FILE
        for uuid in raw.get(name, ())
    ]


def pressed_rows(event: Event, posted: Answers) -> tuple[Field | None, str]:
    """The group whose "Tilføj" or "Fjern" was pressed, and the key of the row to take away."""
    groups = {field.id: field for field in event.fields if field.type is FieldType.GROUP}
    for name in posted.get(ADD, ())[:1]:
        return groups.get(name), ""
    for name in posted.get(REMOVE, ())[:1]:
        group, _dot, key = name.partition(".")
        return groups.get(group), key
    return None, ""
