"""The forms of the room: a paper to put in the case, a new version, a party to send to."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.files.names import clean_name
from faelled.base.files.problems import UploadRefusedError
from faelled.casework.cases.errors import DataRefused
from faelled.casework.cases.models import Case, Party
from faelled.casework.cases.party_rows import party_display
from faelled.casework.cases.small_forms import SmallForm, read
from faelled.casework.documents import actions
from faelled.casework.documents.errors import DocumentError
from faelled.casework.documents.models import Direction, Document
from faelled.lib.dates import COPENHAGEN
from faelled.lib.dcr import Field, FieldType, Option

FILE = "file"
T = TypeVar("T")


def upload_form() -> SmallForm:
    """A paper that came by letter or e-mail, or one of our own."""
    options = (
        Option(Direction.IN, _("Noget, der er kommet ind")),
        Option(Direction.OUT, _("Noget, vi vil sende")),
        Option(Direction.INTERNAL, _("Noget internt")),
    )
    return SmallForm(
        _("Nyt dokument"),
        _("Læg i sagen"),
        (
            Field(FILE, _("Filer"), FieldType.FILE),
            Field("title", _("Titel"), max="200", help=_("Står den tom, bruges filens navn.")),
            Field("direction", _("Hvad er det?"), FieldType.CHOICE, True, options=options),
            Field(
                "received",
                _("Hvornår er det modtaget?"),
                FieldType.DATE,
                show_if="direction = 'in'",
                help=_("Står den tom, er det modtaget i dag."),
            ),
        ),
        _("Det, der er kommet ind, bliver journaliseret med det samme."),
    )


def version_form(document: Document) -> SmallForm:
    """The next version of a draft."""
    return SmallForm(
        _("Ny udgave af %(title)s") % {"title": document.title},
        _("Gem ny udgave"),
        (Field(FILE, _("Fil"), FieldType.FILE),),
    )


def send_form(document: Document, case: Case, actor: Actor, *, now: datetime) -> SmallForm:
    """Whom a final document can be sent to: the case's present parties. Without one the form has no
    button, and says what comes first.
    """
    parties = case.parties.select_related("person", "company").filter(valid_to=None).order_by("pk")
    options = tuple(
        Option(str(party.pk), party_display(party, actor, now=now)) for party in parties
    )
    heading = _("Send %(title)s") % {"title": document.title}
    if not options:
        nobody = _("Sagen har ingen parter, så der er ingen at sende til. Føj først en person til.")
        return SmallForm(heading, "", lead=nobody)
    return SmallForm(
        heading,
        _("Send"),
        (Field("party", _("Hvem skal have det?"), FieldType.CHOICE, True, options=options),),
        _("Dokumentet sendes med Digital Post, eller på papir til den, der er fritaget."),
    )


def upload_from(request: HttpRequest, case: Case, *, by: Actor, now: datetime) -> list[Document]:
    """Store what the upload form holds, one document for each file, all or none; DataRefused with
    each field's error. The title is for one file; several keep their own names.
    """
    values, files = _values_and_files(request, upload_form(), now=now)
    title = str(values["title"]) if len(files) == 1 else ""
    received = values["received"]
    with transaction.atomic():
        return [
            _stored(
                file,
                partial(
                    actions.upload,
                    case,
                    file,
                    title=title,
                    direction=Direction(str(values["direction"])),
                    received_at=_noon(received, now) if isinstance(received, date) else None,
                    by=by,
                    now=now,
                ),
            )
            for file in files
        ]


def version_from(request: HttpRequest, document: Document, *, by: Actor, now: datetime) -> None:
    """Store what the version form holds: exactly one file."""
    _values, files = _values_and_files(request, version_form(document), now=now)
    if len(files) > 1:
        text = _("Vælg kun én fil.")
        raise DataRefused(text, {FILE: text})
    _stored(files[0], lambda: actions.add_version(document, files[0], by=by, now=now))


def send_from(
    request: HttpRequest, document: Document, form: SmallForm, *, by: Actor, now: datetime
) -> None:
    """Send to the party that the form names; the party is the case's own, whatever was posted."""
    values = read(form, request.POST, now=now)
    if "party" not in values:
        raise DocumentError(form.lead)
    party = (
        Party.objects.select_related("person", "company", "case")
        .filter(case_id=document.case_id, pk=int(values["party"]))
        .first()
    )
    if party is None:
        raise DocumentError(_("Modtageren er ikke part i sagen."))
    actions.send_document(document, party, by=by, now=now)


def _values_and_files(
    request: HttpRequest, form: SmallForm, *, now: datetime
) -> tuple[dict[str, Any], list[UploadedFile[bytes]]]:
    """What was typed, and at least one file; DataRefused with all that is wrong at once. A browser
    keeps no file in a form that comes back, so it says that the file must be chosen again.
    """
    files = [file for file in request.FILES.getlist(FILE) if isinstance(file, UploadedFile)]
    try:
        values = read(form, request.POST, now=now)
    except DataRefused as refusal:
        text = _("Vælg filen igen. Den er ikke gemt.") if files else _("Vælg en fil.")
        raise DataRefused(str(refusal), {FILE: text, **refusal.errors}) from refusal
    if not files:
        text = _("Vælg en fil.")
        raise DataRefused(text, {FILE: text})
    return values, files


def _stored(file: UploadedFile[bytes], store: Callable[[], T]) -> T:
    """What ``store`` makes; a refusal is said at the field, with the file's name."""
    try:
        return store()
    except UploadRefusedError as refusal:
        text = f"{clean_name(file.name or '')}: {refusal}"
        raise DataRefused(text, {FILE: text}) from refusal


def _noon(day: date, now: datetime) -> datetime:
    """A day without an hour counts as noon, and never as later than now."""
    return min(datetime.combine(day, time(12), tzinfo=COPENHAGEN), now)
