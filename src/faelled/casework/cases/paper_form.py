"""The box "Modtaget på papir" on a step's page: the day, whom it is from, and the scan."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.files import queries as files
from faelled.base.files.actions import store_upload
from faelled.base.files.problems import UploadRefusedError
from faelled.casework.cases.errors import CaseError, DataRefused
from faelled.casework.cases.form_rows import Answers, FormField, rows_on_page
from faelled.casework.cases.models import Case, Party
from faelled.casework.cases.paper import Paper, comes_on_paper, moment_of, parties_now
from faelled.casework.cases.party_roles import role_words
from faelled.casework.cases.party_rows import party_display
from faelled.casework.cases.small_forms import nothing_known
from faelled.lib import fields as form_fields
from faelled.lib.dcr import Event, Field, FieldType, Option

DAY, SENDER, SCANS = "paper-day", "paper-from", "paper-scans"
PAPER = "papir"  # how an address tells a step's page the day that was written before


def paper_rows(
    case: Case,
    event: Event,
    raw: Answers,
    errors: Mapping[str, str],
    *,
    by: Actor,
    now: datetime,
) -> tuple[FormField, ...]:
    """The box's fields; empty where the step cannot come on paper."""
    if len(event.roles) < 2:
        return ()
    parties = list(parties_now(case, now))
    if not comes_on_paper(case, event, parties, by):
        return ()
    if len(parties) == 1 and SENDER not in raw:
        raw = {**raw, SENDER: [str(parties[0].pk)]}
    asked = _fields(parties, by, now)
    states = form_fields.state(asked, raw, scope=nothing_known, now=now)
    kept = files.own_uploads(by, raw.get(SCANS, ()))
    return rows_on_page(states, errors, kept=kept, known={})


def paper_from_post(
    request: HttpRequest, case: Case, *, by: Actor, now: datetime
) -> tuple[Answers, Mapping[str, str]]:
    """What stands in the box, with its scans stored, and what is wrong with those."""
    scans, errors = stored_with(request, SCANS, case, by=by, now=now)
    raw = {name: request.POST.getlist(name) for name in (DAY, SENDER)}
    return {**raw, SCANS: scans}, errors


def stored_with(
    request: HttpRequest, name: str, case: Case, *, by: Actor, now: datetime
) -> tuple[list[str], Mapping[str, str]]:
    """The ids of a file field's files, with its uploads stored, and why one could not be. A file
    that came with an earlier post goes along by its id, and only its sender can name it.
    """
    posted = request.POST.getlist(name)
    own = files.own_uploads(by, posted)
    uuids, errors = [uuid for uuid in posted if uuid in own], {}
    for upload in request.FILES.getlist(name):
        try:
            stored = store_upload(upload, stream=case.ref, subjects=[case.ref], by=by, now=now)
        except UploadRefusedError as refusal:
            errors[name] = str(refusal)
        else:
            uuids.append(str(stored.uuid))
    return uuids, errors


def paper_of(case: Case, raw: Answers, *, now: datetime) -> tuple[Paper | None, datetime | None]:
    """The paper and when it was received; nothing where no day and no scan is there. The sender
    is looked up among the case's own parties, whatever was posted. DataRefused by field.
    """
    day, scans = _day(raw.get(DAY, ()), now), tuple(raw.get(SCANS, ()))
    if day is None and not scans:
        return None, None
    if day is None:
        raise _refused(DAY, _("Skriv, hvilken dag papiret blev modtaget."))
    chosen = "".join(raw.get(SENDER, ())[:1])
    sender = next((one for one in parties_now(case, now) if str(one.pk) == chosen), None)
    try:
        return Paper(sender, scans), moment_of(day, case, now=now)
    except CaseError as refusal:
        raise _refused(DAY, " ".join(refusal.messages)) from refusal


def _day(typed: Sequence[str], now: datetime) -> date | None:
    field = Field(DAY, "", FieldType.DATE)
    parsed = form_fields.parse((field,), {DAY: list(typed)}, scope=nothing_known, now=now)
    if parsed.errors:
        raise _refused(DAY, parsed.errors[DAY])
    day = parsed.values.get(DAY)
    return day if isinstance(day, date) else None


def _refused(name: str, text: str) -> DataRefused:
    return DataRefused(text, {name: text})


def _fields(parties: Sequence[Party], by: Actor, now: datetime) -> tuple[Field, ...]:
    senders = tuple(
        Option(str(row.pk), f"{party_display(row, by, now=now)} ({role_words(row.role)})")
        for row in parties
    )
    other = Option("other", _("En anden"))
    return (
        Field(
            DAY,
            _("Hvilken dag blev papiret modtaget?"),
            FieldType.DATE,
            help=_("Sagens frister regnes fra den dag. Lad den stå tom, hvis intet kom på papir."),
        ),
        Field(SENDER, _("Hvem er papiret fra?"), FieldType.CHOICE, options=(*senders, other)),
        Field(
            SCANS,
            _("Det scannede papir"),
            FieldType.FILE,
            help=_("Det bliver et modtaget dokument i sagen."),
        ),
    )
